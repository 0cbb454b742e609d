import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseLog } from '../database/database.ts';
import { connectionSettings } from '../database/postgresql-settings.ts';

/** What is listened to. */
export type NotificationChannel = 'quintet_push_appended' | 'quintet_push_bus';

/** Gets what PostgreSQL notifies of. */
interface NotificationListener {
  receive(payload: string): void;
  /** Notifications may have been missed; from now on they are heard again. */
  interrupted(): void;
}

/** Between two looks at whether the connection is still there, and how long the answer may take; milliseconds. */
const HEARTBEAT_INTERVAL = 3000;
const PATIENCE = 2000;

/** The shortest and the longest wait before a lost connection is made again, in milliseconds. */
const BACKOFF = { first: 50, longest: 2000 };

/** Listens to PostgreSQL's notifications, on one connection of its own, which is made when there is a listener. */
export class Notifications {
  readonly #databaseUrl: string;
  readonly #log: DatabaseLog;
  readonly #listeners: Readonly<Record<NotificationChannel, Set<NotificationListener>>> = {
    quintet_push_appended: new Set(),
    quintet_push_bus: new Set(),
  };
  readonly #stopping = new AbortController();
  #listening: Promise<void> | undefined;

  constructor(databaseUrl: string, log: DatabaseLog) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
  }

  /** Calls the listener from now on, and tells it that it was interrupted as soon as it hears; ended by what is given back. */
  listen(channel: NotificationChannel, listener: NotificationListener): () => void {
    const own = { receive: (payload: string) => listener.receive(payload), interrupted: () => listener.interrupted() };
    this.#listeners[channel].add(own);
    if (!this.#stopping.signal.aborted) this.#listening ??= this.#listen();
    return () => void this.#listeners[channel].delete(own);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
  }

  /** Listens until it is told to stop, on one connection after the other. */
  async #listen(): Promise<void> {
    const { signal } = this.#stopping;
    let backoff = BACKOFF.first;
    while (!signal.aborted) {
      const client = new pg.Client({ ...connectionSettings(this.#databaseUrl), query_timeout: PATIENCE });
      try {
        await this.#listenOn(client, () => {
          backoff = BACKOFF.first;
        });
      } catch (error) {
        if (!signal.aborted) this.#log.warn({ err: error }, 'The connection that tells of messages is lost.');
      } finally {
        await client.end().catch(() => {});
      }
      await delay(backoff * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      backoff = Math.min(backoff * 2, BACKOFF.longest);
    }
  }

  /** Listens on a connection until it is lost, which it throws, or until told to stop. */
  async #listenOn(client: pg.Client, begun: () => void): Promise<void> {
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, ended.signal]);
    // An error while a query is under way is thrown by that; one between two queries ends the wait for the next.
    client.on('error', () => ended.abort());
    client.on('end', () => ended.abort());
    client.on('notification', ({ channel, payload }) => this.#receive(channel, payload ?? ''));
    await client.connect();
    await client.query('LISTEN quintet_push_appended; LISTEN quintet_push_bus');
    begun();
    for (const listeners of Object.values(this.#listeners)) {
      for (const listener of Array.from(listeners)) listener.interrupted();
    }
    for (;;) {
      await delay(HEARTBEAT_INTERVAL, undefined, { signal }).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      await client.query('SELECT 1');
    }
  }

  #receive(channel: string, payload: string): void {
    if (channel !== 'quintet_push_appended' && channel !== 'quintet_push_bus') return;
    for (const listener of Array.from(this.#listeners[channel])) listener.receive(payload);
  }
}
