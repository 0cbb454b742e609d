import { setImmediate } from 'node:timers/promises';
import { errAsync, okAsync, ResultAsync } from 'neverthrow';
import type {
  MediaElement,
  MediaFilter,
  MediaHistory,
  MediaRepository,
  MediaUnchanged,
  StoredMedia,
} from '../../src/index.ts';
import type { MemoryDatabase } from '../../src/memory/index.ts';
import type { Fault } from './faults.ts';

/** Breaks a repository that is otherwise good. */
function of(fault: (media: MediaRepository, database: MemoryDatabase) => Partial<MediaRepository>): Fault {
  return ({ media }, database) => ({ media: { ...media, ...fault(media, database) } });
}

/** Lists the elements of a library in another way. */
function listing(
  choose: (all: readonly MediaElement[], filter: MediaFilter) => readonly MediaElement[],
  total: (all: readonly MediaElement[], found: readonly MediaElement[]) => number = (_, found) => found.length,
): Fault {
  return of((media) => ({
    list: (owner, { unlessVersion, ...filter }) =>
      media.list(owner, unlessVersion === undefined ? {} : { unlessVersion }).map((list) => {
        if (list.kind === 'unchanged') return list;
        const found = choose(list.entries, filter);
        const { page } = filter;
        const start = page === undefined ? 0 : (page.page - 1) * page.limit;
        const entries = page === undefined ? found : found.slice(start, start + page.limit);
        return { ...list, entries, total: total(list.entries, found) };
      }),
  }));
}

function lets({ medium, consumedState, finished, search }: MediaFilter, element: MediaElement): boolean {
  return (
    (medium === undefined || element.medium === medium) &&
    (consumedState === undefined || element.consumedState === consumedState) &&
    (finished === undefined || (element.consumedState === 'finished') === finished) &&
    (search === undefined || element.name.toLowerCase().includes(search.toLowerCase()))
  );
}

/** Lets others come in between. */
function later<T, E>(then: () => ResultAsync<T, E>): ResultAsync<T, E> {
  return new ResultAsync(setImmediate().then(() => then()));
}

function withHistory(change: (history: MediaHistory) => MediaHistory): Fault {
  return of((media) => ({
    history: (owner, filter) =>
      media.history(owner, filter).map(({ entries, total }) => ({ entries: entries.map(change), total })),
  }));
}

