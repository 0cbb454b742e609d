import { err, ok, type Result } from 'neverthrow';
import type { AccountNotFound } from '../../identity/ports.ts';
import type { AccountId } from '../../kernel/actor.ts';
import {
  changeElement,
  CONSUMED_STATES,
  MEDIUMS,
  stateChange,
  type ConsumedState,
  type MediaChanges,
  type MediaElement,
  type Medium,
  type NewMediaElement,
} from '../../media/element.ts';
import type {
  LibraryChangedMeanwhile,
  LibraryVersion,
  MediaHistory,
  MediaNotFound,
  MediaPut,
  MediaRepository,
  MediaStats,
  StoredMedia,
} from '../../media/ports.ts';
import { settled, type MemoryDatabase } from '../database.ts';
import type { Tables } from '../tables.ts';
import { EMPTY_LIBRARY, matching, nextLibrary, type StoredLibrary } from './libraries.ts';

const NO_ACCOUNT: AccountNotFound = { kind: 'account-not-found' };
const NOT_FOUND: MediaNotFound = { kind: 'media-not-found' };

/**
 * Media elements in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const quintet = createQuintet(memoryAdapters({ media: memoryMedia(database), accounts: memoryAccounts(database) }));
 * ```
 */
export function memoryMedia(database: MemoryDatabase): MediaRepository {
  const nextId = (): number => database.nextId('media');
  return {
    list: (owner, { unlessVersion, ...filter }) => {
      const library = libraryOf(database.committed, owner);
      const { version } = library;
      if (version === unlessVersion) return settled(ok({ kind: 'unchanged', version }));
      const { entries, total } = matching(library, filter);
      return settled(ok({ kind: 'listed', version, entries: entries.map(({ element }) => element), total }));
    },

    put: (put, transaction) => database.write(transaction, (tables) => store(tables, put, nextId)),

    putIfUnchanged: ({ version, ...put }, transaction) =>
      database.write(transaction, (tables) =>
        ifIn(tables, put.owner, version).andThen(() => store(tables, put, nextId)),
      ),

    remove: ({ owner, id, at }, transaction) =>
      database.write(transaction, (tables) => {
        const library = libraryOf(tables, owner);
        const left = library.entries.filter(({ element }) => element.id !== id);
        if (left.length === library.entries.length) return ok(false);
        tables.libraries.set(owner, nextLibrary(library, left, at));
        return ok(true);
      }),

    history: (owner, filter) => settled(ok(matching(libraryOf(database.committed, owner), filter))),

    stats: (owner) => settled(ok(statsOf(libraryOf(database.committed, owner)))),
  };
}

function libraryOf({ libraries }: Tables, owner: AccountId): StoredLibrary {
  return libraries.get(owner) ?? EMPTY_LIBRARY;
}

function ifIn(tables: Tables, owner: AccountId, version: LibraryVersion): Result<void, LibraryChangedMeanwhile> {
  return libraryOf(tables, owner).version === version ? ok(undefined) : err({ kind: 'library-changed-meanwhile' });
}

function store(
  tables: Tables,
  { owner, elements, at }: MediaPut,
  nextId: () => number,
): Result<StoredMedia, AccountNotFound | MediaNotFound> {
  const library = libraryOf(tables, owner);
  if (elements.length === 0) return ok({ elements: [], version: library.version });
  const entries = new Map(library.entries.map((entry) => [entry.element.id, entry]));
  const stored: MediaElement[] = [];
  for (const wanted of elements) {
    const entry = 'id' in wanted ? changed(entries.get(wanted.id), wanted, at) : created(wanted, nextId(), owner, at);
    if (entry === undefined) return err(NOT_FOUND);
    entries.set(entry.element.id, entry);
    stored.push(entry.element);
  }
  if (tables.accounts.get(owner) === undefined) return err(NO_ACCOUNT);
  const next = nextLibrary(library, [...entries.values()], at);
  tables.libraries.set(owner, next);
  return ok({ elements: stored, version: next.version });
}

function created(
  { name, medium, description, order, consumedState, startedAt, finishedAt }: NewMediaElement,
  id: number,
  owner: AccountId,
  createdAt: Date,
): MediaHistory {
  const element = { id, owner, name, medium, description, order, consumedState, startedAt, finishedAt, createdAt };
  const change = stateChange(undefined, element, createdAt);
  return { element, changes: change === undefined ? [] : [change] };
}

function changed(entry: MediaHistory | undefined, changes: MediaChanges, at: Date): MediaHistory | undefined {
  if (entry === undefined) return undefined;
  const element = changeElement(entry.element, changes);
  const change = stateChange(entry.element, element, at);
  return { element, changes: change === undefined ? entry.changes : [...entry.changes, change] };
}

function statsOf({ entries }: StoredLibrary): MediaStats {
  const counts = Object.fromEntries(
    MEDIUMS.map((medium) => [medium, Object.fromEntries(CONSUMED_STATES.map((state) => [state, 0]))]),
  ) as Record<Medium, Record<ConsumedState, number>>;
  const finishedPerMonth: Record<string, number> = {};
  for (const { element } of entries) {
    counts[element.medium][element.consumedState] += 1;
    const month = element.finishedAt?.toISOString().slice(0, 7);
    if (month !== undefined) finishedPerMonth[month] = (finishedPerMonth[month] ?? 0) + 1;
  }
  return { counts, finishedPerMonth };
}
