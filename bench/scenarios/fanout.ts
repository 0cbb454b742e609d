import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { FANOUT_VARIANTS, PROTOCOLS, type FanoutVariant, type Order, type Report } from '../fanout/variants.ts';
import { median } from '../measure.ts';
import type { Options } from '../options.ts';
import type { Progress } from '../progress.ts';
import { ROOT } from '../server-process.ts';

/** What it costs a server to tell so many readers something. */
export interface FanoutOutcome {
  readonly readers: number;
  readonly variant: FanoutVariant;
  /** Microseconds of CPU for each reader and message; the median of the rounds. */
  readonly cpu: number;
  readonly rounds: readonly number[];
}

/** How many readers there are, and how many messages they are told after some to warm up. */
const SIZES = [
  { readers: 1_000, messages: 200, warmUp: 100 },
  { readers: 5_000, messages: 60, warmUp: 30 },
] as const;

/** Measurements of a round. */
export const FANOUT_STEPS: number = SIZES.length * FANOUT_VARIANTS.length;

/** Measures all variants in alternation, each round beginning with another one. */
export async function measureFanout(
  { rounds }: Pick<Options, 'rounds'>,
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly FanoutOutcome[]> {
  const outcomes: FanoutOutcome[] = [];
  for (const size of SIZES) {
    const found = new Map<FanoutVariant, number[]>(FANOUT_VARIANTS.map((variant) => [variant, []]));
    for (let round = 0; round < rounds; round += 1) {
      const order = round % 2 === 0 ? FANOUT_VARIANTS : FANOUT_VARIANTS.toReversed();
      for (const variant of order) {
        const cpu = await measureOne(variant, size, signal);
        found.get(variant)?.push(cpu);
        progress.step(`round ${round + 1}, ${size.readers} readers, ${variant}: ${cpu.toFixed(2)} µs CPU a delivery`);
      }
    }
    for (const [variant, rounds] of found) {
      outcomes.push({ readers: size.readers, variant, cpu: median(rounds), rounds });
    }
  }
  return outcomes;
}

/** Tells all readers one message after the other, the next when all have the one before. */
async function measureOne(
  variant: FanoutVariant,
  { readers: count, messages, warmUp }: (typeof SIZES)[number],
  signal: AbortSignal,
): Promise<number> {
  const server = start(`${variant}.ts`, []);
  try {
    const { port } = await heard(server, 'ready', signal);
    const readers = start('readers.ts', [PROTOCOLS[variant], String(port), String(count)]);
    try {
      await heard(readers, 'ready', signal);
      const tell = async (from: number, to: number): Promise<void> => {
        for (let number = from; number <= to; number += 1) {
          const received = heard(readers, 'received', signal);
          order(server, { kind: 'tell', number });
          await received;
        }
      };
      await tell(1, warmUp);
      const before = await cpuOf(server, signal);
      await tell(warmUp + 1, warmUp + messages);
      return ((await cpuOf(server, signal)) - before) / (messages * count);
    } finally {
      await stop(readers);
    }
  } finally {
    await stop(server);
  }
}

function start(program: string, args: readonly string[]): ChildProcess {
  return fork(path.join(ROOT, 'bench', 'fanout', program), args, {
    execArgv: ['--conditions=source'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function order(child: ChildProcess, order: Order): void {
  child.send(order);
}

async function cpuOf(server: ChildProcess, signal: AbortSignal): Promise<number> {
  const cpu = heard(server, 'cpu', signal);
  order(server, { kind: 'cpu' });
  return (await cpu).microseconds;
}

/** Waits for what a child says next. */
async function heard<K extends Report['kind']>(
  child: ChildProcess,
  kind: K,
  signal: AbortSignal,
): Promise<Extract<Report, { readonly kind: K }>> {
  const ended = new AbortController();
  const [report] = (await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error('a process of the benchmark ended before its time');
    }),
  ])) as [Report];
  ended.abort();
  if (report.kind !== kind) throw new Error(`${report.kind} was said where ${kind} was expected`);
  return report as Extract<Report, { readonly kind: K }>;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
