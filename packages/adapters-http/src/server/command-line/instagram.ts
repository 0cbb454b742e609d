import { setImmediate as breathe } from 'node:timers/promises';
import type { KeyRotation } from '@quintet/core';
import { simulateInstagram, type SimulatedChannel } from '@quintet/core/memory';
import { SingleBar } from 'cli-progress';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

type Options = Readonly<Record<string, unknown>>;

const MOST_DAYS = 3650;

/** Encrypts all passwords anew that were encrypted with another key than the first one. */
export function rotateKey(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async ({ instagram }) => {
    const bar = barOf('Encrypting passwords [{bar}] {percentage}% | {value}/{total}');
    const rotated = await untilStopped((stopped) =>
      instagram.rotateKey({
        stopped,
        progress: (done, total) => {
          // Not before there is something to show.
          if (total > 0 && !bar.isActive) bar.start(total, 0);
          if (bar.isActive) {
            bar.setTotal(total);
            bar.update(done);
          }
        },
      }),
    );
    bar.stop();
    if (rotated.result.isErr()) {
      return complain([`not all passwords: the database is away: ${firstLine(rotated.result.error.cause)}`], FAILED);
    }
    return tellRotation(rotated.result.value, rotated.wasStopped);
  });
}

function tellRotation({ rotated, unreadable }: KeyRotation, wasStopped: boolean): ExitStatus {
  const count = `${rotated} password${rotated === 1 ? ' was' : 's were'} encrypted anew`;
  if (wasStopped) return complain([`stopped: ${count}. Call it again to go on.`], FAILED);
  say(`${count}.`);
  if (unreadable.length === 0) return DONE;
  return complain(
    unreadable.map(
      ({ instagramId, keyId }) =>
        `the password of instagram ${instagramId} can't be read: it was encrypted with the key ${JSON.stringify(keyId)}`,
    ),
    FAILED,
  );
}

/** Runs channels on a network and a clock that are simulated, and prints what came of each. */
export async function simulate(options: Options): Promise<ExitStatus> {
  const days = wholeNumber(options['days']);
  const seed = wholeNumber(options['seed']);
  if (days === undefined || days < 1 || days > MOST_DAYS) {
    return complain([`--days is ${JSON.stringify(options['days'])}: allowed is 1 to ${MOST_DAYS}`], NOT_UNDERSTOOD);
  }
  if (seed === undefined) {
    return complain([`--seed is ${JSON.stringify(options['seed'])}: allowed is a whole number`], NOT_UNDERSTOOD);
  }
  const bar = barOf('Simulating [{bar}] {percentage}% | day {value} of {total}');
  bar.start(days, 0);
  const simulated = await untilStopped((stopped) =>
    simulateInstagram({ days, seed, stopped, progress: (done) => bar.update(Math.floor(done * days)) }),
  );
  bar.stop();
  for (const line of tableOf(simulated.result)) say(line);
  return simulated.wasStopped ? complain(['stopped before the last day'], FAILED) : DONE;
}

const HEAD = ['channel', 'attempted', 'done', 'leads', 'followers gained', 'conversion'] as const;

/** What came of each channel, a line each, and of all together. */
export function tableOf(channels: readonly SimulatedChannel[]): readonly string[] {
  const rows = channels.map(({ channel, attempted, done, leads, followersGained }) => [
    `${channel.action} ${channel.target} of ${channel.target === 'hashtag' ? '#' : ''}${channel.value}`,
    ...countsOf([attempted, done, leads, followersGained]),
  ]);
  const sum = (count: (channel: SimulatedChannel) => number): number =>
    channels.reduce((total, channel) => total + count(channel), 0);
  const totals = countsOf([
    sum(({ attempted }) => attempted),
    sum(({ done }) => done),
    sum(({ leads }) => leads),
    sum(({ followersGained }) => followersGained),
  ]);
  const all = [[...HEAD], ...rows, ['all', ...totals]];
  const widths = HEAD.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const rule = '-'.repeat(lines[0]?.length ?? 0);
  return [...lines.slice(0, 1), rule, ...lines.slice(1, -1), rule, ...lines.slice(-1)];
}

/** The counts, and the share of the leads that are followers. */
function countsOf(counts: readonly [attempted: number, done: number, leads: number, gained: number]): string[] {
  const [, , leads, gained] = counts;
  const conversion = leads === 0 ? '-' : `${((gained / leads) * 100).toFixed(1)} %`;
  return [...counts.map(String), conversion];
}

function barOf(format: string): SingleBar {
  return new SingleBar({ format, stream: process.stderr, noTTYOutput: true, clearOnComplete: false });
}

function wholeNumber(value: unknown): number | undefined {
  return /^\d{1,9}$/u.test(String(value)) ? Number(value) : undefined;
}

/** Works until it is done, or until whoever watches has had enough: it ends where it can go on from. */
async function untilStopped<T>(
  work: (stopped: () => boolean) => PromiseLike<T>,
): Promise<{ readonly result: T; readonly wasStopped: boolean }> {
  let wasStopped = false;
  const stop = (): void => {
    wasStopped = true;
  };
  // a terminal sends the signal to every process of a command, which may pass it on: it may come more than once
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const result = await work(() => wasStopped);
    await breathe();
    return { result, wasStopped };
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