export const MEDIA_FAULTS: Readonly<Record<string, Fault>> = {
  'lists by number alone': listing((all, filter) =>
    all.filter((element) => lets(filter, element)).toSorted((one, other) => one.id - other.id),
  ),
  'lists by order alone': listing((all, filter) =>
    all
      .filter((element) => lets(filter, element))
      .toSorted((one, other) => one.order - other.order || other.id - one.id),
  ),
  'leaves a condition aside when there is another': listing((all, { medium, ...filter }) =>
    all.filter((element) =>
      lets(filter.search === undefined && medium !== undefined ? { ...filter, medium } : filter, element),
    ),
  ),
  'takes started for finished': listing((all, filter) =>
    all.filter((element) => {
      const { finished, ...others } = filter;
      return (
        lets(others, element) && (finished === undefined || (element.consumedState !== 'not started') === finished)
      );
    }),
  ),
  'counts what the filter leaves out': listing(
    (all, filter) => all.filter((element) => lets(filter, element)),
    (all) => all.length,
  ),
  'searches one case only': listing((all, { search, ...filter }) =>
    all.filter((element) => lets(filter, element) && (search === undefined || element.name.includes(search))),
  ),
  'says unchanged to a version that was': of((media) => ({
    list: (owner, query) =>
      media.list(owner, query).map((list) => {
        const { unlessVersion } = query;
        const older: MediaUnchanged = { kind: 'unchanged', version: list.version };
        return unlessVersion !== undefined && unlessVersion > 0 && unlessVersion < list.version ? older : list;
      }),
  })),
  'says unchanged to whoever asks for a part': of((media) => ({
    list: (owner, { unlessVersion, ...filter }) =>
      media.list(
        owner,
        unlessVersion === undefined || filter.page !== undefined ? filter : { ...filter, unlessVersion },
      ),
  })),
  'counts versions from 1': of((media) => {
    const numbers = new Map<number, number>([[0, 0]]);
    const small = (version: number): number => {
      const number = numbers.get(version) ?? numbers.size;
      numbers.set(version, number);
      return number;
    };
    return {
      put: (put, transaction) =>
        media.put(put, transaction).map((stored) => ({ ...stored, version: small(stored.version) })),
    };
  }),
  'raises the version by what is refused': of((media, database) => ({
    put: (put, transaction) =>
      media.put(put, transaction).orElse((error) => {
        const library = database.committed.libraries.get(put.owner);
        if (library !== undefined) {
          database.committed.libraries.set(put.owner, { ...library, version: library.version + 1 });
        }
        return errAsync(error);
      }),
  })),
  'stores what comes before a fault': of((media) => ({
    put: (put, transaction) => {
      const [first] = put.elements;
      const alone = first === undefined || put.elements.length === 1 ? undefined : { ...put, elements: [first] };
      return media
        .put(put, transaction)
        .orElse((error) => (alone === undefined ? errAsync(error) : media.put(alone).andThen(() => errAsync(error))));
    },
  })),
  "changes another owner's": of((media, database) => ({
    put: (put, transaction) => {
      const [change] = put.elements;
      if (change === undefined || !('id' in change)) return media.put(put, transaction);
      const owners = [...database.committed.libraries].find(([, { entries }]) =>
        entries.some(({ element }) => element.id === change.id),
      );
      return media.put({ ...put, owner: owners?.[0] ?? put.owner }, transaction);
    },
  })),
  'answers in the order of numbers': of((media) => ({
    put: (put, transaction) =>
      media
        .put(put, transaction)
        .map(({ elements, version }) => ({ version, elements: elements.toSorted((one, other) => one.id - other.id) })),
  })),
  'compares the version, and then stores': of((media) => ({
    putIfUnchanged: ({ version, ...put }, transaction) =>
      media
        .list(put.owner, {})
        .andThen((list) =>
          list.version === version
            ? later(() => media.put(put, transaction))
            : errAsync({ kind: 'library-changed-meanwhile' as const }),
        ),
  })),
  'reads an element, and then writes all of it': of((media) => ({
    put: (put, transaction) => {
      const [change] = put.elements;
      if (change === undefined || !('id' in change) || put.elements.length > 1) return media.put(put, transaction);
      return media.list(put.owner, {}).andThen((list) => {
        const seen = list.kind === 'listed' ? list.entries.find(({ id }) => id === change.id) : undefined;
        if (seen === undefined) return media.put(put, transaction);
        const { name, medium, description, order } = seen;
        const all = { name, medium, description, order, ...change };
        return later(() => media.put({ ...put, elements: [all] }, transaction));
      });
    },
  })),
  'gives a list and the version of another moment': of((media) => ({
    list: (owner, query) =>
      media
        .list(owner, query)
        .andThen((list) =>
          later(() => media.list(owner, {})).map(({ version }) =>
            list.kind === 'listed' ? { ...list, version } : list,
          ),
        ),
  })),
  'sets the times again at every change': of((media) => ({
    put: (put, transaction) => media.put(put, transaction).map((stored) => retimed(stored, put.at)),
  })),
  'forgets when something was started': withHistory(({ element, changes }) => ({
    element: { ...element, startedAt: element.finishedAt === null ? element.startedAt : element.finishedAt },
    changes,
  })),
  'keeps the last change of state only': withHistory(({ element, changes }) => ({
    element,
    changes: changes.slice(-1),
  })),
  'tells the history backwards': withHistory(({ element, changes }) => ({ element, changes: changes.toReversed() })),
  'adds a change of state for every put': of((media, database) => ({
    put: (put, transaction) =>
      media.put(put, transaction).map((stored) => {
        const library = database.committed.libraries.get(put.owner);
        const [change] = put.elements;
        if (library === undefined || change === undefined || !('id' in change) || change.state === undefined)
          return stored;
        const { consumedState: to } = change.state;
        const entries = library.entries.map((entry) =>
          entry.element.id === change.id && entry.changes.at(-1)?.at !== put.at
            ? { ...entry, changes: [...entry.changes, { from: to, to, at: put.at }] }
            : entry,
        );
        database.committed.libraries.set(put.owner, { ...library, entries });
        return stored;
      }),
  })),
  'leaves the history of what was removed': of((media) => {
    const gone: MediaHistory[] = [];
    return {
      remove: (removal, transaction) =>
        media.history(removal.owner, { id: removal.id }).andThen(({ entries }) => {
          gone.push(...entries);
          return media.remove(removal, transaction);
        }),
      history: (owner, filter) =>
        media.history(owner, filter).map(({ entries, total }) => {
          const old = gone.filter(({ element }) => element.owner === owner);
          return { entries: [...entries, ...old], total: total + old.length };
        }),
    };
  }),
  "removes another owner's": of((media, database) => ({
    remove: (removal, transaction) => {
      const owner = [...database.committed.libraries].find(([, { entries }]) =>
        entries.some(({ element }) => element.id === removal.id),
      );
      return media.remove({ ...removal, owner: owner?.[0] ?? removal.owner }, transaction);
    },
  })),
  'raises the version by removing nothing': of((media, database) => ({
    remove: (removal, transaction) =>
      media.remove(removal, transaction).map((removed) => {
        const library = database.committed.libraries.get(removal.owner);
        if (library !== undefined && !removed) {
          database.committed.libraries.set(removal.owner, { ...library, version: library.version + 1 });
        }
        return removed;
      }),
  })),
  'looks for it, and then removes it': of((media) => ({
    remove: (removal, transaction) =>
      media
        .history(removal.owner, { id: removal.id })
        .andThen(({ total }) => later(() => media.remove(removal, transaction)).map(() => total > 0)),
  })),
  'counts months in another time zone': of((media) => ({
    stats: (owner) =>
      media.list(owner, {}).andThen((list) =>
        media.stats(owner).map((stats) => {
          const finishedPerMonth: Record<string, number> = {};
          for (const { finishedAt } of list.kind === 'listed' ? list.entries : []) {
            if (finishedAt === null) continue;
            const month = new Date(finishedAt.getTime() + 3_600_000).toISOString().slice(0, 7);
            finishedPerMonth[month] = (finishedPerMonth[month] ?? 0) + 1;
          }
          return { ...stats, finishedPerMonth };
        }),
      ),
  })),
  'counts only what is there': of((media) => ({
    stats: (owner) =>
      media.stats(owner).map(({ counts, ...others }) => {
        const some = Object.entries(counts).filter(([, states]) => Object.values(states).some((count) => count > 0));
        return { ...others, counts: Object.fromEntries(some) as typeof counts };
      }),
  })),
  'takes nobody for an owner': of((media) => ({
    put: (put, transaction) =>
      media
        .put(put, transaction)
        .orElse((error) =>
          error.kind === 'account-not-found' ? okAsync<StoredMedia>({ elements: [], version: 0 }) : errAsync(error),
        ),
  })),
};

function retimed({ elements, version }: StoredMedia, at: Date): StoredMedia {
  return {
    version,
    elements: elements.map((element) => ({ ...element, startedAt: element.startedAt === null ? null : at })),
  };
}
