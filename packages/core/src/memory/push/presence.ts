import { ok } from 'neverthrow';
import type { Member, PresenceRegistry } from '../../push/ports.ts';
import { settled } from '../database.ts';

interface Present {
  readonly channel: string;
  readonly server: string;
  readonly connection: string;
  readonly member: Member;
}

/**
 * Who is present, in memory.
 *
 * @example
 * ```ts
 * createQuintet(memoryAdapters({ presence: memoryPresence() }));
 * ```
 */
export function memoryPresence(): PresenceRegistry {
  const entries = new Map<string, Present>();
  /** When each server gave its last sign of life, in milliseconds. */
  const seen = new Map<string, number>();

  const find = (channel: string, { userId }: Member): Present | undefined =>
    Array.from(entries.values()).find((entry) => entry.channel === channel && entry.member.userId === userId);

  return {
    join({ channel, connection, server, member, now }) {
      if (!seen.has(server)) seen.set(server, now.getTime());
      const key = keyOf(channel, server, connection);
      if (entries.has(key)) return settled(ok({ isFirst: false }));
      const known = find(channel, member)?.member;
      entries.set(key, { channel, server, connection, member: known ?? { ...member } });
      return settled(ok({ isFirst: known === undefined }));
    },

    leave({ channel, connection, server }) {
      const key = keyOf(channel, server, connection);
      const member = entries.get(key)?.member;
      entries.delete(key);
      return settled(ok(member === undefined || find(channel, member) !== undefined ? {} : { left: member }));
    },

    members(channel) {
      const members = new Map<string, Member>();
      for (const entry of entries.values()) {
        if (entry.channel === channel) members.set(entry.member.userId, entry.member);
      }
      return settled(ok([...members.values()].toSorted((one, other) => (one.userId < other.userId ? -1 : 1))));
    },

    keepAlive({ server, now, deadBefore }) {
      seen.set(server, now.getTime());
      const removed: Present[] = [];
      for (const [key, entry] of entries) {
        if ((seen.get(entry.server) ?? 0) >= deadBefore.getTime()) continue;
        entries.delete(key);
        removed.push(entry);
      }
      for (const [name, time] of seen) if (time < deadBefore.getTime()) seen.delete(name);
      const left = new Map<string, { readonly channel: string; readonly member: Member }>();
      for (const { channel, member } of removed) {
        if (find(channel, member) === undefined) left.set(keyOf(channel, member.userId), { channel, member });
      }
      return settled(ok([...left.values()]));
    },
  };
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
