import { ok, okAsync, type ResultAsync } from 'neverthrow';
import type { TicketChange } from '../../src/index.ts';
import { carelessly, now, type Fault } from './faults.ts';

/** The same, after others had their turn. */
function later<T>(value: T): ResultAsync<T, never> {
  return carelessly(
    () => value,
    (seen) => ok<T>(seen),
  );
}

export const TICKETS_FAULTS: Readonly<Record<string, Fault>> = {
  'looks at the version, and then saves': ({ tickets }) => ({
    tickets: {
      ...tickets,
      save: (next, change, transaction) =>
        tickets
          .find(next.id)
          .mapErr(() => ({ kind: 'ticket-changed-meanwhile' as const }))
          .andThen((seen) => later(seen))
          .andThen((seen) =>
            seen.version === change.expectedVersion
              ? tickets
                  .find(next.id)
                  .andThen(({ version }) => tickets.save(next, { ...change, expectedVersion: version }, transaction))
              : tickets.save(next, change, transaction),
          )
          .mapErr((error) =>
            error.kind === 'ticket-not-found' ? { kind: 'ticket-changed-meanwhile' as const } : error,
          ),
    },
  }),
  'tells of what it refused': ({ tickets, messageLog }) => ({
    tickets: {
      ...tickets,
      save: (next, { messages, ...change }, transaction) =>
        messageLog
          .append(messages, transaction)
          .andThen(() => tickets.save(next, { ...change, messages: [] }, transaction)),
    },
  }),
  'tells of nothing': ({ tickets }) => ({
    tickets: {
      ...tickets,
      save: (next, change, transaction) => tickets.save(next, { ...change, messages: [] }, transaction),
    },
  }),
  'tells in the wrong order': ({ tickets }) => ({
    tickets: {
      ...tickets,
      save: (next, change, transaction) =>
        tickets.save(next, { ...change, messages: change.messages.toReversed() }, transaction),
    },
  }),
  'forgets the round that ended': ({ tickets }) => ({
    tickets: {
      ...tickets,
      save: (next, { expectedVersion, messages }: TicketChange, transaction) =>
        tickets.save(next, { expectedVersion, messages }, transaction),
    },
  }),
  'keeps a ticket in the queue at the moment at which it expires': ({ tickets }) => ({
    tickets: { ...tickets, queue: (moment) => tickets.queue(new Date(moment.getTime() - 1)) },
  }),
  'has a queue in the order of ids': ({ tickets }) => ({
    tickets: {
      ...tickets,
      queue: (moment) =>
        tickets.queue(moment).map((queue) => queue.toSorted((one, other) => (one.id < other.id ? -1 : 1))),
    },
  }),
  'expires what was told before': ({ tickets }) => ({
    tickets: {
      ...tickets,
      expireDue: (request, transaction) =>
        tickets
          .expireDue(request, transaction)
          .andThen((due) => tickets.ofOwner(due[0]?.owner ?? 0).map((own) => [...due, ...own])),
    },
  }),
  'expires without limit': ({ tickets }) => ({
    tickets: {
      ...tickets,
      expireDue: (request, transaction) => tickets.expireDue({ ...request, limit: 1e9 }, transaction),
    },
  }),
  'shows a mentor what is closed': ({ tickets }) => ({
    tickets: {
      ...tickets,
      ofMentor: (mentor) =>
        tickets
          .page({ page: 1, limit: 1e9, now: new Date() })
          .map(({ entries }) => entries.filter(({ claimedBy }) => claimedBy === mentor)),
    },
  }),
  'takes a percent sign for any text': ({ tickets }) => ({
    tickets: {
      ...tickets,
      page: ({ search, ...request }) =>
        tickets.page({ ...request, ...(search === undefined ? {} : { search: search.replaceAll('x_', '%_') }) }),
    },
  }),
  'counts the page alone': ({ tickets }) => ({
    tickets: {
      ...tickets,
      page: (request) => tickets.page(request).map(({ entries }) => ({ entries, total: entries.length })),
    },
  }),
  'counts from the beginning of time': ({ tickets }) => ({
    tickets: { ...tickets, statistics: (request) => tickets.statistics({ ...request, since: new Date(0) }) },
  }),
};

