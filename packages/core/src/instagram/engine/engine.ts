import type { LeasedInstagram } from '../engine-ports.ts';
import type { InstagramEnginePorts, InstagramSettings } from '../settings.ts';
import { Sessions } from './sessions.ts';
import { step, type StepEnd } from './step.ts';

/** How long the engine waits before it asks a storage again that was away, in milliseconds. */
const STORAGE_AWAY = 1000;

/**
 * What the engine tells of itself.
 *
 * @example
 * ```ts
 * const tell = (event: EngineEvent) => event.kind === 'broken' && log.error({ err: event.cause }, 'the engine');
 * ```
 */
export type EngineEvent =
  /** The work on an account has come to an end. */
  | { readonly kind: 'worked'; readonly instagramId: number; readonly end: StepEnd }
  /** The storage is away. */
  | { readonly kind: 'storage-away'; readonly cause: unknown }
  /** Something threw that must not. The account is worked on again when its lease has ended. */
  | { readonly kind: 'broken'; readonly instagramId?: number; readonly cause: unknown };

/**
 * Runs the channels of started accounts. Any number of engines may share a storage: each account is run by one at a
 * time.
 *
 * @example
 * ```ts
 * const engine: InstagramEngine = createInstagramEngine(ports, INSTAGRAM_DEFAULTS);
 * engine.start();
 * // ...
 * await engine.stop();
 * ```
 */
export interface InstagramEngine {
  /** Begins to look for accounts that are due. */
  start(): void;

  /** Takes no more accounts, and waits for the work on those that were taken. */
  stop(): Promise<void>;

  /**
   * Works on all accounts that are due now, once each, and waits for it; for those who move the clock themselves.
   *
   * @returns When the next account is due; absent: none will be.
   */
  runDue(): Promise<Date | undefined>;
}

/**
 * Makes an engine. It does nothing before it is started.
 *
 * @param observe - Is told what happens; never awaited.
 *
 * @example
 * ```ts
 * const engine = createInstagramEngine(ports, { ...INSTAGRAM_DEFAULTS, concurrency: 16 });
 * ```
 */
export function createInstagramEngine(
  ports: InstagramEnginePorts,
  settings: InstagramSettings,
  observe: (event: EngineEvent) => void = () => {},
): InstagramEngine {
  return new Engine(ports, settings, observe);
}

class Engine implements InstagramEngine {
  readonly #ports: InstagramEnginePorts;
  readonly #settings: InstagramSettings;
  readonly #observe: (event: EngineEvent) => void;
  readonly #sessions: Sessions;
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #stopping = false;
  #wake: () => void = () => {};
  /** When the next account is due, as far as is known. */
  #nextDueAt: Date | undefined;

  constructor(ports: InstagramEnginePorts, settings: InstagramSettings, observe: (event: EngineEvent) => void) {
    this.#ports = ports;
    this.#settings = settings;
    this.#observe = observe;
    this.#sessions = new Sessions(ports);
  }

  start(): void {
    if (this.#running !== undefined && !this.#stopping) return;
    const before = this.#running ?? Promise.resolve();
    this.#stopping = false;
    this.#running = before.then(() => this.#loop());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#running;
    await Promise.all(this.#underWay);
    this.#running = undefined;
  }

  async runDue(): Promise<Date | undefined> {
    const taken = await this.#take(this.#settings.concurrency);
    await Promise.all((taken ?? []).map((leased) => this.#work(leased)));
    return this.#nextDueAt;
  }

  async #loop(): Promise<void> {
    const { clock } = this.#ports;
    let lookAt = 0;
    let areMoreDue = true;
    while (!this.#stopping) {
      const free = this.#settings.concurrency - this.#underWay.size;
      const now = clock.now().getTime();
      const isTime = areMoreDue || now >= lookAt || (this.#nextDueAt?.getTime() ?? Infinity) <= now;
      if (free > 0 && isTime) {
        const taken = await this.#take(free).catch((error: unknown) => this.#broken(error));
        for (const leased of taken ?? []) this.#begin(leased);
        areMoreDue = taken?.length === free;
        // Those of other servers may become due, and new ones come: it is looked for them now and then.
        lookAt = now + (taken === undefined ? STORAGE_AWAY : this.#settings.lease / 3);
        if (taken === undefined) this.#nextDueAt = undefined;
        continue;
      }
      const next = free > 0 ? Math.min(lookAt, this.#nextDueAt?.getTime() ?? Infinity) : Infinity;
      await this.#sleep(Math.min(next - now, this.#settings.lease / 3));
    }
  }

  #begin(leased: LeasedInstagram): void {
    const work = this.#work(leased).finally(() => {
      this.#underWay.delete(work);
      this.#wake();
    });
    this.#underWay.add(work);
  }

  /** Sleeps, and wakes when the work on an account has ended that is due again before. */
  async #sleep(milliseconds: number): Promise<void> {
    if (this.#stopping || milliseconds <= 0) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#ports.delay.after(milliseconds, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }

  async #take(limit: number): Promise<readonly LeasedInstagram[] | undefined> {
    const now = this.#ports.clock.now();
    const until = new Date(now.getTime() + this.#settings.lease);
    // Work that ends meanwhile may be due again before all that the storage knows of.
    this.#nextDueAt = undefined;
    const result = await this.#ports.leases.take({ now, until, limit });
    if (result.isErr()) {
      this.#observe({ kind: 'storage-away', cause: result.error.cause });
      return undefined;
    }
    this.#dueAt(result.value.nextDueAt);
    return result.value.taken;
  }

  async #work(leased: LeasedInstagram): Promise<void> {
    const { instagramId } = leased.lease;
    try {
      const end = await step(this.#ports, this.#settings, this.#sessions, leased);
      if (end.isErr()) {
        this.#observe({ kind: 'storage-away', cause: end.error.cause });
        return;
      }
      const { value } = end;
      this.#observe({ kind: 'worked', instagramId, end: value });
      if (value.kind === 'due') this.#dueAt(value.at);
    } catch (error) {
      this.#broken(error, instagramId);
    }
  }

  #dueAt(moment: Date | undefined): void {
    if (moment === undefined) return;
    if (this.#nextDueAt === undefined || moment < this.#nextDueAt) this.#nextDueAt = moment;
  }

  #broken(cause: unknown, instagramId?: number): undefined {
    this.#observe({ kind: 'broken', cause, ...(instagramId === undefined ? {} : { instagramId }) });
  }
}
