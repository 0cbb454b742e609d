import { setImmediate as breathe } from 'node:timers/promises';
import { err, ResultAsync, type Result } from 'neverthrow';
import {
  createInstagramEngine,
  createQuintet,
  INSTAGRAM_DEFAULTS,
  PORTS,
  seededNumbers,
  simulatedNetwork,
  type ActionKind,
  type Actor,
  type ChannelDraft,
  type DailyLimits,
  type EngineEvent,
  type GatewayFailure,
  type Hours,
  type InstagramEngine,
  type InstagramEnginePorts,
  type InstagramGateway,
  type InstagramSettings,
  type PerAction,
  type Ports,
  type Profile,
  type Quintet,
  type SentAction,
  type SimulatedNetwork,
} from '../../src/index.ts';
import { memoryAdapters, settableClock, type SettableClock } from '../../src/memory/index.ts';
import { fastHasher, valueOf } from '../support.ts';

/** What a worker does when something goes wrong. */
type Doing = 'anything' | 'record' | 'finish' | 'send' | 'read';

/** Something that goes wrong in a worker, at one of its calls. */
export interface Fault {
  readonly worker: number;
  readonly at: Doing;
  /** At which of the worker's calls of the kind. */
  readonly call: number;
  /** It dies before the call, or after it; or it stands still after it. */
  readonly kind: 'dies-before' | 'dies-after' | 'stalls';
  /** For how long it stands still. */
  readonly seconds: number;
  /** What the owner does just then. */
  readonly meanwhile: Deed['kind'] | undefined;
}

/** Something that the owner or the network does. */
export interface Deed {
  readonly minute: number;
  readonly kind: 'stop' | 'start' | 'edit' | 'stop-channel' | 'suspect' | 'fail' | 'fail-afterwards' | 'replace';
  readonly failure: GatewayFailure['kind'];
}

/** What is to happen in a world. */
export interface History {
  readonly seed: number;
  readonly minutes: number;
  readonly hours: Hours;
  readonly speed: PerAction<number>;
  readonly limits: DailyLimits;
  readonly channels: readonly Pick<ChannelDraft, 'action' | 'target'>[];
  readonly workers: number;
  readonly faults: readonly Fault[];
  readonly deeds: readonly Deed[];
}

/** An action that reached the network, and what was so at that moment. */
export interface Witnessed extends SentAction {
  readonly recorded: boolean;
  readonly target: string;
  readonly profile: Profile;
  /** Of the journal: which channel it is of. */
  readonly channelId: number | undefined;
}

/** A span of time in which nothing may be sent. */
interface Silence {
  readonly why: 'stopped' | 'suspected';
  readonly from: number;
  until: number;
}

class Crash extends Error {}

const START = Date.UTC(2026, 10, 22, 8, 30);
const ACCOUNT = 'acting_account';

const STEPS = 100_000;

/** An account with channels, workers that run it, and a clock that is moved from one event to the next. */
export class World {
  readonly clock: SettableClock = settableClock(new Date(START));
  readonly sent: Witnessed[] = [];
  readonly silences: Silence[] = [];
  readonly broken: unknown[] = [];
  readonly network: SimulatedNetwork;
  readonly ports: Ports;
  readonly quintet: Quintet;
  readonly settings: InstagramSettings;
  readonly #history: History;
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  readonly #recorded = new Map<string, number>();
  readonly #workers: { engine: InstagramEngine; idle: boolean; calls: Map<Doing, number> }[] = [];
  #actor: Actor | undefined;
  instagramId = 0;
  channelIds: number[] = [];

  constructor(history: History, weaken: (ports: Ports) => Partial<Ports> = () => ({})) {
    this.#history = history;
    const { limits, seed } = history;
    this.settings = { ...INSTAGRAM_DEFAULTS, limits: { untrusted: limits, trusted: limits }, concurrency: 2 };
    this.network = simulatedNetwork({
      clock: this.clock,
      seed,
      readsPerMinute: Infinity,
      actionsPerMinute: Infinity,
      followersOf: (username) => (username === ACCOUNT ? 30 : 1_000_000),
      record: (action) =>
        this.sent.push({
          ...action,
          recorded: this.#recorded.has(action.key),
          channelId: this.#recorded.get(action.key),
          profile: this.network.look(action.username, action.target),
        }),
    });
    const delay = {
      after: (milliseconds: number, callback: () => void) => {
        const entry = { at: this.clock.now().getTime() + milliseconds, callback };
        this.#timers.add(entry);
        return () => this.#timers.delete(entry);
      },
    };
    const resolve = memoryAdapters({
      clock: this.clock,
      delay,
      gateway: this.network,
      passwordHasher: fastHasher,
      randomNumbers: seededNumbers(seed),
    });
    const adapters = Object.fromEntries(
      (Object.keys(PORTS) as (keyof Ports)[]).map((name) => [name, resolve<unknown>(PORTS[name])]),
    ) as unknown as Ports;
    const { journal } = adapters;
    this.ports = {
      ...adapters,
      journal: {
        ...journal,
        record: (lease, action) =>
          journal.record(lease, action).map((entry) => {
            this.#recorded.set(action.key, action.channelId);
            return entry;
          }),
      },
    };
    this.ports = { ...this.ports, ...weaken(this.ports) };
    this.quintet = createQuintet(memoryAdapters(this.ports), { instagram: this.settings });
  }

