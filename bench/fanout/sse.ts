/**
 * What it costs to tell many readers of server-sent events the same, in CPU of the server for each delivery, beside a
 * bare loop over `node:http`: `node --conditions=source bench/fanout/sse.ts [rounds]`.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Command, Report } from './message.ts';

/** Readers, and how many messages they are told, with so many milliseconds between two. */
const SIZES = [
  { readers: 1_000, messages: 150, every: 40 },
  { readers: 5_000, messages: 50, every: 150 },
] as const;
const VARIANTS = ['bare', 'quintet'] as const;
const TARGET = 1.3;

type Variant = (typeof VARIANTS)[number];

/** Microseconds of CPU for each delivery, by variant. */
export type FanoutOutcome = { readonly readers: number; readonly ratio: number } & Readonly<Record<Variant, number>>;

/** Measures both variants in turn, so many times, and gives the medians. */
export async function measureSseFanout(rounds: number): Promise<readonly FanoutOutcome[]> {
  const outcomes: FanoutOutcome[] = [];
  for (const size of SIZES) {
    const costs: Record<Variant, number[]> = { bare: [], quintet: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const variant of VARIANTS) costs[variant].push(await costOf(variant, size));
    }
    const [bare, quintet] = [median(costs.bare), median(costs.quintet)];
    outcomes.push({ readers: size.readers, bare, quintet, ratio: quintet / bare });
  }
  return outcomes;
}

async function costOf(variant: Variant, { readers, messages, every }: (typeof SIZES)[number]): Promise<number> {
  const server = start('sse-server.ts', variant);
  const { url } = (await answerOf(server)) as Extract<Report, { url: string }>;
  const audience = start('sse-readers.ts', url, String(readers));
  try {
    await answerOf(audience);
    // Warms up what the first messages would have to pay for.
    await ask(server, { say: 20, every });
    await delay(300);
    await ask(audience, 'heard');
    const { cpu } = (await ask(server, { say: messages, every })) as Extract<Report, { cpu: number }>;
    await delay(500);
    const heard = await ask(audience, 'heard');
    if (heard !== readers * messages) throw new Error(`${variant}: ${String(heard)} of ${readers * messages} heard`);
    return cpu / (readers * messages);
  } finally {
    for (const child of [audience, server]) child.kill();
  }
}

function start(file: string, ...args: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { execArgv: ['--conditions=source'] });
}

async function ask(child: ChildProcess, question: Command | 'heard'): Promise<unknown> {
  child.send(question);
  return answerOf(child);
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, 'exit', { signal: ended.signal }).then(() => Promise.reject(new Error('a process ended')));
  exit.catch(() => {});
  try {
    const [answer] = (await Promise.race([once(child, 'message'), exit])) as [unknown];
    return answer;
  } finally {
    ended.abort();
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outcomes = await measureSseFanout(Number(process.argv[2] ?? 3));
  for (const { readers, bare, quintet, ratio } of outcomes) {
    const verdict = ratio <= TARGET ? 'reached' : 'missed';
    console.log(
      `${readers} readers: ${quintet.toFixed(2)} µs a delivery, bare ${bare.toFixed(2)} µs: ` +
        `${ratio.toFixed(2)} x (target at most ${TARGET}: ${verdict})`,
    );
  }
}
