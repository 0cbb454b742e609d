import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Context } from '../context.ts';
import { median } from '../measure.ts';
import type { Throughput } from '../outbox/throughput.ts';
import type { WakeUps } from '../outbox/wake-up.ts';
import { ROOT } from '../server-process.ts';

/** How many messages come through the outbox: the round in the middle, and all rounds. */
export interface OutboxOutcome extends Throughput {
  readonly rounds: readonly Throughput[];
}

/** Milliseconds from a commit until a reader of an idle server has the message. */
export interface WakeUpOutcome {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly messages: number;
}

/** Measurements of a round. */
export const OUTBOX_STEPS = 2;

/** Has a reader of the server told of what another process commits, in each round. */
export async function measureWakeUp(context: Context): Promise<WakeUpOutcome | undefined> {
  const { options, database, progress, servers } = context;
  const server = servers.get('quintet');
  if (server === undefined) return undefined;
  const times: number[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const wakeUps = await run<WakeUps>(context, 'wake-up.ts', database.url, String(server.port));
    times.push(...wakeUps.times);
    const { p50, p99 } = wakeUpOf(wakeUps.times);
    progress.step(`round ${round + 1}, from commit to reader: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  }
  return wakeUpOf(times);
}

/** Measures what comes through the outbox of a database that no server looks at. */
export async function measureOutbox(context: Context): Promise<OutboxOutcome | undefined> {
  const { options, database, progress } = context;
  const rounds: Throughput[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const throughput = await run<Throughput>(context, 'throughput.ts', database.url, String(options.seconds));
    rounds.push(throughput);
    const { perSecond, cpu } = throughput;
    progress.step(`round ${round + 1}, outbox: ${Math.round(perSecond)} messages/s, ${Math.round(cpu)} µs CPU`);
  }
  const middle = median(rounds.map(({ perSecond }) => perSecond));
  const outcome = rounds.find(({ perSecond }) => perSecond === middle);
  return outcome && { ...outcome, rounds };
}

/** Of few values the 99th percentile is the longest but for one in a hundred. */
function wakeUpOf(times: readonly number[]): WakeUpOutcome {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), longest: at(1), messages: sorted.length };
}

async function run<T>({ signal }: Context, program: string, ...args: readonly string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=source', `bench/outbox/${program}`, ...args],
    { cwd: ROOT, signal },
  );
  return JSON.parse(stdout) as T;
}
