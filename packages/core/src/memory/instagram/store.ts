import { err, ok, type Result } from 'neverthrow';
import type { ActionKind, Channel, ChannelRef } from '../../instagram/channel.ts';
import type { Lease, LeaseLost } from '../../instagram/engine-ports.ts';
import { personKey, type Instagram, type InstagramRef } from '../../instagram/instagram.ts';
import type { JournalEntry } from '../../instagram/journal.ts';
import type { ChannelNotFound, InstagramNotFound } from '../../instagram/ports.ts';

/** Somebody who was reached. */
interface StoredLead {
  /** The last scan that met them among the followers; 0: none did. */
  scan: number;
  /** Some scan met them. */
  gained: boolean;
}

/** A channel with its queue. */
export interface StoredChannel {
  channel: Channel;
  /** In the order in which people came. */
  readonly queue: Set<string>;
  /** Everybody who was acted upon. */
  readonly acted: Set<string>;
  readonly leads: Map<string, StoredLead>;
  /** How many of the leads the last scan has met. */
  met: { readonly scan: number; readonly amount: number };
}

/** An account with its channels, and who may run it. */
export interface StoredInstagram {
  instagram: Instagram;
  dueAt: Date;
  fence: number;
  readonly channels: Map<number, StoredChannel>;
  readonly entries: JournalEntry[];
  /** Until when actions may be on their way, by their numbers. */
  readonly busy: Map<number, { readonly channelId: number; readonly until: Date }>;
}

/** Where an action is written down, and when it takes place for the pace of this user name. */
interface StoredAction {
  readonly stored: StoredInstagram;
  readonly index: number;
  readonly username: string;
  readonly moment: number;
}

/** The moments of the actions of each kind, in order. */
export type Moments = Record<ActionKind, number[]>;

/** A part of an entry that is of one of its kinds. */
type NewEntry = JournalEntry extends infer Entry ? (Entry extends unknown ? Omit<Entry, 'id'> : never) : never;

/** What the adapters in memory share. Nothing waits within a change, so that each is one by itself. */
export class InstagramStore {
  readonly instagrams: Map<number, StoredInstagram> = new Map();
  readonly #paces = new Map<string, Moments>();
  /** Where an action is written down, and whose pace it is of. */
  readonly actions: Map<number, StoredAction> = new Map();
  #lastId = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  find({ owner, id }: InstagramRef): Result<StoredInstagram, InstagramNotFound> {
    const stored = this.instagrams.get(id);
    return stored?.instagram.owner === owner ? ok(stored) : err({ kind: 'instagram-not-found' });
  }

  findChannel({
    instagram,
    id,
  }: ChannelRef): Result<readonly [StoredInstagram, StoredChannel], InstagramNotFound | ChannelNotFound> {
    return this.find(instagram).andThen(
      (stored): Result<readonly [StoredInstagram, StoredChannel], ChannelNotFound> => {
        const channel = stored.channels.get(id);
        return channel === undefined ? err({ kind: 'channel-not-found' }) : ok([stored, channel]);
      },
    );
  }

  /** The account that a lease is on, if it still is one. */
  leased({ instagramId, fence }: Lease): Result<StoredInstagram, LeaseLost> {
    const stored = this.instagrams.get(instagramId);
    const isLeased = stored?.fence === fence && stored.instagram.state === 'start';
    return isLeased ? ok(stored) : err({ kind: 'lease-lost' });
  }

  /** Changes what the owner may change: whoever runs the account does not any more. */
  changeByOwner(stored: StoredInstagram, at: Date, instagram: Instagram = stored.instagram): Instagram {
    stored.instagram = instagram;
    stored.fence += 1;
    stored.dueAt = at;
    return instagram;
  }

  stopChannels(stored: StoredInstagram, at: Date): void {
    for (const channel of stored.channels.values()) {
      if (channel.channel.state !== 'stop') channel.channel = { ...channel.channel, state: 'stop', updatedAt: at };
    }
  }

  /** Writes an entry, and gives its number. */
  write(stored: StoredInstagram, entry: NewEntry): number {
    const id = this.nextId();
    stored.entries.push({ ...entry, id });
    return id;
  }

  momentsOf(username: string): Moments {
    const key = personKey(username);
    const known = this.#paces.get(key);
    if (known !== undefined) return known;
    const moments: Moments = { like: [], comment: [], follow: [], unfollow: [] };
    this.#paces.set(key, moments);
    return moments;
  }

  /** Remembers when an action took place, and forgets those that are of no account any more. */
  remember(username: string, kind: ActionKind, at: number, window: number): void {
    const all = this.momentsOf(username)[kind];
    insert(all, at);
    if (all.length % 1024 === 0)
      all.splice(
        0,
        all.findIndex((moment) => moment >= at - window),
      );
  }

  /** Says that an action took place at another moment than was thought. */
  remind(username: string, kind: ActionKind, before: number, at: number): void {
    const all = this.momentsOf(username)[kind];
    const index = all.lastIndexOf(before);
    if (index !== -1) all.splice(index, 1);
    insert(all, at);
  }

  /** The channel, with a queue of so many. */
  counted(stored: StoredChannel, changes: Partial<Channel>): Channel {
    stored.channel = { ...stored.channel, ...changes, targetsCount: stored.queue.size };
    return stored.channel;
  }
}

/** Puts a moment where it belongs, near the end. */
function insert(all: number[], at: number): void {
  let index = all.length;
  while (index > 0 && (all[index - 1] ?? at) > at) index -= 1;
  all.splice(index, 0, at);
}
