import type { ResultAsync } from 'neverthrow';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { JournalEntry } from '../journal.ts';
import type { InstagramNotFound } from '../ports.ts';
import type { InstagramPorts } from '../settings.ts';
import { instagramRef, type InstagramById } from './instagrams.ts';

/** How many entries are read at a time where nobody says, and at most. */
const MOST_ENTRIES = 1000;

/**
 * Reads what happened for an account, in the order in which it happened.
 *
 * @example
 * ```ts
 * const entries = (await instagram.readJournal(actor, { instagramId: 20, after: 4711 }))._unsafeUnwrap();
 * const next = entries.at(-1)?.id; // goes on after this one
 * ```
 */
export type ReadJournal = (
  actor: Actor,
  input: InstagramById & {
    /** Entries after the one of this number; absent: from the first on. */
    readonly after?: number;
    /** How many at most, from 1 to 1,000; absent: 1,000. */
    readonly limit?: number;
  },
) => ResultAsync<readonly JournalEntry[], InstagramNotFound | Unavailable>;

export function readJournal({ instagrams, journal }: InstagramPorts): ReadJournal {
  return (actor, input) =>
    instagrams.find(instagramRef(actor, input)).andThen(({ id }) => {
      const limit = within(input.limit, 1, MOST_ENTRIES, MOST_ENTRIES);
      return journal.stretch(id, { after: within(input.after, 0, Number.MAX_SAFE_INTEGER, 0), limit });
    });
}

function within(value: number | undefined, least: number, largest: number, otherwise: number): number {
  return value === undefined || Number.isNaN(value) ? otherwise : Math.trunc(Math.min(Math.max(value, least), largest));
}
