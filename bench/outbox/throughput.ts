/**
 * Measures how many messages come through the outbox: announcements are made, each in a transaction that stores it and
 * what is told of it; a feed of the same process numbers the messages and passes them on. Prints JSON.
 */
import process from 'node:process';
import type { Message } from '@quintet/core';
import { Pool } from 'pg';
import { cpuBetween, cpuOfBackends } from '../cpu.ts';
import { coreOn, organizer } from './core.ts';

/** What came through the outbox. */
export interface Throughput {
  readonly messages: number;
  /** From the first transaction's beginning until the last message had reached the sink. */
  readonly perSecond: number;
  /** Microseconds of CPU of the process, for each message. */
  readonly cpu: number;
  /** Microseconds of CPU of PostgreSQL's backends, for each message. */
  readonly databaseCpu: number;
}

/** Transactions that are under way at the same time. */
const WRITERS = 32;
const WARM_UP = 2;
const LONGEST_WAIT = 30_000;

const [, , databaseUrl = '', seconds = ''] = process.argv;
const core = await coreOn(databaseUrl);
const { hackathon, push } = core.quintet;
const actor = organizer(1);

const seen = new Set<string>();
let latest = 0;
push.feed.attach((messages: readonly Message[]) => {
  for (const { id, position } of messages) {
    if (seen.has(id) || position <= latest) throw new Error('a message came twice, or not in order');
    seen.add(id);
    latest = position;
  }
});

async function announce(seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const before = seen.size;
  let announced = 0;
  const write = async (): Promise<void> => {
    while (performance.now() < end) {
      announced += 1;
      const made = await hackathon.createAnnouncement(actor, { message: `Number ${announced}: lunch is served` });
      if (made.isErr()) throw new Error(made.error.kind);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  const patience = performance.now() + LONGEST_WAIT;
  while (seen.size < before + announced) {
    if (performance.now() > patience) throw new Error(`${before + announced - seen.size} messages did not come`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return announced;
}

const started = await push.feed.start();
if (started.isErr()) throw new Error('the feed did not start', { cause: started.error.cause });
await announce(WARM_UP);
const pool = new Pool({ connectionString: databaseUrl, max: 1 });
const backendsBefore = await cpuOfBackends(pool);
const cpuBefore = process.cpuUsage();
const begun = performance.now();
const messages = await announce(Number(seconds));
const taken = performance.now() - begun;
const { user, system } = process.cpuUsage(cpuBefore);
const databaseCpu = cpuBetween(backendsBefore, await cpuOfBackends(pool)) / messages;
await pool.end();
await push.feed.stop();
await core.stop();

const throughput: Throughput = {
  messages,
  perSecond: (messages / taken) * 1000,
  cpu: (user + system) / messages,
  databaseCpu,
};
console.log(JSON.stringify(throughput));
