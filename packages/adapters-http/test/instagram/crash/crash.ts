import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from '../../../../../examples/instagram-bridge/bridge.ts';
import { makeMigratedDatabase, type TestDatabase } from '../../support/postgres.ts';
import { eventually, SECRET, type Variables } from '../../support/server.ts';
import { beginBridge, beginServer, recordOf, type Begun } from './processes.ts';
import { judge, type Bounds, type Verdict } from './record.ts';

/** How long servers are killed, and how much work there is. */
export interface CrashWish {
  readonly accounts: number;
  readonly seconds: number;
  /** Told how far it is. */
  readonly progress?: (line: string) => void;
}

/** What came of it. */
export interface CrashReport {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly channels: number;
  /** Actions that reached the network and are not in the journal. */
  readonly unrecorded: readonly string[];
  /** Actions whose outcome nobody knows. */
  readonly unknown: number;
  /** Milliseconds from the last server's death until the other had taken all accounts over that were due. */
  readonly takenOverAfter: number;
  /** Milliseconds. */
  readonly lease: number;
}

/** A day is ten seconds long. */
const WINDOW = 10;
const LEASE = 2;
const GAP = 200;
const LIMITS = { like: 12, comment: 6, follow: 8, unfollow: 8, total: 20 };
const BOUNDS: Bounds = { limits: LIMITS, window: WINDOW * 1000, gap: GAP };

const SPEED = { like: 3_600_000 / GAP, comment: 3_600_000 / GAP, follow: 3_600_000 / GAP, unfollow: 3_600_000 / GAP };
const CHANNELS = [
  { action: 'like', target: 'followers', value: 'natgeo', comments: [] },
  { action: 'comment', target: 'hashtag', value: 'sea', comments: ['Wonderful!', 'What a picture.'] },
  { action: 'follow', target: 'hashtag', value: 'mountains', comments: [] },
  { action: 'unfollow', target: 'followers', value: 'nasa', comments: [] },
];

/** The time of all is over; how long one waits for a server that was begun. */
const PATIENCE = 60_000;

/**
 * Two servers on PostgreSQL, and a bridge to a simulated network in a third process. A server is killed every second,
 * and another begun in its place. Then one is killed for good, and the other has to take over.
 */
export async function crash({ accounts, seconds, progress = () => {} }: CrashWish): Promise<CrashReport> {
  const directory = await mkdtemp(join(tmpdir(), 'quintet-crash-'));
  const file = join(directory, 'record.jsonl');
  const database = await makeMigratedDatabase();
  const bridge = await beginBridge(file);
  const variables = variablesOf(database, bridge);
  let servers: Begun[] = [];
  try {
    servers = [await beginServer(variables)];
    await untilReady(servers[0]);
    await fill(servers[0], accounts);
    servers.push(await beginServer(variables));
    await untilReady(servers[1]);
    progress(`${accounts} accounts with ${accounts * CHANNELS.length} channels are at work`);

    let kills = 0;
    for (let second = 1; second <= seconds; second += 1) {
      await sleep(1000);
      // on a machine that is busy a server may take longer than that to begin: then there would be nobody to kill
      await untilOneIsReady(servers);
      const victim = randomBytes(1).readUInt8() % 2;
      await servers[victim]?.kill();
      kills += 1;
      servers[victim] = await beginServer(variables);
      if (second % 5 === 0) progress(`${second} s, ${(await recordOf(file)).length} actions`);
    }

    await Promise.all(servers.map(untilReady));
    // long enough for both to have work in hand
    await sleep(500);
    const takenOverAfter = await takeOver(database, servers);
    const record = await recordOf(file);
    return {
      verdict: judge(record, BOUNDS),
      kills: kills + 1,
      channels: accounts * CHANNELS.length,
      ...(await compare(database, record)),
      takenOverAfter,
      lease: LEASE * 1000,
    };
  } finally {
    await Promise.all([...servers, bridge].map((begun) => begun.kill()));
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  }
}

function variablesOf(database: TestDatabase, bridge: Begun): Variables {
  return {
    DATABASE_URL: database.url,
    HOST: '127.0.0.1',
    QUINTET_APIS: 'instagram',
    QUINTET_DATA_DIR: 'memory',
    QUINTET_JWT_SECRET: SECRET,
    QUINTET_LOG_LEVEL: 'warn',
    QUINTET_INSTAGRAM_GATEWAY: bridge.url,
    QUINTET_INSTAGRAM_KEY: randomBytes(32).toString('base64'),
    QUINTET_INSTAGRAM_LIMITS: JSON.stringify({ untrusted: LIMITS }),
    QUINTET_INSTAGRAM_TIMES: JSON.stringify({
      window: WINDOW,
      lease: LEASE,
      action: 1,
      refresh: 5,
      retry: 0.2,
      longestRetry: 1,
    }),
  };
}

