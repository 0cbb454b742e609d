import { err, ok } from 'neverthrow';
import type { Instagram } from '../../instagram/instagram.ts';
import type { ChannelRepository, InstagramRepository } from '../../instagram/ports.ts';
import { settled, type MemoryDatabase } from '../database.ts';
import type { InstagramStore } from './store.ts';

/** Accounts of the network in memory. */
export function repositoryOf(store: InstagramStore, database: MemoryDatabase): InstagramRepository {
  return {
    add: (wanted) => {
      if (database.committed.accounts.get(wanted.owner) === undefined) {
        return settled(err({ kind: 'account-not-found' }));
      }
      const id = store.nextId();
      const instagram: Instagram = {
        ...wanted,
        id,
        state: 'start',
        trouble: null,
        refreshedAt: wanted.createdAt,
        scan: null,
      };
      store.instagrams.set(id, {
        instagram,
        dueAt: wanted.createdAt,
        fence: 0,
        channels: new Map(),
        entries: [],
        busy: new Map(),
      });
      return settled(ok(instagram));
    },

    find: (ref) => settled(store.find(ref).map(({ instagram }) => instagram)),

    list: (owner) =>
      settled(
        ok(
          [...store.instagrams.values()]
            .map(({ instagram }) => instagram)
            .filter((instagram) => instagram.owner === owner),
        ),
      ),

    change: (ref, changes) =>
      settled(
        store
          .find(ref)
          .map((stored) => store.changeByOwner(stored, changes.updatedAt, { ...stored.instagram, ...changes })),
      ),

    start: (ref, at) =>
      settled(
        store
          .find(ref)
          .map((stored) =>
            store.changeByOwner(stored, at, { ...stored.instagram, state: 'start', trouble: null, updatedAt: at }),
          ),
      ),

    stop: (ref, at) =>
      settled(
        store.find(ref).map((stored) => {
          store.stopChannels(stored, at);
          return store.changeByOwner(stored, at, { ...stored.instagram, state: 'stop', updatedAt: at });
        }),
      ),

    remove: (ref) => settled(store.find(ref).map(({ instagram }) => void store.instagrams.delete(instagram.id))),

    busyUntil: (instagramId, channelId) => {
      const all = [...(store.instagrams.get(instagramId)?.busy.values() ?? [])];
      const moments = all
        .filter((busy) => channelId === undefined || busy.channelId === channelId)
        .map(({ until }) => until.getTime());
      return settled(ok(moments.length === 0 ? undefined : new Date(Math.max(...moments))));
    },

    passwordsNotUnder: (keyId, { after, limit }) =>
      settled(
        ok(
          [...store.instagrams.values()]
            .filter(({ instagram }) => instagram.id > after && instagram.password.keyId !== keyId)
            .slice(0, limit)
            .map(({ instagram }) => ({ instagramId: instagram.id, password: instagram.password })),
        ),
      ),

    countPasswordsNotUnder: (keyId) => {
      const others = [...store.instagrams.values()].filter(({ instagram }) => instagram.password.keyId !== keyId);
      return settled(ok(others.length));
    },

    replacePassword: ({ instagramId, password }, encrypted) => {
      const stored = store.instagrams.get(instagramId);
      const known = stored?.instagram.password;
      if (stored === undefined || known?.sealed !== password.sealed || known.keyId !== password.keyId) {
        return settled(ok(false));
      }
      stored.instagram = { ...stored.instagram, password: encrypted };
      return settled(ok(true));
    },
  };
}

/** Channels in memory. */
export function channelsOf(store: InstagramStore): ChannelRepository {
  return {
    add: (ref, wanted) =>
      settled(
        store.find(ref).map((stored) => {
          const id = store.nextId();
          const channel = {
            ...wanted,
            id,
            instagramId: stored.instagram.id,
            state: 'stop' as const,
            leadsCount: 0,
            targetsCount: 0,
            followersCount: 0,
            cursor: null,
            exhausted: false,
            servedAt: null,
          };
          stored.channels.set(id, {
            channel,
            queue: new Set(),
            acted: new Set(),
            leads: new Map(),
            met: { scan: 0, amount: 0 },
          });
          store.changeByOwner(stored, wanted.createdAt);
          return channel;
        }),
      ),

    find: (ref) => settled(store.findChannel(ref).map(([, { channel }]) => channel)),

    list: (ref) => settled(store.find(ref).map(({ channels }) => [...channels.values()].map(({ channel }) => channel))),

    change: (ref, changes) =>
      settled(
        store.findChannel(ref).map(([stored, found]) => {
          const { channel, queue } = found;
          const changed = { ...channel, ...changes };
          const isSame = changed.target === channel.target && changed.value === channel.value;
          store.changeByOwner(stored, changes.updatedAt);
          if (isSame) return store.counted(found, changes);
          if (queue.size > 0) {
            store.write(stored, { kind: 'cleared', channelId: channel.id, at: changes.updatedAt, amount: queue.size });
          }
          queue.clear();
          const state = channel.state === 'empty' ? 'start' : channel.state;
          return store.counted(found, { ...changes, state, cursor: null, exhausted: false });
        }),
      ),

    start: (ref, at) =>
      settled(
        store.findChannel(ref).andThen(([stored, found]) => {
          if (stored.instagram.state !== 'start') return err({ kind: 'instagram-inactive' as const });
          store.changeByOwner(stored, at);
          const anew = found.channel.exhausted ? { cursor: null, exhausted: false } : {};
          return ok(store.counted(found, { ...anew, state: 'start', updatedAt: at }));
        }),
      ),

    stop: (ref, at) =>
      settled(
        store.findChannel(ref).map(([stored, found]) => {
          store.changeByOwner(stored, at);
          return store.counted(found, { state: 'stop', updatedAt: at });
        }),
      ),

    remove: (ref) =>
      settled(
        store.findChannel(ref).map(([stored, { channel }]) => {
          stored.channels.delete(channel.id);
          const left = stored.entries.filter(({ channelId }) => channelId !== channel.id);
          stored.entries.splice(0, stored.entries.length, ...left);
          for (const [index, { id }] of left.entries()) {
            const action = store.actions.get(id);
            if (action !== undefined) store.actions.set(id, { ...action, index });
          }
          for (const [id, busy] of stored.busy) if (busy.channelId === channel.id) stored.busy.delete(id);
          store.changeByOwner(stored, new Date(0));
        }),
      ),
  };
}
