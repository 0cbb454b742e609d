import { err, ok, type Result } from 'neverthrow';
import type {
  ActionJournal,
  ChannelInactive,
  InstagramLeases,
  Leads,
  LeaseLost,
  NewAction,
  PaceExceeded,
  TargetQueue,
  TargetTaken,
} from '../../instagram/engine-ports.ts';
import type { ChannelDay } from '../../instagram/journal.ts';
import { paceOf, paceWait } from '../../instagram/limits.ts';
import { settled } from '../database.ts';
import type { InstagramStore, StoredChannel, StoredInstagram } from './store.ts';

/** Leases in memory. */
export function leasesOf(store: InstagramStore): InstagramLeases {
  return {
    take: ({ now, until, limit }) => {
      const started = [...store.instagrams.values()].filter(({ instagram }) => instagram.state === 'start');
      let next: Date | undefined;
      for (const { dueAt } of started) if (dueAt > now && (next === undefined || dueAt < next)) next = dueAt;
      const taken = started
        .filter(({ dueAt }) => dueAt <= now)
        .toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
        .slice(0, limit)
        .map((stored) => {
          stored.fence += 1;
          stored.dueAt = until;
          const { instagram, fence, channels } = stored;
          return {
            lease: { instagramId: instagram.id, fence },
            instagram,
            channels: [...channels.values()].map(({ channel }) => channel),
          };
        });
      return settled(ok({ taken, nextDueAt: next }));
    },

    renew: (lease, until) =>
      settled(
        store.leased(lease).map((stored) => {
          stored.dueAt = until;
        }),
      ),

    release: (lease, { dueAt, trouble }) =>
      settled(
        store.leased(lease).map((stored) => {
          stored.dueAt = dueAt;
          stored.instagram = { ...stored.instagram, trouble };
          stored.fence += 1;
        }),
      ),

    suspect: (lease, trouble) =>
      settled(
        store.leased(lease).map((stored) => {
          store.stopChannels(stored, trouble.at);
          stored.instagram = { ...stored.instagram, state: 'suspected', trouble, updatedAt: trouble.at };
          stored.fence += 1;
        }),
      ),

    refresh: (lease, { info, scan, refreshedAt }) =>
      settled(
        store.leased(lease).map((stored) => {
          const known = stored.instagram;
          stored.instagram = {
            ...known,
            info: info ?? known.info,
            scan,
            refreshedAt: refreshedAt ?? known.refreshedAt,
          };
        }),
      ),
  };
}

/** The journal in memory. */
export function journalOf(store: InstagramStore): ActionJournal {
  return {
    pace: (username, { limits, window, now }) => settled(ok(paceOf(store.momentsOf(username), limits, window, now))),

    record: (lease, action) => settled(store.leased(lease).andThen((stored) => recordIn(store, stored, action))),

    finish: ({ id, outcome, failure, at }) => {
      const found = store.actions.get(id);
      const entry = found?.stored.entries[found.index];
      if (found === undefined || entry?.id !== id || entry.kind !== 'action' || entry.outcome !== 'unknown') {
        return settled(ok(undefined));
      }
      found.stored.entries[found.index] = { ...entry, outcome, failure };
      found.stored.busy.delete(id);
      store.remind(found.username, entry.action, found.moment, at.getTime());
      const channel = found.stored.channels.get(entry.channelId);
      if (channel !== undefined && outcome === 'done') {
        channel.leads.set(entry.target, { scan: 0, gained: false });
        store.counted(channel, { leadsCount: channel.leads.size });
      }
      return settled(ok(undefined));
    },

    stretch: (instagramId, { after, limit }) => {
      const entries = store.instagrams.get(instagramId)?.entries ?? [];
      return settled(ok(entries.filter(({ id }) => id > after).slice(0, limit)));
    },

    days: (instagramId, from) => settled(ok(daysOf(store.instagrams.get(instagramId), from))),
  };
}

function recordIn(
  store: InstagramStore,
  stored: StoredInstagram,
  { channelId, action, target, key, at, busyUntil, rules }: NewAction,
): Result<{ readonly id: number }, LeaseLost | ChannelInactive | TargetTaken | PaceExceeded> {
  const channel = stored.channels.get(channelId);
  if (channel === undefined || channel.channel.state === 'stop') return err({ kind: 'channel-inactive' });
  if (!channel.queue.has(target) || channel.acted.has(target)) return err({ kind: 'target-taken' });
  const { username } = stored.instagram;
  const pace = paceOf(store.momentsOf(username), rules.limits, rules.window, at);
  if (paceWait(action, pace, rules, at) !== undefined) return err({ kind: 'pace-exceeded' });

  const moment = busyUntil.getTime();
  store.remember(username, action, moment, rules.window);
  channel.queue.delete(target);
  channel.acted.add(target);
  store.counted(channel, { servedAt: at });
  const id = store.write(stored, {
    kind: 'action',
    channelId,
    at,
    action,
    target,
    key,
    outcome: 'unknown',
    failure: null,
  });
  store.actions.set(id, { stored, index: stored.entries.length - 1, username, moment });
  stored.busy.set(id, { channelId, until: busyUntil });
  if (busyUntil > stored.dueAt) stored.dueAt = busyUntil;
  return ok({ id });
}

