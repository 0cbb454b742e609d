import type { Bucket } from '../bucketlist/bucket.ts';
import type { Item } from '../bucketlist/item.ts';
import type { Account } from '../identity/account.ts';
import type { AccountId } from '../kernel/actor.ts';
import { CommittedAgency, stagedAgency, type AgencyTables } from './casting/tables.ts';
import { committedHackathon, stagedHackathon, type HackathonTables } from './hackathon/tables.ts';
import { OrderedLists, type ListRow, type Lists } from './lists.ts';
import type { StoredLibrary } from './media/libraries.ts';
import type { NewMessage } from '../push/message.ts';
import type { Timer } from '../kernel/timers.ts';
import { CommittedPush } from './push/tables.ts';

/** An account, and the one token of its earlier generations that goes on. */
export interface StoredAccount {
  readonly account: Account;
  readonly exemptToken: string | undefined;
}

/** The part of a `Map` that repositories write with. */
export interface Table<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
}

/** What repositories read and write: the storage itself, or a transaction's view of it. */
export interface Tables {
  readonly accounts: Table<AccountId, StoredAccount>;
  /** Numbers of accounts by `usernameKey`. */
  readonly accountIds: Table<string, AccountId>;
  /** When revoked tokens expire, in milliseconds, by `tokenId`. */
  readonly revokedTokens: Table<string, number>;
  /** In a list for each owner. */
  readonly buckets: Lists<Bucket>;
  /** In a list for each bucket. */
  readonly items: Lists<Item>;
  /** By owner. */
  readonly libraries: Table<AccountId, StoredLibrary>;
  /** Accounts of external subjects. */
  readonly subjects: Table<string, AccountId>;
  readonly agency: AgencyTables;
  readonly hackathon: HackathonTables;
  /** Messages that wait for a position. */
  readonly outbox: Appendable<NewMessage>;
  readonly timers: Appendable<Timer>;
}

/** What is only ever added to within a transaction. */
export interface Appendable<Entry> {
  append(entries: readonly Entry[]): void;
}

/** Entries in the order in which they were committed. */
export class Queue<Entry> implements Appendable<Entry> {
  readonly entries: Entry[] = [];
  readonly #listeners = new Set<() => void>();

  append(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.entries.push(...entries);
    // All that is committed with them is there when they are told of.
    queueMicrotask(() => {
      for (const listener of Array.from(this.#listeners)) listener();
    });
  }

  /** Calls the listener after entries were committed; what is given back ends that. */
  onAppended(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }
}

/** The storage itself. */
export class CommittedTables implements Tables {
  readonly accounts: Map<AccountId, StoredAccount> = new Map();
  readonly accountIds: Map<string, AccountId> = new Map();
  readonly revokedTokens: Map<string, number> = new Map();
  readonly buckets: OrderedLists<Bucket> = new OrderedLists(({ owner }) => owner);
  readonly items: OrderedLists<Item> = new OrderedLists(({ bucketId }) => bucketId);
  readonly libraries: Map<AccountId, StoredLibrary> = new Map();
  readonly subjects: Map<string, AccountId> = new Map();
  readonly agency: CommittedAgency = new CommittedAgency();
  readonly hackathon: HackathonTables = committedHackathon();
  readonly push: CommittedPush = new CommittedPush();
  readonly outbox: Queue<NewMessage> = new Queue();
  readonly timers: Queue<Timer> = new Queue();
}

/**
 * A transaction's view of the storage: what it wrote over what was there. Nothing reaches the storage until
 * {@link StagedTables.commit} carries out the writes, in their order.
 */
export class StagedTables implements Tables {
  readonly #writes: (() => void)[] = [];
  readonly accounts: Table<AccountId, StoredAccount>;
  readonly accountIds: Table<string, AccountId>;
  readonly revokedTokens: Table<string, number>;
  readonly buckets: Lists<Bucket>;
  readonly items: Lists<Item>;
  readonly libraries: Table<AccountId, StoredLibrary>;
  readonly subjects: Table<string, AccountId>;
  readonly agency: AgencyTables;
  readonly hackathon: HackathonTables;
  readonly outbox: Appendable<NewMessage>;
  readonly timers: Appendable<Timer>;

  constructor(committed: Tables) {
    this.accounts = stagedTable(committed.accounts, this.#writes);
    this.accountIds = stagedTable(committed.accountIds, this.#writes);
    this.revokedTokens = stagedTable(committed.revokedTokens, this.#writes);
    this.buckets = stagedLists(committed.buckets, this.#writes, ({ owner }) => owner);
    this.items = stagedLists(committed.items, this.#writes, ({ bucketId }) => bucketId);
    this.libraries = stagedTable(committed.libraries, this.#writes);
    this.subjects = stagedTable(committed.subjects, this.#writes);
    this.agency = stagedAgency(committed.agency, this.#writes);
    this.hackathon = stagedHackathon(committed.hackathon, this.#writes);
    this.outbox = stagedAppends(committed.outbox, this.#writes);
    this.timers = stagedAppends(committed.timers, this.#writes);
  }

  commit(): void {
    for (const write of this.#writes) write();
  }
}

function stagedAppends<Entry>(committed: Appendable<Entry>, writes: (() => void)[]): Appendable<Entry> {
  return { append: (entries) => void writes.push(() => committed.append(entries)) };
}

function stagedTable<Key, Value>(committed: Table<Key, Value>, writes: (() => void)[]): Table<Key, Value> {
  const staged = new Map<Key, Value>();
  return {
    get: (key) => staged.get(key) ?? committed.get(key),
    set(key, value) {
      staged.set(key, value);
      writes.push(() => committed.set(key, value));
    },
  };
}

function stagedLists<Row extends ListRow>(
  committed: Lists<Row>,
  writes: (() => void)[],
  listOf: (row: Row) => number,
): Lists<Row> {
  const staged = new Map<number, Row | 'deleted'>();
  const dropped = new Set<number>();
  return {
    get(list, id) {
      if (dropped.has(list)) return undefined;
      const row = staged.get(id);
      if (row === undefined) return committed.get(list, id);
      return row !== 'deleted' && listOf(row) === list ? row : undefined;
    },
    put(row) {
      staged.set(row.id, row);
      writes.push(() => committed.put(row));
    },
    delete(row) {
      staged.set(row.id, 'deleted');
      writes.push(() => committed.delete(row));
    },
    drop(list) {
      dropped.add(list);
      writes.push(() => committed.drop(list));
    },
  };
}
