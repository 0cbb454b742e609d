import type { Arrival } from '../../../../../examples/instagram-bridge/bridge.ts';

/** What an account may do in the test. */
export interface Bounds {
  readonly limits: Readonly<Record<Arrival['kind'] | 'total', number>>;
  /** Milliseconds. */
  readonly window: number;
  /** Milliseconds between two actions of a kind. */
  readonly gap: number;
}

/** What the network has seen, and what of it must not be. */
export interface Verdict {
  readonly actions: number;
  readonly accounts: number;
  /** Actions that came twice: with one key, or of one kind to one person. */
  readonly twice: readonly string[];
  /** Windows in which there were more than a limit allows. */
  readonly beyondLimits: readonly string[];
  /** The largest number of actions of an account in a window. */
  readonly fullest: number;
  /** Actions that followed too soon. */
  readonly tooSoon: readonly string[];
  /** Milliseconds; the shortest time between two actions of one kind. */
  readonly closest: number;
}

/** Judges the network's own record. */
export function judge(record: readonly Arrival[], { limits, window, gap }: Bounds): Verdict {
  const twice: string[] = [];
  const beyondLimits: string[] = [];
  const tooSoon: string[] = [];
  let fullest = 0;
  let closest = Infinity;

  const keys = new Set<string>();
  const done = new Set<string>();
  for (const { key, username, kind, target } of record) {
    // a post is its author's: the latest may be another by now
    const deed = `${username} ${kind} ${target.replace(/(?:-tag)?-\d+$/u, '')}`;
    if (keys.has(key)) twice.push(`key ${key}`);
    if (done.has(deed)) twice.push(deed);
    keys.add(key);
    done.add(deed);
  }

  const byAccount = Map.groupBy(record, ({ username }) => username);
  for (const [username, arrivals] of byAccount) {
    const all = arrivals.toSorted((one, other) => one.at - other.at);
    const byKind = Map.groupBy(all, ({ kind }) => kind);
    for (const [kind, ofKind] of [...byKind, ['total', all] as const]) {
      const most = mostWithin(ofKind, window);
      if (kind === 'total') fullest = Math.max(fullest, most);
      if (most > limits[kind]) beyondLimits.push(`${username}: ${most} ${kind} in a window, ${limits[kind]} allowed`);
    }
    for (const [kind, ofKind] of byKind) {
      for (const [index, { at }] of ofKind.entries()) {
        const before = ofKind[index - 1];
        if (before === undefined) continue;
        closest = Math.min(closest, at - before.at);
        if (at - before.at < gap) tooSoon.push(`${username}: ${kind} ${at - before.at} ms after the last`);
      }
    }
  }
  return { actions: record.length, accounts: byAccount.size, twice, beyondLimits, fullest, tooSoon, closest };
}

/** The largest number of entries in any window, its end not included. */
function mostWithin(entries: readonly Arrival[], window: number): number {
  let most = 0;
  let first = 0;
  for (const [index, { at }] of entries.entries()) {
    while ((entries[first]?.at ?? at) <= at - window) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
