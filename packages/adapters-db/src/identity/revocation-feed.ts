import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Database, DatabaseLog } from '../database/database.ts';
import { connectionSettings } from '../database/postgresql-settings.ts';
import type { Statement } from '../database/statement.ts';
import { ALL_GENERATIONS, ALL_REVOKED_TOKENS } from './revocation-statements.ts';
import type { RevokedTokens } from './revoked-tokens.ts';

/** Keeps this process's knowledge of revoked tokens up to date. */
interface RevocationFeed {
  /** Learns all that there is, if the database answers; it goes on trying when it doesn't. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether all is known that was revoked anywhere until {@link FRESHNESS} ago. */
  isFresh(): boolean;
}

/** For how long knowledge counts as up to date, in milliseconds. */
const FRESHNESS = 1000;

/** Between two looks at whether the connection still brings all messages, in milliseconds. */
const HEARTBEAT_INTERVAL = 300;

/** The shortest and the longest wait before a lost connection is made again, in milliseconds. */
const BACKOFF = { first: 100, longest: 3000 };

/** For a database that no other process changes: what was stored is read once, and all later changes are made here. */
export class LocalRevocationFeed implements RevocationFeed {
  readonly #database: Database;
  readonly #revokedTokens: RevokedTokens;
  #loaded = false;

  constructor(database: Database, revokedTokens: RevokedTokens) {
    this.#database = database;
    this.#revokedTokens = revokedTokens;
  }

  async start(): Promise<void> {
    await load((statement) => this.#database.read(statement, []), this.#revokedTokens);
    this.#loaded = true;
  }

  async stop(): Promise<void> {
    this.#loaded = false;
  }

  isFresh(): boolean {
    return this.#loaded;
  }
}

/**
 * Listens, on a connection of its own, to what other servers revoke. PostgreSQL hands messages to a connection before
 * the answer to what it is asked next. So an answer proves that everything is known that was revoked before the
 * question, and from the question on, not from the answer, counts the time for which that is good enough.
 */
export class ListeningRevocationFeed implements RevocationFeed {
  readonly #databaseUrl: string;
  readonly #revokedTokens: RevokedTokens;
  readonly #log: DatabaseLog;
  readonly #stopping = new AbortController();
  #freshSince = Number.NEGATIVE_INFINITY;
  #listening: Promise<void> | undefined;

  constructor(databaseUrl: string, revokedTokens: RevokedTokens, log: DatabaseLog) {
    this.#databaseUrl = databaseUrl;
    this.#revokedTokens = revokedTokens;
    this.#log = log;
  }

  start(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#listening ??= this.#listen(resolve);
    return promise;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listening;
  }

  isFresh(): boolean {
    return performance.now() - this.#freshSince < FRESHNESS;
  }

  /** Listens until it is told to stop, on one connection after the other. */
  async #listen(tried: () => void): Promise<void> {
    const { signal } = this.#stopping;
    let backoff = BACKOFF.first;
    while (!signal.aborted) {
      const client = new pg.Client({ ...connectionSettings(this.#databaseUrl), query_timeout: FRESHNESS });
      try {
        await this.#listenOn(client, () => {
          backoff = BACKOFF.first;
          tried();
        });
      } catch (error) {
        if (signal.aborted) return;
        this.#log.warn({ err: error }, 'The connection that tells of revoked tokens is lost; the database is asked.');
      } finally {
        this.#freshSince = Number.NEGATIVE_INFINITY;
        await client.end().catch(() => {});
        tried();
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
    client.on('error', () => {});
    client.on('end', () => ended.abort());
    client.on('notification', ({ payload }) => this.#learn(payload));
    await client.connect();
    await client.query('LISTEN quintet_revocation');

    let asked = performance.now();
    await load(async ({ text }) => {
      // It may be much; while it is read, the database is asked.
      const { rows } = await client.query({ text, query_timeout: 0 } as pg.QueryConfig);
      return rows;
    }, this.#revokedTokens);
    this.#freshSince = asked;
    begun();

    for (;;) {
      await delay(HEARTBEAT_INTERVAL, undefined, { signal }).catch(() => {});
      if (this.#stopping.signal.aborted) return;
      asked = performance.now();
      await client.query('SELECT 1');
      this.#freshSince = asked;
    }
  }

  #learn(payload: string | undefined): void {
    const message: unknown = JSON.parse(payload ?? 'null');
    if (isTokenMessage(message)) this.#revokedTokens.add(message.tokenId, message.expiresAt);
    else if (isGenerationMessage(message)) this.#revokedTokens.raise(message.accountId, message);
  }
}

/** Learns everything that the database knows. */
async function load(
  read: <Row>(statement: Statement<Row>) => Promise<readonly Row[]>,
  revokedTokens: RevokedTokens,
): Promise<void> {
  const tokens = await read(ALL_REVOKED_TOKENS);
  for (const { token_id: tokenId, expires_at: expiresAt } of tokens) revokedTokens.add(tokenId, expiresAt.getTime());
  const generations = await read(ALL_GENERATIONS);
  for (const { id, generation, exempt_token: exemptToken } of generations) {
    revokedTokens.raise(id, { generation, exemptToken });
  }
}

interface TokenMessage {
  readonly tokenId: string;
  readonly expiresAt: number;
}

interface GenerationMessage {
  readonly accountId: number;
  readonly generation: number;
  readonly exemptToken: string | null;
}

function isTokenMessage(message: unknown): message is TokenMessage {
  return typeof message === 'object' && message !== null && 'tokenId' in message && 'expiresAt' in message;
}

function isGenerationMessage(message: unknown): message is GenerationMessage {
  return typeof message === 'object' && message !== null && 'accountId' in message && 'generation' in message;
}
