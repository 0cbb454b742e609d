import { err, ok, okAsync } from 'neverthrow';
import { personKey } from '../../src/index.ts';
import type { Fault } from './faults.ts';

export const INSTAGRAMS_FAULTS: Readonly<Record<string, Fault>> = {
  'shows an account to everybody': ({ instagrams }) => {
    const owners = new Map<number, number>();
    return {
      instagrams: {
        ...instagrams,
        add: (wanted) => instagrams.add(wanted).andTee(({ id, owner }) => void owners.set(id, owner)),
        find: ({ owner, id }) => instagrams.find({ owner: owners.get(id) ?? owner, id }),
      },
    };
  },
  'leaves whoever runs an account in the belief that nothing has changed': ({ instagrams }) => ({
    instagrams: {
      ...instagrams,
      change: (ref, changes) => instagrams.find(ref).map((known) => ({ ...known, ...changes })),
    },
  }),
  'stops an account, and none of its channels': ({ instagrams, channels }) => ({
    instagrams: {
      ...instagrams,
      stop: (ref, at) =>
        channels
          .list(ref)
          .andThen((before) =>
            instagrams
              .stop(ref, at)
              .map((stopped) => ({ stopped, started: before.filter(({ state }) => state !== 'stop') })),
          )
          .andThen(({ stopped, started }) =>
            instagrams
              .start(ref, at)
              .andThen(() => channels.start({ instagram: ref, id: started[0]?.id ?? 0 }, at))
              .map(() => stopped)
              .orElse(() => okAsync(stopped)),
          ),
    },
  }),
  'forgets what may be on its way': ({ instagrams }) => ({
    instagrams: { ...instagrams, busyUntil: () => okAsync(undefined) },
  }),
  'replaces a password that is another by then': ({ instagrams }) => ({
    instagrams: {
      ...instagrams,
      replacePassword: (stored, encrypted) => instagrams.replacePassword(stored, encrypted).map(() => true),
    },
  }),
  'keeps the queue of another source': ({ channels }) => ({
    channels: {
      ...channels,
      change: (ref, { action, comments, updatedAt }) =>
        channels.change(ref, { ...(action && { action }), ...(comments && { comments }), updatedAt }),
    },
  }),
  'starts a channel of an account that is stopped': ({ channels }) => ({
    channels: {
      ...channels,
      start: (ref, at) =>
        channels
          .start(ref, at)
          .orElse((error) => (error.kind === 'instagram-inactive' ? channels.find(ref) : err(error))),
    },
  }),
};

export const ENGINE_FAULTS: Readonly<Record<string, Fault>> = {
  'gives an account to everybody who asks': ({ leases }) => {
    let last: ReturnType<typeof leases.take> | undefined;
    return { leases: { ...leases, take: (request) => (last = last ?? leases.take(request)) } };
  },
  'lets whoever lost a lease write': ({ leases, targets }) => ({
    targets: { ...targets, skip: (lease, skipped) => targets.skip(lease, skipped).orElse(() => ok(undefined)) },
    leases,
  }),
  'looks at no limit': ({ journal }) => ({
    journal: {
      ...journal,
      record: (lease, action) => {
        const none = { like: 1e9, comment: 1e9, follow: 1e9, unfollow: 1e9, total: 1e9 };
        return journal.record(lease, { ...action, rules: { ...action.rules, limits: none } });
      },
    },
  }),
  'looks at no speed': ({ journal }) => ({
    journal: {
      ...journal,
      record: (lease, action) => {
        const speed = { like: 3.6e6, comment: 3.6e6, follow: 3.6e6, unfollow: 3.6e6 };
        return journal.record(lease, { ...action, rules: { ...action.rules, speed } });
      },
    },
  }),
  'takes user names in another case for others': ({ journal, instagrams }) => ({
    instagrams: {
      ...instagrams,
      add: (wanted) => {
        const isLoud = wanted.username !== personKey(wanted.username) && wanted.username.startsWith('TWIN');
        return instagrams.add(isLoud ? { ...wanted, username: `${wanted.username}_loud` } : wanted);
      },
    },
    journal,
  }),
  'counts an action of unknown end where it began': ({ journal }) => ({
    journal: {
      ...journal,
      record: (lease, action) => journal.record(lease, { ...action, busyUntil: action.at }),
    },
  }),
  'lets an outcome be written twice': ({ journal }) => {
    const ends = new Map<number, 'done' | 'failed'>();
    return {
      journal: {
        ...journal,
        finish: (result) => {
          ends.set(result.id, result.outcome);
          return journal.finish(result);
        },
        stretch: (instagramId, request) =>
          journal
            .stretch(instagramId, request)
            .map((entries) =>
              entries.map((entry) =>
                entry.kind === 'action' ? { ...entry, outcome: ends.get(entry.id) ?? entry.outcome } : entry,
              ),
            ),
      },
    };
  },
  'puts people at the end of a queue again': ({ targets }) => ({
    targets: {
      ...targets,
      first: (channelId, limit) => targets.first(channelId, limit).map((people) => [...people].toSorted().toReversed()),
    },
  }),
  'counts whoever was met by any scan': ({ leads }) => ({
    leads: {
      ...leads,
      mark: (lease, page) => leads.mark(lease, { ...page, scan: 1 }),
      count: (lease, request) => leads.count(lease, { ...request, scan: 1 }),
    },
  }),
  'leaves a suspected account at work': ({ leases }) => ({
    leases: {
      ...leases,
      suspect: (lease, trouble) => leases.release(lease, { dueAt: trouble.at, trouble }),
    },
  }),
};
