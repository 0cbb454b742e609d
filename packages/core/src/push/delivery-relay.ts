import { okAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../kernel/failure.ts';
import type { Deliveries, Delivery, DeliveryFailure, Transport } from './delivery-ports.ts';
import type { Feed } from './feed.ts';
import { outcomeOf } from './outcome.ts';
import type { Relay } from './relay.ts';
import { byTimeout, type Schedule } from './schedule.ts';
import type { PushPorts, PushSettings } from './settings.ts';

/** What a relay is made with. */
interface DeliveryRelayOptions {
  readonly ports: PushPorts;
  readonly settings: PushSettings;
  /** Its messages wake the relay. */
  readonly feed: Feed;
  /** For tests that move time themselves. */
  readonly schedule?: Schedule;
  /** From 0 up to, and without, 1; for tests that know it before. */
  readonly chance?: () => number;
}

/** By this signal a server tells that a destination was added. */
export const DESTINATIONS_CHANGED = 'push/destinations';

/** How many deliveries are under way at once, and how many messages each may have. */
const MOST_AT_ONCE = 32;
const MOST_MESSAGES = 100;

/** Milliseconds. A delivery that takes longer than its lease may be made twice. */
const LEASE = 60_000;
const LONGEST_DELIVERY = 45_000;
const REFRESH_INTERVAL = 30_000;
const RETRY_DELAY = 1000;
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 60_000;
const LAST_DELIVERIES = 3000;

/** The relay over the ports. */
export class DeliveryRelay implements Relay {
  readonly #ports: PushPorts;
  readonly #settings: PushSettings;
  readonly #feed: Feed;
  readonly #schedule: Schedule;
  readonly #chance: () => number;
  readonly #transports: ReadonlyMap<string, Transport>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #ends: (() => void)[] = [];
  #isRunning = false;
  /** Whether there may be somebody to deliver to. */
  #isNeeded = false;
  #isWoken = false;
  #work: Promise<void> | undefined;
  #cancelWake = (): void => {};
  #cancelRefresh = (): void => {};

  constructor({ ports, settings, feed, schedule = byTimeout, chance = Math.random }: DeliveryRelayOptions) {
    this.#ports = ports;
    this.#settings = settings;
    this.#feed = feed;
    this.#schedule = schedule;
    this.#chance = chance;
    this.#transports = new Map(ports.transports.map((transport) => [transport.name, transport]));
  }

  get #deliveries(): Deliveries {
    return this.#ports.deliveries;
  }

  get #names(): readonly string[] {
    return [...this.#transports.keys()];
  }

  start(): void {
    if (this.#isRunning || this.#transports.size === 0) return;
    this.#isRunning = true;
    this.#ends.push(
      this.#feed.attach(() => this.#wake()),
      this.#ports.bus.subscribe({
        receive: (event) => {
          if (event.kind === 'signal' && event.topic === DESTINATIONS_CHANGED) void this.#refresh();
        },
        interrupted: () => void this.#refresh(),
      }),
    );
    void this.#begin();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#isNeeded = false;
    for (const end of this.#ends.splice(0)) end();
    this.#cancelWake();
    this.#cancelRefresh();
    await this.#work;
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => {
      cancel = this.#schedule(resolve, LAST_DELIVERIES);
    });
    await Promise.race([Promise.all(this.#underWay), late]);
    cancel();
  }

  deliverDue(): ResultAsync<number, Unavailable> {
    if (this.#transports.size === 0) return okAsync(0);
    return this.#claim(MOST_AT_ONCE).map(async (claims) => {
      await Promise.all(claims.map((claim) => this.#deliver(claim)));
      return claims.length;
    });
  }

  /** Puts the destinations that are always there, and looks whether there are any. */
  async #begin(): Promise<void> {
    for (const { standing } of this.#transports.values()) {
      if (standing === undefined) continue;
      const put = await this.#deliveries.put(standing);
      if (put.isErr()) {
        this.#report('putting a destination', put.error.cause);
        if (this.#isRunning) this.#cancelRefresh = this.#schedule(() => void this.#begin(), RETRY_DELAY);
        return;
      }
    }
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const any = await this.#deliveries.any(this.#names);
    if (!this.#isRunning) return;
    if (any.isOk()) this.#isNeeded = any.value;
    else this.#report('looking for destinations', any.error.cause);
    this.#cancelRefresh();
    this.#cancelRefresh = this.#schedule(() => void this.#refresh(), any.isOk() ? REFRESH_INTERVAL : RETRY_DELAY);
    this.#wake();
  }

  #wake(): void {
    if (!this.#isRunning || !this.#isNeeded) return;
    this.#isWoken = true;
    this.#work ??= this.#takeOn().finally(() => {
      this.#work = undefined;
    });
  }

  /** Takes on as much as there is room for. Each delivery that ends makes room. */
  async #takeOn(): Promise<void> {
    while (this.#isWoken && this.#isRunning && this.#underWay.size < MOST_AT_ONCE) {
      this.#isWoken = false;
      const room = MOST_AT_ONCE - this.#underWay.size;
      const claims = await this.#claim(room);
      if (claims.isErr()) {
        this.#report('looking for deliveries', claims.error.cause);
        this.#wakeIn(RETRY_DELAY);
        return;
      }
      for (const claim of claims.value) this.#begun(this.#deliver(claim));
      // With less than there is room for, nothing else is due.
      if (claims.value.length === 0) await this.#wakeWhenDue();
    }
  }

  #begun(delivery: Promise<void>): void {
    const underWay = delivery.finally(() => {
      this.#underWay.delete(underWay);
      this.#wake();
    });
    this.#underWay.add(underWay);
  }

  async #wakeWhenDue(): Promise<void> {
    const due = await this.#deliveries.nextDue(this.#names);
    if (due.isErr()) this.#wakeIn(RETRY_DELAY);
    else if (due.value !== undefined) this.#wakeIn(due.value.getTime() - this.#ports.clock.now().getTime());
  }

  #wakeIn(milliseconds: number): void {
    if (!this.#isRunning) return;
    this.#cancelWake();
    this.#cancelWake = this.#schedule(
      () => this.#wake(),
      Math.min(Math.max(milliseconds, SHORTEST_WAIT), LONGEST_WAIT),
    );
  }

  #claim(limit: number): ResultAsync<readonly Delivery[], Unavailable> {
    const now = this.#ports.clock.now();
    return this.#deliveries.claim({
      owner: this.#ports.random.identifier(),
      transports: this.#names,
      now,
      leaseUntil: new Date(now.getTime() + LEASE),
      limit,
      messages: MOST_MESSAGES,
    });
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { destination, messages } = delivery;
    const last = messages.at(-1);
    if (last === undefined) return;
    const failure = await this.#attempt(delivery);
    const noted =
      failure === undefined
        ? await this.#deliveries.settle(delivery, { kind: 'delivered', through: last.position })
        : failure.kind === 'destination-gone'
          ? await this.#deliveries.remove(destination.id)
          : await this.#deliveries.settle(
              delivery,
              outcomeOf(delivery, failure, {
                now: this.#ports.clock.now(),
                giveUpAfter: this.#settings.giveUpAfter,
                chance: this.#chance(),
              }),
            );
    // The lease ends by itself; then it is delivered again.
    if (noted.isErr()) this.#report('noting a delivery', noted.error.cause);
  }

  /** Why the delivery failed; `undefined`: it did not. */
  async #attempt({ destination, messages }: Delivery): Promise<DeliveryFailure | undefined> {
    const failed = (reason: string): DeliveryFailure => ({ kind: 'delivery-failed', delivered: 0, reason });
    const transport = this.#transports.get(destination.transport);
    if (transport === undefined) return failed('the transport is not there');
    let cancel = (): void => {};
    const late = new Promise<DeliveryFailure>((resolve) => {
      cancel = this.#schedule(() => resolve(failed('it took too long')), LONGEST_DELIVERY);
    });
    try {
      const delivered = transport.deliver(destination, messages).match(
        () => undefined,
        (failure) => failure,
      );
      return await Promise.race([delivered, late]);
    } catch (error) {
      // A transport must not throw; one that does must not stop the others.
      this.#report(`delivering by ${transport.name}`, error);
      return failed('the transport broke');
    } finally {
      cancel();
    }
  }

  #report(doing: string, cause: unknown): void {
    this.#settings.report({ doing, cause });
  }
}