export const LOCATIONS_FAULTS: Readonly<Record<string, Fault>> = {
  'removes what events need': ({ locations }, database) => ({
    locations: {
      ...locations,
      remove: (id) =>
        database.write(undefined, ({ hackathon }) => {
          hackathon.locations.delete(id);
          return ok(undefined);
        }),
    },
  }),
  'lists those without a rank first': ({ locations }) => ({
    locations: { ...locations, list: () => locations.list().map((all) => all.toReversed()) },
  }),
  'makes a location that is not there': ({ locations }) => ({
    locations: { ...locations, save: (location, transaction) => locations.add(location, transaction) },
  }),
  'has one digest for all pictures': ({ pictures }) => ({
    pictures: { ...pictures, find: (id) => pictures.find(id).map((picture) => ({ ...picture, digest: 'x' })) },
  }),
  'puts pictures at once, whatever becomes of the transaction': ({ pictures }) => {
    const kept = new Map<string, Parameters<typeof pictures.put>[1]>();
    return {
      pictures: {
        put: (id, picture, transaction) => {
          kept.set(id, picture);
          return pictures.put(id, picture, transaction);
        },
        find: (id) => {
          const picture = kept.get(id);
          return picture === undefined ? pictures.find(id) : now({ id, ...picture, digest: String(kept.size) });
        },
      },
    };
  },
};

export const SCHEDULE_FAULTS: Readonly<Record<string, Fault>> = {
  'is in the order of ids': ({ schedule }) => ({
    schedule: {
      ...schedule,
      list: (...given) =>
        schedule.list(...given).map((events) => events.toSorted((one, other) => (one.id < other.id ? -1 : 1))),
    },
  }),
  'removes twice': ({ schedule }) => ({
    schedule: {
      ...schedule,
      remove: (id, transaction) => schedule.remove(id, transaction).orElse(() => okAsync(undefined)),
    },
  }),
  'pays no heed to the location': ({ schedule }) => ({
    schedule: { ...schedule, list: (_, transaction) => schedule.list({}, transaction) },
  }),
};

export const ANNOUNCEMENTS_FAULTS: Readonly<Record<string, Fault>> = {
  'lists what is at the moment itself': ({ announcements }) => ({
    announcements: {
      ...announcements,
      list: ({ after, ...window }) =>
        announcements.list({ ...window, ...(after && { after: new Date(after.getTime() - 1) }) }),
    },
  }),
  'lists what is to come': ({ announcements }) => ({
    announcements: { ...announcements, list: ({ after }) => announcements.list(after === undefined ? {} : { after }) },
  }),
  'lists the earliest first': ({ announcements }) => ({
    announcements: {
      ...announcements,
      list: (window) => announcements.list(window).map((all) => all.toReversed()),
    },
  }),
  'publishes what it keeps': ({ announcements }) => ({
    announcements: {
      ...announcements,
      add: (announcement, transaction) =>
        announcements.add({ publishedAt: announcement.time, ...announcement }, transaction),
    },
  }),
};

export const TIMES_FAULTS: Readonly<Record<string, Fault>> = {
  'sets them once': ({ times }) => {
    let isSet = false;
    return {
      times: {
        ...times,
        set: (wanted, transaction) => {
          if (isSet) return okAsync(undefined);
          isSet = true;
          return times.set(wanted, transaction);
        },
      },
    };
  },
  'keeps what was rolled back': ({ times }) => ({
    times: { ...times, set: (wanted) => later(wanted).andThen(() => times.set(wanted)) },
  }),
};

export const PEOPLE_FAULTS: Readonly<Record<string, Fault>> = {
  'checks in twice': ({ people }) => ({
    people: {
      ...people,
      checkIn: (id, at) =>
        people
          .checkIn(id, at)
          .orElse((error) =>
            error.kind === 'already-checked-in'
              ? ok(undefined)
              : later(error).andThen((seen) => people.checkIn(seen.kind === 'unavailable' ? 0 : id, at)),
          ),
    },
  }),
  'finds no display name': ({ people }) => ({
    people: {
      ...people,
      page: (request) =>
        people.page(request).map(({ entries, total }) => ({
          entries: entries.filter(
            ({ username }) =>
              request.search === undefined || username.toLowerCase().includes(request.search.toLowerCase()),
          ),
          total,
        })),
    },
  }),
  'lists in the order of UTF-16': ({ people }) => ({
    people: {
      ...people,
      page: (request) =>
        people.page({ ...request, page: 1, limit: 100 }).map(({ entries, total }) => ({
          entries: entries
            .toSorted((one, other) => (one.username.toLowerCase() < other.username.toLowerCase() ? -1 : 1))
            .slice((request.page - 1) * request.limit, request.page * request.limit),
          total,
        })),
    },
  }),
};