function daysOf(stored: StoredInstagram | undefined, from: Date): readonly ChannelDay[] {
  const days = new Map<string, ChannelDay>();
  const first = from.toISOString().slice(0, 10);
  for (const entry of stored?.entries ?? []) {
    const day = entry.at.toISOString().slice(0, 10);
    if (entry.kind !== 'action' || day < first) continue;
    const { channelId, outcome, target } = entry;
    const key = `${channelId} ${day}`;
    const known = days.get(key) ?? {
      channelId,
      day,
      attempted: 0,
      done: 0,
      failed: 0,
      leads: 0,
      followersGained: 0,
      conversion: 0,
    };
    const isDone = outcome === 'done' ? 1 : 0;
    const leads = known.leads + isDone;
    const gained = stored?.channels.get(channelId)?.leads.get(target)?.gained === true ? 1 : 0;
    const followersGained = known.followersGained + gained;
    days.set(key, {
      ...known,
      attempted: known.attempted + 1,
      done: known.done + isDone,
      failed: known.failed + (outcome === 'failed' ? 1 : 0),
      leads,
      followersGained,
      conversion: leads === 0 ? 0 : followersGained / leads,
    });
  }
  return [...days.values()].toSorted((one, other) => one.channelId - other.channelId || (one.day < other.day ? -1 : 1));
}

/** Queues in memory. */
export function targetsOf(store: InstagramStore): TargetQueue {
  return {
    first: (channelId, limit) => {
      const queue = queueOf(store, channelId);
      const first: string[] = [];
      for (const target of queue) {
        if (first.length === limit) break;
        first.push(target);
      }
      return settled(ok(first));
    },

    fill: (lease, { channelId, people, cursor, exhausted, at }) =>
      settled(
        store.leased(lease).andThen((stored) => {
          const found = stored.channels.get(channelId);
          if (found === undefined || found.channel.state === 'stop') return err({ kind: 'channel-inactive' as const });
          const before = found.queue.size;
          for (const target of people) if (!found.acted.has(target)) found.queue.add(target);
          const amount = found.queue.size - before;
          if (amount > 0) store.write(stored, { kind: 'filled', channelId, at, amount });
          const state = exhausted ? 'empty' : found.channel.state;
          return ok(store.counted(found, { state, cursor, exhausted, servedAt: at }));
        }),
      ),

    skip: (lease, { channelId, targets, at }) =>
      settled(
        store.leased(lease).map((stored) => {
          const found = stored.channels.get(channelId);
          if (found === undefined) return;
          for (const { target, reason } of targets) {
            if (found.queue.delete(target)) store.write(stored, { kind: 'skipped', channelId, at, target, reason });
          }
          store.counted(found, { servedAt: at });
        }),
      ),
  };
}

function queueOf(store: InstagramStore, channelId: number): Iterable<string> {
  for (const { channels } of store.instagrams.values()) {
    const found: StoredChannel | undefined = channels.get(channelId);
    if (found !== undefined) return found.queue;
  }
  return [];
}

/** Leads in memory. */
export function leadsOf(store: InstagramStore): Leads {
  return {
    mark: (lease, { scan, followers }) =>
      settled(
        store.leased(lease).map(({ channels }) => {
          for (const channel of channels.values()) {
            let amount = channel.met.scan === scan ? channel.met.amount : 0;
            for (const follower of followers) {
              const lead = channel.leads.get(follower);
              if (lead === undefined || lead.scan === scan) continue;
              lead.scan = scan;
              lead.gained = true;
              amount += 1;
            }
            channel.met = { scan, amount };
          }
        }),
      ),

    count: (lease, { scan, at }) =>
      settled(
        store.leased(lease).map((stored) => {
          for (const found of stored.channels.values()) {
            const followersCount = found.met.scan === scan ? found.met.amount : 0;
            const { id: channelId, followersCount: known } = found.channel;
            if (followersCount === known) continue;
            store.write(stored, { kind: 'counted', channelId, at, amount: followersCount });
            store.counted(found, { followersCount });
          }
        }),
      ),
  };
}