async function isReady({ url }: Begun): Promise<boolean> {
  const answered = await fetch(`${url}/readyz`).catch(() => undefined);
  return answered?.status === 200;
}

async function untilReady(server: Begun | undefined): Promise<void> {
  if (server === undefined) throw new Error('there is no server');
  if (!(await eventually(() => isReady(server), PATIENCE))) {
    throw new Error(`the server is not ready: ${server.output()}`);
  }
}

async function untilOneIsReady(servers: readonly Begun[]): Promise<void> {
  const isOneReady = async (): Promise<boolean> => (await Promise.all(servers.map(isReady))).some(Boolean);
  if (!(await eventually(isOneReady, PATIENCE))) throw new Error('no server is ready');
}

/** Makes accounts with channels of every kind, and starts them. */
async function fill(server: Begun | undefined, accounts: number): Promise<void> {
  const api = `${server?.url ?? ''}/instagram/api/v1`;
  const send = async (method: string, path: string, token = '', json?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(api + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(body)}`);
    return body;
  };
  const user = { username: 'user@example.com', password: 'password' };
  await send('POST', '/signup', '', user);
  const token = String((await send('POST', '/login', '', user))['token']);
  const make = async (number: number): Promise<void> => {
    const instagram = { username: `crash_${number}`, password: 'instapassword', speed: SPEED };
    const { id } = await send('POST', '/instagrams', token, instagram);
    for (const channel of CHANNELS) {
      const added = await send('POST', `/instagram/${String(id)}/channels`, token, channel);
      await send('GET', `/instagram/${String(id)}/channels/${String(added['id'])}/start`, token);
    }
  };
  const numbers = Array.from({ length: accounts }, (_, number) => number);
  while (numbers.length > 0) await Promise.all(numbers.splice(0, 5).map(make));
}

/** Kills a server for good, and waits until the other has had all accounts that it may have had in hand. */
async function takeOver(database: TestDatabase, servers: Begun[]): Promise<number> {
  await servers.pop()?.kill();
  const killed = performance.now();
  const inHand = new Map<unknown, unknown>();
  const until = new Date(Date.now() + LEASE * 1000);
  for (const { id, fence } of await database.query(
    `SELECT id, fence FROM instagram WHERE state = 'start' AND due_at <= $1`,
    [until],
  )) {
    inHand.set(id, fence);
  }
  const isTakenOver = async (): Promise<boolean> => {
    for (const { id, fence } of await database.query('SELECT id, fence FROM instagram')) {
      if (inHand.has(id) && inHand.get(id) !== fence) inHand.delete(id);
    }
    return inHand.size === 0;
  };
  const isDone = await eventually(isTakenOver, PATIENCE, 50);
  if (!isDone) throw new Error(`${inHand.size} accounts were not taken over`);
  return performance.now() - killed;
}

/** Compares the journal with what the network has seen. */
async function compare(
  database: TestDatabase,
  record: readonly Arrival[],
): Promise<Pick<CrashReport, 'unrecorded' | 'unknown'>> {
  const journal = await database.query(`SELECT key, outcome FROM instagram_journal WHERE kind = 'action'`);
  const keys = new Set(journal.map(({ key }) => key));
  return {
    unrecorded: record.filter(({ key }) => !keys.has(key)).map(({ key }) => key),
    unknown: journal.filter(({ outcome }) => outcome === 'unknown').length,
  };
}

/** What came of it, in one line. */
export function summaryOf(report: CrashReport, { accounts, seconds }: CrashWish): string {
  const { verdict, kills, channels, unknown, takenOverAfter, lease } = report;
  return (
    `crash test: ${seconds} s, ${kills} servers killed, ${accounts} accounts, ${channels} channels: ` +
    `${verdict.actions} actions, ${verdict.twice.length} twice, ${verdict.beyondLimits.length} beyond a limit ` +
    `(at most ${verdict.fullest} of ${LIMITS.total} in a window), ${verdict.tooSoon.length} too soon ` +
    `(closest ${verdict.closest} ms of ${GAP} ms), ${unknown} of unknown outcome, ` +
    `taken over after ${(takenOverAfter / 1000).toFixed(1)} s with a lease of ${lease / 1000} s`
  );
}
