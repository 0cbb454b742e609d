import { describe, expect, test } from 'vitest';
import { settableClock } from '@quintet/core/memory';
import { hackathonInMemory, type Attendee, type HackathonInMemory } from '../support/hackathon.ts';

const HALF_AN_HOUR = 30 * 60_000;
const START = new Date('2017-02-25T15:55:05.978Z');

type Shown = Record<string, unknown> & { readonly id: string };

async function dataOf<T>(hackathon: HackathonInMemory, request: string, by?: Attendee, json?: unknown): Promise<T> {
  const { body, text } = await hackathon.call(request, {
    ...(by === undefined ? {} : { token: by.token }),
    ...(json === undefined ? {} : { json }),
  });
  if (body['success'] !== true) throw new Error(`${request}: ${text}`);
  return body['data'] as T;
}

describe('a ticket that nobody claims', () => {
  const world = async (): Promise<{
    readonly hackathon: HackathonInMemory;
    readonly ann: Attendee;
    readonly bob: Attendee;
    readonly ticket: Shown;
    readonly pass: (milliseconds: number) => void;
    readonly lists: () => Promise<Readonly<Record<string, number>>>;
    readonly act: (what: string, by: Attendee) => Promise<readonly unknown[]>;
  }> => {
    const clock = settableClock(START);
    const hackathon = hackathonInMemory({ clock });
    const [ann, bob] = [await hackathon.attendee(), await hackathon.attendee()];
    const json = { description: 'a', location: 'b', contact: '' };
    const ticket = await dataOf<Shown>(hackathon, 'POST /mentorship/create', ann, json);
    return {
      hackathon,
      ann,
      bob,
      ticket,
      pass: (milliseconds) => clock.set(new Date(clock.now().getTime() + milliseconds)),
      lists: async () => {
        const { tickets } = await dataOf<{ readonly tickets: Record<string, readonly unknown[]> }>(
          hackathon,
          'GET /mentorship/user/queue',
          ann,
        );
        const queue = await dataOf<readonly unknown[]>(hackathon, 'GET /mentorship/queue');
        const own = Object.entries(tickets).map(([name, list]) => [name, list.length] as const);
        return { ...Object.fromEntries(own), queue: queue.length };
      },
      act: async (what, by) => {
        const { status, body } = await hackathon.call(`POST /mentorship/${what}`, {
          token: by.token,
          json: { id: ticket.id },
        });
        const { title } = (body['error'] ?? {}) as { readonly title?: string };
        return [status, title ?? body['data']];
      },
    };
  };
  const OPEN = { open: 1, in_progress: 0, expired: 0, closed: 0, queue: 1 };
  const EXPIRED = { open: 0, in_progress: 0, expired: 1, closed: 0, queue: 0 };

  test('expires half an hour after it was opened, and not a moment before', async () => {
    const { ticket, pass, lists, act, ann, bob } = await world();
    expect(ticket['time_created']).toBe('2017-02-25T15:55:05.978000');
    pass(HALF_AN_HOUR - 1);
    expect(await lists()).toEqual(OPEN);
    pass(1);
    expect(await lists()).toEqual(EXPIRED);
    expect(await act('claim', bob)).toEqual([403, 'Ticket has expired']);
    expect(await act('reopen', bob)).toEqual([403, 'Cannot re-open this ticket']);
    expect(await act('reopen', ann)).toEqual([200, ticket]);
    expect(await lists()).toEqual(OPEN);
    pass(HALF_AN_HOUR - 1);
    expect(await act('claim', bob)).toMatchObject([200, { claimed: true }]);
    pass(10 * HALF_AN_HOUR);
    expect(await lists()).toEqual({ ...EXPIRED, expired: 0, in_progress: 1 });
  });

  test('is expired for good when it is closed then, and is not when it is closed before', async () => {
    const one = await world();
    one.pass(HALF_AN_HOUR);
    expect(await one.act('close', one.ann)).toMatchObject([
      200,
      { expired: true, claimed: false, time_complete: '2017-02-25T16:25:05.978000' },
    ]);
    const other = await world();
    await other.act('close', other.ann);
    other.pass(10 * HALF_AN_HOUR);
    const { tickets } = await dataOf<{ readonly tickets: Record<string, readonly Shown[]> }>(
      other.hackathon,
      'GET /mentorship/user/queue',
      other.ann,
    );
    expect(tickets['closed']).toMatchObject([{ expired: false, claimed: false }]);
  });
});

describe('in the zone of the venue', () => {
  const clock = settableClock(START);
  const hackathon = hackathonInMemory({ clock, timeZone: 'America/Los_Angeles' });

  test('times are shown, and typed, as clocks there show them', async () => {
    const organizer = { token: await hackathon.organizer() } as Attendee;
    const ann = await hackathon.attendee();
    const json = { description: 'a', location: 'b', contact: '' };
    const ticket = await dataOf<Shown>(hackathon, 'POST /mentorship/create', ann, json);
    expect(ticket['time_created']).toBe('2017-02-25T07:55:05.978000');
    const typed = { message: 'x', time: '2017-02-25T07:00:00' };
    expect(await dataOf(hackathon, 'POST /admin/announcements', organizer, typed)).toMatchObject(typed);
    const since = async (date: string): Promise<number> =>
      (await dataOf<readonly unknown[]>(hackathon, `GET /announcements?since_date=${encodeURIComponent(date)}`)).length;
    expect(await since('2017-02-25T06:59:59')).toBe(1);
    expect(await since('2017-02-25T07:00:00')).toBe(0);
    expect(await since('2017-02-25T14:59:59Z')).toBe(1);
    expect(await since('2017-02-25T15:00:00Z')).toBe(0);
    expect(await since('2017-02-25T09:59:59-05:00')).toBe(1);
  });
});

test('the times are the next full weekend until they are set', async () => {
  const times = await dataOf<Record<string, string>>(hackathonInMemory({ clock: settableClock(START) }), 'GET /times');
  expect(
    Object.values(times)
      .map((time) => time.slice(0, 10))
      .toSorted(),
  ).toEqual(['2017-03-04', '2017-03-04', '2017-03-05', '2017-03-05']);
});

test('an announcement that is scheduled is shown from its time on', async () => {
  const clock = settableClock(START);
  const hackathon = hackathonInMemory({ clock });
  const organizer = { token: await hackathon.organizer() } as Attendee;
  await dataOf(hackathon, 'POST /admin/announcements', organizer, { message: 'Lunch', time: '2017-02-25T16:00:00' });
  const shown = async (): Promise<unknown> => dataOf(hackathon, 'GET /announcements');
  clock.set(new Date('2017-02-25T15:59:59.999Z'));
  expect(await shown()).toEqual([]);
  clock.set(new Date('2017-02-25T16:00:00.000Z'));
  expect(await shown()).toMatchObject([{ message: 'Lunch', time: '2017-02-25T16:00:00' }]);
});
