import { setTimeout as delay } from 'node:timers/promises';
import type { Timer, Timers, Transaction, Unavailable } from '@quintet/core';
import { ResultAsync } from 'neverthrow';
import type { Db, Job, JobResult, PgBoss } from 'pg-boss';
import type { DatabaseLog } from '../database/database.ts';
import { DatabaseClosed, isRetriable, isUnavailable, toUnavailable } from '../database/failure.ts';
import { OpenTransaction } from '../database/transaction.ts';
import type { TimerConnections } from './timer-connections.ts';

/** The queue of all kinds, where one process has the database to itself. */
const ALL_KINDS = 'timers';

/** Seconds between looks for timers that are due. One look takes a fraction of a millisecond. */
const POLLING = 1;

/** A handler has so many seconds. That of a process that was killed is called again after it, by another. */
const LONGEST_RUN = 15;

const YEAR = 365 * 86_400;

const SETTINGS = {
  // Where it keeps its tables, which it makes and migrates by itself.
  schema: 'quintet_timer',
  schedule: false,
  reindex: false,
  monitorVacuum: false,
  // Timers of a process that was killed are found by this.
  superviseIntervalSeconds: LONGEST_RUN,
  monitorIntervalSeconds: LONGEST_RUN,
  // Timers do not depend on each other.
  flowIntervalSeconds: 3600,
} as const;

const QUEUE = {
  expireInSeconds: LONGEST_RUN,
  // Until it succeeds, in fact: a handler fails when the database is away, and tries again when it is back.
  retryLimit: 1_000_000,
  retryDelay: 1,
  // Of a timer whose time came while no server ran.
  retentionSeconds: YEAR,
  deleteAfterSeconds: 3600,
} as const;

/** As many as come due together. */
const BATCH = 100;

/** How often it is tried to get ready when other servers are at it, and milliseconds between. */
const ATTEMPTS = 10;
const PAUSE = 300;

/** Milliseconds for which nothing is said of the same trouble. */
const SILENCE = 30_000;

/** Milliseconds that handlers have when the server stops. */
const LONGEST_END = 5000;

type Handler = (key: string) => ResultAsync<void, unknown>;

/** What pg-boss keeps of a timer. */
type TimerData = Pick<Timer, 'kind' | 'key'>;

/** pg-boss at work, and how it takes part in a transaction. */
interface Running {
  readonly boss: PgBoss;
  readonly within: (transaction: OpenTransaction) => Db;
}

/** Durable timers in the database, kept by pg-boss. */
export class BossTimers implements Timers {
  readonly #connections: TimerConnections;
  readonly #log: DatabaseLog;
  readonly #handlers = new Map<string, Handler>();
  readonly #queues = new Map<string, Promise<void>>();
  readonly #working = new Set<string>();
  #state: 'new' | 'started' | 'stopped' = 'new';
  #running: Promise<Running> | undefined;
  #silentUntil = 0;

  constructor(connections: TimerConnections, log: DatabaseLog) {
    this.#connections = connections;
    this.#log = log;
  }