  get actor(): Actor {
    if (this.#actor === undefined) throw new Error('nobody has signed in');
    return this.#actor;
  }

  /** Lets everything happen. */
  async live(): Promise<void> {
    await this.#populate();
    for (let worker = 0; worker < this.#history.workers; worker += 1) this.#employ(worker);
    const end = START + this.#history.minutes * 60_000;
    const deeds = [...this.#history.deeds].toSorted((one, other) => one.minute - other.minute);
    for (let steps = 0; this.clock.now().getTime() < end; steps += 1) {
      if (steps > STEPS) throw new Error('The clock does not move.');
      const now = this.clock.now().getTime();
      while ((deeds[0]?.minute ?? Infinity) * 60_000 + START <= now) {
        const deed = deeds.shift();
        if (deed !== undefined) void this.#do(deed);
      }
      for (const worker of this.#workers) this.#work(worker);
      await breathe();
      await this.#watch();
      const taken = await valueOf(this.ports.leases.take({ now: this.clock.now(), until: new Date(0), limit: 0 }));
      const isDue = this.#workers.some(({ idle }) => idle) && (await this.#isSomethingDue());
      if (isDue) continue;
      const moments = [
        end,
        taken.nextDueAt?.getTime() ?? end,
        ...[...this.#timers].map(({ at }) => at),
        (deeds[0]?.minute ?? Infinity) * 60_000 + START,
      ];
      this.#moveTo(Math.max(now + 1, Math.min(...moments)));
      await breathe();
    }
    await this.#settle();
  }

  /** The workers' calls end, with the time that they need. */
  async #settle(): Promise<void> {
    for (let minutes = 0; minutes < 30; minutes += 1) {
      this.#moveTo(this.clock.now().getTime() + 60_000);
      await breathe();
      await this.#watch();
    }
  }

  async #isSomethingDue(): Promise<boolean> {
    // Asked with the clock a millisecond back, what is due now is the next one.
    const now = this.clock.now();
    const before = new Date(now.getTime() - 1);
    const { nextDueAt } = await valueOf(this.ports.leases.take({ now: before, until: before, limit: 0 }));
    const longAgo = await valueOf(this.ports.leases.take({ now: new Date(-1), until: before, limit: 0 }));
    const first = longAgo.nextDueAt ?? nextDueAt;
    return first !== undefined && first <= now;
  }

  #moveTo(time: number): void {
    this.clock.set(new Date(time));
    for (const timer of [...this.#timers].toSorted((one, other) => one.at - other.at)) {
      if (timer.at <= time && this.#timers.delete(timer)) timer.callback();
    }
  }

  async #populate(): Promise<void> {
    const { identity } = this.quintet;
    const { token } = await valueOf(identity.register({ username: 'owner', password: 'secret' }));
    this.#actor = await valueOf(identity.authenticate(token));
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const { instagram } = this.quintet;
    const { hours, speed, channels } = this.#history;
    const draft = { username: ACCOUNT, password: 'secret', hours, speed };
    const { id } = await valueOf(instagram.addInstagram(this.actor, draft));
    this.instagramId = id;
    this.channelIds = [];
    for (const [index, channel] of channels.entries()) {
      const wanted = { ...channel, instagramId: id, value: `source_${index}`, comments: ['Nice!', 'Oh.'] };
      const { id: channelId } = await valueOf(instagram.addChannel(this.actor, wanted));
      await valueOf(instagram.startChannel(this.actor, { instagramId: id, channelId }));
      this.channelIds.push(channelId);
    }
  }

  /** Notes when the account is suspected, as far as the service knows it. */
  async #watch(): Promise<void> {
    const found = await this.quintet.instagram.getInstagram(this.actor, { instagramId: this.instagramId });
    if (found.isErr()) return;
    const isSilent = this.silences.some(({ why, until }) => why === 'suspected' && until === Infinity);
    if (found.value.state === 'suspected' && !isSilent) this.#silence('suspected');
  }

  #silence(why: Silence['why']): void {
    this.silences.push({ why, from: this.clock.now().getTime(), until: Infinity });
  }

  #endSilences(): void {
    const now = this.clock.now().getTime();
    for (const silence of this.silences) silence.until = Math.min(silence.until, now);
  }

