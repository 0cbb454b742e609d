import type { Clock, Member, PresenceRegistry } from '@quintet/core';
import type { Connection, Subscription } from './connection.ts';
import type { Peers } from './peers.ts';
import { eventText, parsed } from './protocol.ts';
import type { Rooms } from './rooms.ts';

/** Milliseconds between two signs of life of a server in the registry, and without one until it counts as dead. */
const SIGN_OF_LIFE = 15_000;
const DEAD_AFTER = 45_000;

/** What the presence of clients is kept with. */
export interface PresenceOptions {
  readonly registry: PresenceRegistry;
  readonly clock: Clock;
  readonly server: string;
  readonly rooms: Rooms;
  readonly peers: Peers;
  /** Nothing is lost by what is told: it is tried again. */
  readonly onTrouble: (cause: unknown) => void;
}

type Change = 'added' | 'removed';

/** A connection that enters a channel, and what happened there before it could be told who is present. */
interface Entering {
  readonly connection: Connection;
  readonly heard: { readonly change: Change; readonly member: Member }[];
}

/** Who is present in the channels of this server's connections, over all servers. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #entering = new Map<string, Set<Entering>>();
  /** Who is present as far as the clients of this server know, by channel. */
  readonly #known = new Map<string, Map<string, string>>();
  /** Connections that are gone, which the registry could not be told of yet. */
  readonly #toLeave: { readonly channel: string; readonly connection: string }[] = [];
  readonly #present = new Map<Subscription, Connection>();
  #lastSign = Number.NEGATIVE_INFINITY;
  readonly #timer: NodeJS.Timeout;

  constructor(options: PresenceOptions) {
    this.#options = options;
    options.peers.hear('presence', ({ channel, change, userId, info }) => {
      if (typeof channel !== 'string' || typeof userId !== 'string' || typeof info !== 'string') return;
      this.#tellHere(channel, change === 'added' ? 'added' : 'removed', { userId, info });
    });
    this.#timer = setInterval(() => void this.#keepAlive(), SIGN_OF_LIFE).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Enters a channel, tells the client who is present, and the others that it is; `false`: that is not possible now. */
  async join(connection: Connection, subscription: Subscription, member: Member): Promise<boolean> {
    const { registry, clock, server, rooms } = this.#options;
    const { channel } = subscription;
    const entering: Entering = { connection, heard: [] };
    this.#enteringOf(channel).add(entering);
    try {
      if (performance.now() - this.#lastSign > SIGN_OF_LIFE) await this.#sign();
      const entry = { channel, connection: connection.socketId, server };
      const joined = await registry.join({ ...entry, member, now: clock.now() });
      if (joined.isErr()) return this.#gaveUp(joined.error.cause);
      this.#present.set(subscription, connection);
      if (joined.value.isFirst) this.#tellAll(channel, 'added', member, connection);
      const members = await registry.members(channel);
      if (members.isErr()) {
        await this.leave(connection, subscription);
        return this.#gaveUp(members.error.cause);
      }
      const known = new Map(members.value.map(({ userId, info }) => [userId, info]));
      this.#known.set(channel, known);
      connection.send(succeeded(channel, known));
      for (const { change, member } of entering.heard) {
        note(known, change, member);
        connection.send(changed(channel, change, member));
      }
      if (!subscription.hasEnded) rooms.enter(channel, connection);
      return true;
    } finally {
      this.#enteringOf(channel).delete(entering);
      if (this.#enteringOf(channel).size === 0) this.#entering.delete(channel);
    }
  }

  /** Leaves a channel, and tells the others. When that is not possible now, it is made good later. */
  async leave({ socketId }: Connection, subscription: Subscription): Promise<void> {
    if (!this.#present.delete(subscription)) return;
    await this.#leave(subscription.channel, socketId);
  }

  async #leave(channel: string, connection: string): Promise<void> {
    const { registry, server } = this.#options;
    const left = await registry.leave({ channel, connection, server });
    if (left.isErr()) {
      this.#toLeave.push({ channel, connection });
      this.#gaveUp(left.error.cause);
    } else if (left.value.left !== undefined) {
      this.#tellAll(channel, 'removed', left.value.left);
    }
  }

  /** What other servers told may have been missed: compares what the clients know with who is present. */
  async compare(): Promise<void> {
    for (const [channel, known] of this.#known) {
      const members = await this.#options.registry.members(channel);
      if (members.isErr()) return void this.#gaveUp(members.error.cause);
      const present = new Map(members.value.map((member) => [member.userId, member]));
      for (const member of present.values()) if (!known.has(member.userId)) this.#tellHere(channel, 'added', member);
      for (const [userId, info] of known)
        if (!present.has(userId)) this.#tellHere(channel, 'removed', { userId, info });
    }
  }

  async #keepAlive(): Promise<void> {
    for (const { channel, connection } of this.#toLeave.splice(0)) await this.#leave(channel, connection);
    for (const channel of this.#known.keys()) {
      if (!this.#options.rooms.has(channel) && !this.#entering.has(channel)) this.#known.delete(channel);
    }
    if (this.#present.size > 0) await this.#sign();
  }

  /** Tells the registry that this server lives, and clients who is gone with servers that do not. */
  async #sign(): Promise<void> {
    const { registry, clock, server } = this.#options;
    const now = clock.now();
    const deadBefore = new Date(now.getTime() - DEAD_AFTER);
    const gone = await registry.keepAlive({ server, now, deadBefore });
    if (gone.isErr()) return void this.#gaveUp(gone.error.cause);
    const wasSilent = performance.now() - this.#lastSign > DEAD_AFTER;
    this.#lastSign = performance.now();
    for (const { channel, member } of gone.value) this.#tellAll(channel, 'removed', member);
    // The others may have taken this server for dead, and its clients with it.
    if (wasSilent) await this.#enterAnew();
  }

  async #enterAnew(): Promise<void> {
    const { registry, clock, server } = this.#options;
    for (const [{ channel, member }, { socketId }] of this.#present) {
      if (member === undefined) continue;
      const joined = await registry.join({ channel, connection: socketId, server, member, now: clock.now() });
      if (joined.isErr()) return void this.#gaveUp(joined.error.cause);
      if (joined.value.isFirst) this.#tellAll(channel, 'added', member);
    }
  }

  #tellAll(channel: string, change: Change, member: Member, except?: Connection): void {
    this.#tellHere(channel, change, member, except);
    void this.#options.peers.tell('presence', { channel, change, ...member });
  }

  #tellHere(channel: string, change: Change, member: Member, except?: Connection): void {
    const known = this.#known.get(channel);
    if (known !== undefined) note(known, change, member);
    this.#options.rooms.say(channel, changed(channel, change, member), except?.socketId);
    for (const { connection, heard } of this.#entering.get(channel) ?? []) {
      if (connection !== except) heard.push({ change, member });
    }
  }

  #enteringOf(channel: string): Set<Entering> {
    const entering = this.#entering.get(channel) ?? new Set();
    this.#entering.set(channel, entering);
    return entering;
  }

  #gaveUp(cause: unknown): false {
    this.#options.onTrouble(cause);
    return false;
  }
}

/** What a client is told that has entered: who is present. */
function succeeded(channel: string, members: ReadonlyMap<string, string>): string {
  const hash = Object.fromEntries([...members].map(([userId, info]) => [userId, parsed(info)]));
  const presence = { count: members.size, ids: [...members.keys()], hash };
  return eventText('pusher_internal:subscription_succeeded', { presence }, channel);
}

function note(known: Map<string, string>, change: Change, { userId, info }: Member): void {
  if (change === 'added') known.set(userId, info);
  else known.delete(userId);
}

/** What clients are told of who comes and goes. */
function changed(channel: string, change: Change, { userId, info }: Member): string {
  const data = change === 'added' ? { user_id: userId, user_info: parsed(info) } : { user_id: userId };
  return eventText(`pusher_internal:member_${change}`, data, channel);
}