  /**
   * On PGlite it gets ready now, as it could not while a transaction is open; on PostgreSQL when the first timer is set
   * or seen to, which spares the start of a server the wait.
   */
  async start(): Promise<void> {
    if (this.#connections.kind === 'pglite') {
      await this.#run();
      await this.#queue(ALL_KINDS);
    }
    this.#state = 'started';
    for (const kind of this.#handlers.keys()) this.#work(kind);
  }

  /** Lets handlers that are under way finish. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    const running = await this.#running?.catch(() => undefined);
    this.#running = undefined;
    await running?.boss.stop({ graceful: true, timeout: LONGEST_END });
    await this.#connections.close();
  }

  set(timer: Timer, transaction?: Transaction): ResultAsync<void, Unavailable> {
    return ResultAsync.fromPromise(this.#send(timer, transaction), toUnavailable);
  }

  handle(kind: string, handler: Handler): void {
    if (this.#handlers.has(kind)) throw new Error(`Somebody sees to timers of the kind ${kind} already.`);
    this.#handlers.set(kind, handler);
    if (this.#state === 'started') this.#work(kind);
  }

  async #send({ kind, key, at }: Timer, transaction: Transaction | undefined): Promise<void> {
    const open = transaction === undefined ? undefined : OpenTransaction.of(transaction);
    const { boss, within } = await this.#run();
    const queue = this.#queueOf(kind);
    await this.#queue(queue);
    const data: TimerData = { kind, key };
    const options = at.getTime() > Date.now() ? { startAfter: at } : {};
    await (open === undefined
      ? boss.send(queue, data, options)
      : open.attempt(() => boss.send(queue, data, { ...options, db: within(open) })));
  }

  /** Makes its tables, if they are not there, the first time. */
  #run(): Promise<Running> {
    if (this.#state === 'stopped') return Promise.reject(new DatabaseClosed());
    return (this.#running ??= this.#begin().catch((error: unknown) => {
      this.#running = undefined;
      throw error;
    }));
  }

  async #begin(): Promise<Running> {
    const { PgBoss, fromKysely, fromPglite } = await import('pg-boss');
    for (let attempt = 1; ; attempt += 1) {
      const boss = new PgBoss({
        db: this.#connections.open(fromPglite),
        backend: this.#connections.kind === 'pglite' ? 'pglite' : 'postgres',
        ...SETTINGS,
      });
      boss.on('error', (error) => this.#complain(error));
      try {
        await boss.start();
        return { boss, within: ({ kysely }) => fromKysely(kysely) };
      } catch (error) {
        await boss.stop({ graceful: false }).catch(() => {});
        // Several servers that start together wait for each other.
        if (attempt === ATTEMPTS || !(isRetriable(error) || isUnavailable(error))) throw error;
        await delay(PAUSE);
      }
    }
  }

  /**
   * On PostgreSQL every kind has a queue of its own, so that a process is given those alone that it sees to. On PGlite
   * there is but one process, and a queue could not be made while a transaction is open.
   */
  #queueOf(kind: string): string {
    return this.#connections.kind === 'pglite' ? ALL_KINDS : kind;
  }

  /** Makes sure that a queue is there. */
  #queue(name: string): Promise<void> {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const make = async (): Promise<void> => {
      const { boss } = await this.#run();
      await boss.createQueue(name, QUEUE);
    };
    const made = make().catch((error: unknown) => {
      this.#queues.delete(name);
      throw error;
    });
    this.#queues.set(name, made);
    return made;
  }

  /** Looks for timers of a kind from now on. */
  #work(kind: string): void {
    const queue = this.#queueOf(kind);
    if (this.#working.has(queue)) return;
    this.#working.add(queue);
    const begin = async (): Promise<void> => {
      await this.#queue(queue);
      const { boss } = await this.#run();
      const options = { pollingIntervalSeconds: POLLING, batchSize: BATCH, perJobResults: true } as const;
      await boss.work<TimerData, void, typeof options>(queue, options, (jobs) => this.#goOff(jobs));
    };
    begin().catch(async (error: unknown) => {
      this.#working.delete(queue);
      if (this.#state !== 'started') return;
      this.#complain(error);
      await delay(PAUSE, undefined, { ref: false });
      if (this.#isStarted()) this.#work(kind);
    });
  }

  /** Says that timers can't be looked for, not at every look. */
  #complain(error: unknown): void {
    const now = performance.now();
    if (now < this.#silentUntil) return;
    this.#silentUntil = now + SILENCE;
    this.#log.warn({ err: error }, 'Timers can not be looked for, trying again.');
  }

  #isStarted(): boolean {
    return this.#state === 'started';
  }

  #goOff(jobs: readonly Job<TimerData>[]): Promise<JobResult[]> {
    return Promise.all(
      jobs.map(async ({ id, data: { kind, key } }): Promise<JobResult> => {
        const handler = this.#handlers.get(kind);
        if (handler === undefined) return { id, status: 'failed' };
        const failure = await handler(key).match(
          () => undefined,
          (error) => ({ error }),
        );
        if (failure === undefined) return { id, status: 'completed' };
        this.#log.warn({ err: failure.error, kind, key }, 'A timer could not be seen to, trying again.');
        return { id, status: 'failed' };
      }),
    );
  }
}