  async #do({ kind, failure }: Deed): Promise<void> {
    const { instagram } = this.quintet;
    const { instagramId, actor } = this;
    switch (kind) {
      case 'stop':
        if ((await instagram.stopInstagram(actor, { instagramId })).isOk()) this.#silence('stopped');
        return;
      case 'start':
        this.#endSilences();
        await instagram.startInstagram(actor, { instagramId });
        for (const channelId of this.channelIds) await instagram.startChannel(actor, { instagramId, channelId });
        return;
      case 'edit':
        await instagram.editInstagram(actor, { instagramId, username: ACCOUNT });
        return;
      case 'stop-channel':
        await instagram.stopChannel(actor, { instagramId, channelId: this.channelIds[0] ?? 0 });
        return;
      case 'suspect':
        this.network.suspect(ACCOUNT);
        return;
      case 'fail':
      case 'fail-afterwards':
        this.network.fail({ failure: { kind: failure }, times: 3, afterwards: kind === 'fail-afterwards' });
        return;
      case 'replace': {
        // The same account of the network, stored anew: its pace is the same.
        const deleted = await instagram.deleteInstagram(actor, { instagramId });
        if (deleted.isErr()) return;
        this.#endSilences();
        await this.#connect().catch(() => {});
      }
    }
  }

  #employ(index: number): void {
    const known = this.#workers[index];
    const worker = known ?? { engine: this.#engine(index), idle: true, calls: new Map<Doing, number>() };
    worker.engine = this.#engine(index);
    worker.idle = true;
    this.#workers[index] = worker;
  }

  #work(worker: { engine: InstagramEngine; idle: boolean }): void {
    if (!worker.idle) return;
    const { engine } = worker;
    worker.idle = false;
    const rest = (): void => {
      if (worker.engine === engine) worker.idle = true;
    };
    engine.runDue().then(rest, (error: unknown) => {
      if (!(error instanceof Crash)) this.broken.push(error);
      rest();
    });
  }

  #engine(index: number): InstagramEngine {
    let dead = false;
    const die = (): never => {
      dead = true;
      // Whoever starts servers again does so at once.
      void breathe().then(() => this.#employ(index));
      throw new Crash();
    };
    const guarded = <T, E>(doing: Doing, call: () => ResultAsync<T, E>, gateway?: () => Result<T, E> | undefined) =>
      new ResultAsync<T, E>(
        (async () => {
          if (dead) throw new Crash();
          const fault = this.#faultAt(index, doing);
          if (fault?.meanwhile !== undefined) {
            void this.#do({ kind: fault.meanwhile, minute: 0, failure: 'gateway-request-failed' });
          }
          if (fault?.kind === 'dies-before') die();
          // A call of the network that stands still does so before anything is sent.
          if (fault?.kind === 'stalls' && gateway !== undefined) {
            await this.#stall(fault.seconds);
            const late = gateway();
            if (late !== undefined) return late;
          }
          const result = await call();
          if (dead) throw new Crash();
          if (fault?.kind === 'dies-after') die();
          if (fault?.kind === 'stalls' && gateway === undefined) await this.#stall(fault.seconds);
          return result;
        })(),
      );
    const wrap = <Port extends object>(port: Port, isGateway = false): Port =>
      new Proxy(port, {
        get: (target, name, receiver) => {
          const member: unknown = Reflect.get(target, name, receiver);
          if (typeof member !== 'function') return member;
          return (...given: readonly unknown[]) => {
            const begun = this.clock.now().getTime();
            const [, order] = given as readonly [unknown, { readonly timeout?: number } | undefined];
            const late = () =>
              order?.timeout !== undefined && this.clock.now().getTime() - begun >= order.timeout
                ? err({ kind: 'gateway-request-failed' as const })
                : undefined;
            const call = () => Reflect.apply(member, target, given) as ResultAsync<unknown, unknown>;
            return guarded(doingOf(String(name), isGateway), call, isGateway ? late : undefined);
          };
        },
      });
    const { clock, delay, random, randomNumbers, passwordCipher, leases, journal, targets, leads } = this.ports;
    const ports: InstagramEnginePorts = {
      clock,
      delay,
      random,
      randomNumbers,
      passwordCipher,
      leases: wrap(leases),
      journal: wrap(journal),
      targets: wrap(targets),
      leads: wrap(leads),
      gateway: wrap<InstagramGateway>(this.network, true),
    };
    return createInstagramEngine(ports, this.settings, (event: EngineEvent) => {
      if (event.kind === 'broken' && !(event.cause instanceof Crash)) this.broken.push(event.cause);
    });
  }

  /** What goes wrong at this call of a worker, if anything does. */
  #faultAt(index: number, doing: Doing): Fault | undefined {
    const calls = this.#workers[index]?.calls;
    if (calls === undefined) return undefined;
    for (const kind of new Set<Doing>([doing, 'anything'])) calls.set(kind, (calls.get(kind) ?? 0) + 1);
    return this.#history.faults.find(
      ({ worker, at, call }) => worker === index && (at === doing || at === 'anything') && calls.get(at) === call,
    );
  }

  #stall(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.add({ at: this.clock.now().getTime() + seconds * 1000, callback: resolve });
    });
  }
}

function doingOf(call: string, isGateway: boolean): Doing {
  if (call === 'record' || call === 'finish') return call;
  if (!isGateway) return 'anything';
  return ['like', 'comment', 'follow', 'unfollow'].includes(call) ? 'send' : 'read';
}

/** The actions that were carried out, of each kind, in the order of time. */
export function momentsOf(sent: readonly Witnessed[], action?: ActionKind): readonly number[] {
  return sent
    .filter((one) => action === undefined || one.action === action)
    .map(({ at }) => at.getTime())
    .toSorted((one, other) => one - other);
}
