import { beforeAll, describe, expect, test } from 'vitest';
import type { Received, Sending } from '../support/agency.ts';
import { form, freshName, type Attendee, type TriedHackathon } from '../support/hackathon.ts';
import { HOSTILE_SVGS, JPEG, NO_PICTURES, PNG, SVG, WEBP } from '../support/pictures.ts';

const ID = /^[\da-f]{24}$/u;
const TO_THE_SECOND = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/u;
const MICROSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/u;
const NOBODYS = '5'.repeat(24);
const NO_IDS: readonly unknown[] = [
  '',
  ' ',
  'x',
  '5'.repeat(23),
  '5'.repeat(25),
  'g'.repeat(24),
  7,
  true,
  [],
  {},
  [NOBODYS],
];

const refusal = (title: string, status: number): object => ({
  status,
  body: { success: false, error: { title, message: expect.stringMatching(/\S/u) } },
});

const NOT_LOGGED_IN = 'No user is currently logged in';

/** Line by line of the contract of the hackathon's API. */
export function describeContract(open: () => TriedHackathon): void {
  let ann: Attendee;
  let bob: Attendee;
  let cid: Attendee;
  let organizer: string;
  beforeAll(async () => {
    [ann, bob, cid] = await Promise.all([open().attendee(), open().attendee(), open().attendee()]);
    organizer = await open().organizer();
  });

  /** Asks, and checks what every answer has in common. */
  const ask = async (request: string, sending: Sending = {}): Promise<Received> => {
    const answer = await open().call(request, sending);
    const { status, body, headers, text } = answer;
    const shown = `${request} ${status}: ${text.slice(0, 300)}`;
    expect(headers.get('content-type'), shown).toBe('application/json');
    expect(headers.get('access-control-allow-origin'), shown).toBe('*');
    expect(body['success'], shown).toBe(status < 300);
    expect(Object.keys(body).toSorted(), shown).toEqual(status < 300 ? ['data', 'success'] : ['error', 'success']);
    return answer;
  };
  const outcome = async (request: string, sending: Sending = {}): Promise<object> => {
    const { status, body } = await ask(request, sending);
    return { status, body };
  };
  const data = async <T = Record<string, unknown>>(request: string, sending: Sending = {}): Promise<T> => {
    const { status, body, text } = await ask(request, sending);
    expect(status, `${request}: ${text.slice(0, 300)}`).toBeLessThan(300);
    return body['data'] as T;
  };
  type Shown = Record<string, unknown> & { readonly id: string };
  const newTicket = (by: Attendee = ann, changes: Record<string, unknown> = {}): Promise<Shown> =>
    data('POST /mentorship/create', {
      token: by.token,
      json: { description: 'CSS is not loading', location: 'Main gym', contact: 'ann@example.com', ...changes },
    });
  const act = (what: 'claim' | 'reopen' | 'close', { id }: Shown, by: Attendee): Promise<object> =>
    outcome(`POST /mentorship/${what}`, { token: by.token, json: { id } });
  const success = (body: unknown, status = 200): object => ({ status, body: { success: true, data: body } });

  describe('accounts', () => {
    test('are made, and logged in to with the name as it is typed', async () => {
      const username = freshName();
      const made = await ask('POST /user/create', { json: { name: 'Jason Scharff', username, password: 'secret' } });
      expect([made.status, made.body]).toEqual([
        201,
        { success: true, data: { token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/u) } },
      ]);
      const typed = username.toUpperCase();
      expect(await outcome('POST /user/login', { json: { username: typed, password: 'secret' } })).toEqual(
        success({ name: 'Jason Scharff', username: typed, token: expect.any(String) }),
      );
    });

    test('a token is taken from either header', async () => {
      const { token } = ann;
      for (const sending of [
        { token },
        { authorization: `Bearer ${token}` },
        { authorization: `bEARER ${token}` },
        { token, authorization: 'Basic YQ==' },
      ]) {
        expect((await ask('GET /mentorship/user/queue', sending)).status).toBe(200);
      }
      const refused = [{}, { token: 'x' }, { authorization: token }, { authorization: `JWT ${token}` }, { token: ' ' }];
      for (const sending of refused) {
        expect(await outcome('GET /mentorship/user/queue', sending)).toEqual(refusal(NOT_LOGGED_IN, 401));
      }
    });

    const whole = { name: 'Ann', username: '', password: 'secret' };
    test.each<[string, (name: string) => unknown, string, number]>([
      ['no email', () => ({ name: 'Ann', password: 'x' }), 'No email provided', 400],
      ['no password', (username) => ({ name: 'Ann', username }), 'No password provided', 400],
      ['no name', (username) => ({ username, password: 'x' }), 'No name provided', 400],
      ['an email that is null', () => ({ ...whole, username: null }), 'No email provided', 400],
      ['an empty email', () => ({ ...whole, username: '' }), 'Email is empty', 400],
      ['a blank email', () => ({ ...whole, username: '  ' }), 'Email is empty', 400],
      ['an empty password', (username) => ({ ...whole, username, password: '' }), 'Password is empty', 400],
      ['an empty name', (username) => ({ ...whole, username, name: '' }), 'Name is empty', 400],
      ['an email that is no text', () => ({ ...whole, username: 7 }), 'Invalid email', 400],
      ['a password that is no text', (username) => ({ ...whole, username, password: 7 }), 'Invalid password', 400],
      [
        'a password of half a character',
        (username) => ({ ...whole, username, password: '\ud800' }),
        'Invalid password',
        400,
      ],
      ['a name that is no text', (username) => ({ ...whole, username, name: {} }), 'Invalid name', 400],
      ['an email too long', () => ({ ...whole, username: 'x'.repeat(256) }), 'Invalid email', 400],
      ['a NUL', () => ({ ...whole, username: 'a\0b' }), 'Invalid email', 400],
    ])('are not made with %s', async (_, json, title, status) => {
      expect(await outcome('POST /user/create', { json: json(freshName()) })).toEqual(refusal(title, status));
    });

    test('are not made with a password that is too long', async () => {
      const json = { name: 'Ann', username: freshName(), password: 'x'.repeat(1025) };
      const { status, body } = await ask('POST /user/create', { json });
      const message = 'password parameter must be at most 1024 bytes';
      expect([status, body['error']]).toEqual([422, { title: 'Invalid password', message }]);
    });

    test('are not made twice, whatever the case', async () => {
      for (const username of [ann.username, ann.username.toUpperCase()]) {
        const json = { name: 'Ann', username, password: 'x' };
        expect(await outcome('POST /user/create', { json })).toEqual(refusal('User already exists', 400));
      }
    });

    test.each<[string, () => unknown, string, number]>([
      ['no email', () => ({ password: 'x' }), 'No email provided', 400],
      ['no password', () => ({ username: ann.username }), 'No password provided', 400],
      ['an empty email', () => ({ username: '', password: 'x' }), 'Email is empty', 400],
      ['an empty password', () => ({ username: ann.username, password: '' }), 'Password is empty', 400],
      [
        'an unknown email',
        () => ({ username: freshName(), password: 'x' }),
        'No user exists with the specified email',
        400,
      ],
      ['another password', () => ({ username: ann.username, password: 'x' }), 'Invalid password', 401],
    ])('are not logged in to with %s', async (_, json, title, status) => {
      expect(await outcome('POST /user/login', { json: json() })).toEqual(refusal(title, status));
    });
  });

  describe('bodies that are no JSON object', () => {
    const PATHS = [
      'user/create',
      'user/login',
      'mentorship/create',
      'mentorship/claim',
      'mentorship/reopen',
      'mentorship/close',
    ];
    test.each(['', '{', 'null', '[]', '7', '"x"', '[{}]', 'username=a&password=b', '{"id":}'])('%j', async (text) => {
      for (const path of PATHS) {
        expect(await outcome(`POST /${path}`, { token: ann.token, text })).toEqual(
          refusal('Invalid request body', 400),
        );
      }
      for (const request of [
        'PUT /admin/times',
        'POST /admin/events',
        'POST /admin/announcements',
        'POST /admin/checkin',
        'POST /admin/locations',
      ]) {
        expect(await outcome(request, { token: organizer, text })).toEqual(refusal('Invalid request body', 400));
      }
    });

    test('whatever type they are said to be of, objects are read', async () => {
      const json = { username: ann.username, password: ann.password };
      const sending = { text: JSON.stringify(json), type: 'text/plain' };
      expect((await ask('POST /user/login', sending)).status).toBe(200);
    });
  });

  describe('the times', () => {
    test('are what organizers set, the same day by day', async () => {
      const shown = await data('GET /times');
      expect(Object.keys(shown).toSorted()).toEqual([
        'event_end_time',
        'event_start_time',
        'hacking_end_time',
        'hacking_start_time',
      ]);
      for (const time of Object.values(shown)) expect(time).toMatch(TO_THE_SECOND);
      const times = {
        event_start_time: '2017-03-18T00:15:00',
        event_end_time: '2017-03-19T02:00:00',
        hacking_start_time: '2017-03-18T02:00:00',
        hacking_end_time: '2017-03-19T00:00:00',
      };
      const typed = { ...times, event_start_time: '2017-03-18 00:15', event_end_time: '2017-03-19T04:00:00+02:00' };
      expect(await outcome('PUT /admin/times', { token: organizer, json: typed })).toEqual(success(times));
      expect(await outcome('GET /times')).toEqual(success(times));
      for (const [json, title] of [
        [{ ...times, hacking_end_time: undefined }, 'No hacking end time provided'],
        [{ ...times, hacking_end_time: 'noon' }, 'Invalid hacking end time'],
        [{ ...times, hacking_end_time: 7 }, 'Invalid hacking end time'],
        [{ ...times, hacking_end_time: '2017-02-30T00:00:00' }, 'Invalid hacking end time'],
        [{ ...times, event_start_time: '2017-03-18T02:00:01' }, 'Invalid times'],
        [{ ...times, hacking_end_time: '2017-03-18T01:00:00' }, 'Invalid times'],
      ] as const) {
        expect(await outcome('PUT /admin/times', { token: organizer, json })).toEqual(refusal(title, 400));
      }
      expect(await outcome('GET /times')).toEqual(success(times));
    });
  });

  describe('locations', () => {
    const make = (json: unknown): Promise<Shown> => data('POST /admin/locations', { token: organizer, json });

    test('are on maps by rank when they have one', async () => {
      const last = await make({ name: 'Basement', rank: 2 });
      const first = await make({ name: 'Main gym', rank: 0 });
      const none = await make({ name: 'Storage' });
      expect(await make({ name: 'Attic', rank: -1 })).not.toHaveProperty('rank');
      const map = (id: string): string => `${open().base}/location/image/${id}`;
      expect(last).toEqual({
        id: expect.stringMatching(ID),
        map: map(last.id),
        name: 'Basement',
        rank: 2,
        is_primary: true,
      });
      expect(none).toEqual({ id: none.id, map: map(none.id), name: 'Storage', is_primary: false });
      const maps = await data<readonly Shown[]>('GET /maps');
      expect(maps.map(({ id }) => id).filter((id) => [first.id, last.id, none.id].includes(id))).toEqual([
        first.id,
        last.id,
      ]);
      const all = await data<readonly Shown[]>('GET /admin/locations', { token: organizer });
      expect(all).toContainEqual(none);
      expect(
        await data(`PATCH /admin/locations/${none.id}`, { token: organizer, json: { rank: 5, name: 'Store' } }),
      ).toEqual({
        ...none,
        name: 'Store',
        rank: 5,
        is_primary: true,
      });
      expect(await data(`PATCH /admin/locations/${none.id}`, { token: organizer, json: { rank: -1 } })).toEqual({
        ...none,
        name: 'Store',
      });
    });

    test.each<[string, unknown, string]>([
      ['no name', { rank: 1 }, 'No name provided'],
      ['a blank name', { name: ' ' }, 'Name is blank'],
      ['a name too long', { name: 'x'.repeat(256) }, 'Invalid name'],
      ['a rank that is no number', { name: 'x', rank: '1' }, 'Invalid rank'],
      ['a rank that is not whole', { name: 'x', rank: 1.5 }, 'Invalid rank'],
      ['a rank below -1', { name: 'x', rank: -2 }, 'Invalid rank'],
      ['a rank too high', { name: 'x', rank: 2 ** 31 }, 'Invalid rank'],
    ])('are not made with %s', async (_, json, title) => {
      expect(await outcome('POST /admin/locations', { token: organizer, json })).toEqual(refusal(title, 400));
    });

    test.each<[string, Buffer, string]>([
      ['PNG', PNG, 'image/png'],
      ['JPEG', JPEG, 'image/jpeg'],
      ['WebP', WEBP, 'image/webp'],
      ['SVG', SVG, 'image/svg+xml'],
    ])('have a picture: %s', async (_, bytes, type) => {
      // what it is called, and said to be, does not count
      const picture = { bytes, name: 'evil.html', type: 'text/html' };
      const sending = await form({ name: 'Main gym', rank: '1', picture });
      const made = await data<Shown>('POST /admin/locations', { token: organizer, ...sending });
      expect(made).toMatchObject({ name: 'Main gym', rank: 1 });
      const path = String(made['map']).slice(open().base.length);
      const shown = await open().call(`GET ${path}`);
      expect([shown.status, shown.text]).toEqual([200, new TextDecoder().decode(bytes)]);
      expect(Object.fromEntries(shown.headers)).toMatchObject({
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=60',
        'content-security-policy': expect.stringMatching(/^default-src 'none';.*\bsandbox$/u),
        etag: expect.stringMatching(/^"[\w-]+"$/u),
      });
      const etag = shown.headers.get('etag') ?? '';
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const again = await open().call(`GET ${path}`, { headers: { 'if-none-match': known } });
        expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      const other = await open().call(`GET ${path}`, { headers: { 'if-none-match': '"x"' } });
      expect(other.status).toBe(200);
      // another picture in its place
      const next = await form({ picture: { bytes: bytes === PNG ? JPEG : PNG } });
      await data(`PATCH /admin/locations/${made.id}`, { token: organizer, ...next });
      const changed = await open().call(`GET ${path}`, { headers: { 'if-none-match': etag } });
      expect([changed.status, changed.headers.get('content-type')]).toEqual([
        200,
        bytes === PNG ? 'image/jpeg' : 'image/png',
      ]);
    });

    test('have none until one is sent', async () => {
      const { id } = await make({ name: 'Basement' });
      expect(await outcome(`GET /location/image/${id}`)).toEqual(refusal('Location not found', 404));
      expect(await outcome(`GET /location/image/${NOBODYS}`)).toEqual(refusal('Location not found', 404));
      for (const bad of ['x', '5'.repeat(23), 'g'.repeat(24), '%00', `${NOBODYS}.png`]) {
        expect(await outcome(`GET /location/image/${bad}`)).toEqual(refusal('Invalid Location', 400));
      }
    });

    test('take pictures of 5 MiB, and none that is larger', async () => {
      const limit = 5 * 1024 * 1024;
      const padded = (size: number): Buffer => Buffer.concat([PNG, Buffer.alloc(size - PNG.length, 1)]);
      const largest = await form({ name: 'x', picture: { bytes: padded(limit) } });
      const { id } = await data<Shown>('POST /admin/locations', { token: organizer, ...largest });
      expect((await open().call(`GET /location/image/${id}`)).headers.get('content-type')).toBe('image/png');
      for (const size of [limit + 1, limit + 100_000]) {
        const larger = await form({ name: 'too large', picture: { bytes: padded(size) } });
        expect(await outcome('POST /admin/locations', { token: organizer, ...larger })).toEqual(
          refusal('Picture too large', 413),
        );
      }
      const all = await data<readonly Shown[]>('GET /admin/locations', { token: organizer });
      expect(all.filter(({ name }) => name === 'too large')).toEqual([]);
    });

    test('take nothing for a picture that is none, or that acts', async () => {
      const hostile = Object.entries({ ...HOSTILE_SVGS, ...NO_PICTURES });
      for (const [name, bytes] of hostile) {
        const sending = await form({ name: `hostile: ${name}`, picture: { bytes, type: 'image/png', name: 'a.png' } });
        expect([name, await outcome('POST /admin/locations', { token: organizer, ...sending })]).toEqual([
          name,
          refusal('Invalid picture', 400),
        ]);
      }
      const asText = await form({ name: 'hostile: text', picture: 'abc' });
      expect(await outcome('POST /admin/locations', { token: organizer, ...asText })).toEqual(
        refusal('Invalid picture', 400),
      );
      const all = await data<readonly Shown[]>('GET /admin/locations', { token: organizer });
      expect(all.filter(({ name }) => String(name).startsWith('hostile'))).toEqual([]);
    });

    test('take forms as browsers send them, and none that is broken', async () => {
      const untouched = await form({ name: 'Gym', rank: '', picture: '' });
      expect(await data('POST /admin/locations', { token: organizer, ...untouched })).toMatchObject({ name: 'Gym' });
      const type = 'multipart/form-data; boundary=x';
      for (const [text, kind] of [
        ['', type],
        ['--x\r\n', type],
        ['--y\r\nContent-Disposition: form-data; name="name"\r\n\r\na\r\n--y--\r\n', type],
        ['--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na', type],
        ['name=a', 'multipart/form-data'],
      ] as const) {
        expect(await outcome('POST /admin/locations', { token: organizer, text, type: kind })).toEqual(
          refusal('Invalid request body', 400),
        );
      }
      const noName = await form({ rank: '1' });
      expect(await outcome('POST /admin/locations', { token: organizer, ...noName })).toEqual(
        refusal('No name provided', 400),
      );
      const noRank = await form({ name: 'x', rank: 'first' });
      expect(await outcome('POST /admin/locations', { token: organizer, ...noRank })).toEqual(
        refusal('Invalid rank', 400),
      );
      const fileAsName = await form({ name: { bytes: PNG } });
      expect(await outcome('POST /admin/locations', { token: organizer, ...fileAsName })).toEqual(
        refusal('Invalid name', 400),
      );
    });

    test('are removed unless events use them', async () => {
      const { id } = await make({ name: 'Basement', rank: 9 });
      const event = await data<Shown>('POST /admin/events', { token: organizer, json: eventBody(id) });
      expect(await outcome(`DELETE /admin/locations/${id}`, { token: organizer })).toEqual(
        refusal('Location is in use', 409),
      );
      await data(`DELETE /admin/events/${event.id}`, { token: organizer });
      expect(await outcome(`DELETE /admin/locations/${id.toUpperCase()}`, { token: organizer })).toEqual(
        success({ id }),
      );
      expect(await outcome(`DELETE /admin/locations/${id}`, { token: organizer })).toEqual(
        refusal('Location not found', 404),
      );
      for (const none of [NOBODYS, 'x', '%00']) {
        for (const [method, json] of [
          ['PATCH', { name: 'x' }],
          ['DELETE', undefined],
        ] as const) {
          expect(await outcome(`${method} /admin/locations/${none}`, { token: organizer, json })).toEqual(
            refusal('Location not found', 404),
          );
        }
      }
      const nothing = await make({ name: 'x' });
      expect(await outcome(`PATCH /admin/locations/${nothing.id}`, { token: organizer, json: { id: 'x' } })).toEqual(
        refusal('Nothing to change', 400),
      );
    });
  });

  const eventBody = (location: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    short_description: 'Opening Ceremony',
    long_description: 'Welcome to MenloHacks II',
    location,
    start_time: '2017-02-16T16:14:00',
    end_time: '2017-02-16T18:00:00',
    ...changes,
  });

  describe('the schedule', () => {
    let location: Shown;
    beforeAll(async () => {
      location = await data('POST /admin/locations', { token: organizer, json: { name: 'Stage', rank: 3 } });
    });
    const make = (changes: Record<string, unknown> = {}): Promise<Shown> =>
      data('POST /admin/events', { token: organizer, json: eventBody(location.id, changes) });

    test('has events by start time, each with its whole location', async () => {
      const later = await make({ start_time: '2017-02-17T10:00:00', end_time: '2017-02-17T10:00:00' });
      const first = await make();
      expect(first).toEqual({ id: expect.stringMatching(ID), ...eventBody('x'), location });
      const ids = (await data<readonly Shown[]>('GET /events')).map(({ id }) => id);
      expect(ids.filter((id) => [first.id, later.id].includes(id))).toEqual([first.id, later.id]);
      const json = { short_description: 'Start', start_time: '2017-02-18T10:00:00', end_time: '2017-02-18T11:00:00' };
      const changed = await data(`PATCH /admin/events/${first.id}`, { token: organizer, json });
      expect(changed).toEqual({ ...first, ...json });
      const after = (await data<readonly Shown[]>('GET /events')).map(({ id }) => id);
      expect(after.filter((id) => [first.id, later.id].includes(id))).toEqual([later.id, first.id]);
      expect(await outcome(`DELETE /admin/events/${first.id}`, { token: organizer })).toEqual(
        success({ id: first.id }),
      );
      expect(await outcome(`DELETE /admin/events/${first.id}`, { token: organizer })).toEqual(
        refusal('Event not found', 404),
      );
      expect((await data<readonly Shown[]>('GET /events')).map(({ id }) => id)).not.toContain(first.id);
    });

    test.each<[string, Record<string, unknown>, string, number]>([
      ['no location', { location: undefined }, 'No location provided', 400],
      ['a location that is no id', { location: 'x' }, 'Invalid Location', 400],
      ['a whole location', { location: { id: NOBODYS } }, 'Invalid Location', 400],
      ['an unknown location', { location: NOBODYS }, 'Location not found', 404],
      ['no title', { short_description: undefined }, 'No short description provided', 400],
      ['a blank title', { short_description: ' ' }, 'Short description is blank', 400],
      ['no description', { long_description: null }, 'No long description provided', 400],
      ['a description too long', { long_description: 'x'.repeat(2001) }, 'Invalid long description', 400],
      ['no start', { start_time: undefined }, 'No start time provided', 400],
      ['a start that is none', { start_time: 'soon' }, 'Invalid start time', 400],
      ['an end before its start', { end_time: '2017-02-16T16:13:59' }, 'Invalid times', 400],
    ])('takes no event with %s', async (_, changes, title, status) => {
      const count = (await data<readonly unknown[]>('GET /events')).length;
      const json = eventBody(location.id, changes);
      expect(await outcome('POST /admin/events', { token: organizer, json })).toEqual(refusal(title, status));
      expect((await data<readonly unknown[]>('GET /events')).length).toBe(count);
    });

    test('takes no change that is none', async () => {
      const event = await make();
      for (const [json, title, status] of [
        [{}, 'Nothing to change', 400],
        [{ end_time: '2017-02-16T16:00:00' }, 'Invalid times', 400],
        [{ location: NOBODYS }, 'Location not found', 404],
      ] as const) {
        expect(await outcome(`PATCH /admin/events/${event.id}`, { token: organizer, json })).toEqual(
          refusal(title, status),
        );
      }
      expect(await outcome(`PATCH /admin/events/${NOBODYS}`, { token: organizer, json: {} })).toEqual(
        refusal('Event not found', 404),
      );
      expect(await data<readonly unknown[]>('GET /events')).toContainEqual(event);
    });
  });

  describe('announcements', () => {
    const announce = (json: unknown): Promise<Shown> => data('POST /admin/announcements', { token: organizer, json });
    const listed = (since?: string): Promise<readonly Shown[]> =>
      data(`GET /announcements${since === undefined ? '' : `?since_date=${encodeURIComponent(since)}`}`);

    test('are listed the latest first, strictly after a date, and none from the future', async () => {
      const old = await announce({ message: 'old', time: '2001-02-03T04:05:06' });
      const now = await announce({ message: 'now' });
      const future = await announce({ message: 'future', time: '2999-01-01T00:00:00' });
      expect(old).toEqual({ id: expect.stringMatching(ID), message: 'old', time: '2001-02-03T04:05:06' });
      expect(now['time']).toMatch(TO_THE_SECOND);
      const of = (list: readonly Shown[]): unknown[] =>
        list.map(({ message }) => message).filter((message) => ['old', 'now', 'future'].includes(String(message)));
      expect(of(await listed())).toEqual(['now', 'old']);
      expect(of(await data('GET /admin/announcements', { token: organizer }))).toEqual(['future', 'now', 'old']);
      for (const [since, messages] of [
        ['1970-01-01T00:00:00', ['now', 'old']],
        ['2001-02-03T04:05:05', ['now', 'old']],
        ['2001-02-03T04:05:05.999', ['now', 'old']],
        ['2001-02-03T04:05:06', ['now']],
        ['2001-02-03T04:05:06Z', ['now']],
        ['2001-02-03T05:05:06+01:00', ['now']],
        ['2001-02-03T05:05:05+0100', ['now', 'old']],
        ['2001-02-03', ['now', 'old']],
        ['2001-02-04', ['now']],
        ['2998-01-01', []],
      ] as const) {
        expect([since, of(await listed(since))]).toEqual([since, messages]);
      }
      // a plus that was not encoded
      expect(of(await data('GET /announcements?since_date=2001-02-03T05:05:06+01:00'))).toEqual(['now']);
      for (const { id } of [old, now, future]) await data(`DELETE /admin/announcements/${id}`, { token: organizer });
      expect(of(await listed())).toEqual([]);
    });

    test.each([
      '',
      'yesterday',
      '1',
      '1488070433',
      '2017-02-30',
      '2017-13-01',
      '2017-02-25T25:00:00',
      '0000-01-01',
      '%00',
    ])('are not listed since %j', async (since) => {
      expect(await outcome(`GET /announcements?since_date=${encodeURIComponent(since)}`)).toEqual(
        refusal('Invalid date', 400),
      );
    });

    test('are changed', async () => {
      const made = await announce({ message: 'Lunch' });
      const changed = { ...made, message: 'Dinner' };
      const path = `/admin/announcements/${made.id}`;
      expect(await data(`PATCH ${path}`, { token: organizer, json: { message: 'Dinner' } })).toEqual(changed);
      expect(await listed()).toContainEqual(changed);
      for (const [json, title] of [
        [{}, 'Nothing to change'],
        [{ message: '' }, 'Message is blank'],
        [{ message: 7 }, 'Invalid message'],
        [{ time: 'x' }, 'Invalid time'],
      ] as const) {
        expect(await outcome(`PATCH ${path}`, { token: organizer, json })).toEqual(refusal(title, 400));
      }
      // put off: it is taken back until then
      const later = { time: '2999-01-01T00:00:00' };
      expect(await data(`PATCH ${path}`, { token: organizer, json: later })).toEqual({ ...changed, ...later });
      expect((await listed()).map(({ id }) => id)).not.toContain(made.id);
      expect(await outcome(`DELETE ${path}`, { token: organizer })).toEqual(success({ id: made.id }));
      for (const [method, json] of [
        ['DELETE', undefined],
        ['PATCH', { message: 'x' }],
      ] as const) {
        expect(await outcome(`${method} ${path}`, { token: organizer, json })).toEqual(
          refusal('Announcement not found', 404),
        );
      }
    });

    test.each<[unknown, string]>([
      [{}, 'No message provided'],
      [{ message: ' ' }, 'Message is blank'],
      [{ message: 'x'.repeat(2001) }, 'Invalid message'],
      [{ message: ['x'] }, 'Invalid message'],
      [{ message: 'x', time: 'noon' }, 'Invalid time'],
      [{ message: 'x', time: 1_488_070_433 }, 'Invalid time'],
    ])('are not made of %j', async (json, title) => {
      expect(await outcome('POST /admin/announcements', { token: organizer, json })).toEqual(refusal(title, 400));
    });
  });

  describe('tickets', () => {
    const OPEN = { claimed: false, expired: false, time_complete: null, claimed_by_me: false };
    const inQueue = async ({ id }: Shown, sending: Sending = {}): Promise<unknown> =>
      (await data<readonly Shown[]>('GET /mentorship/queue', sending)).find((ticket) => ticket.id === id);
    const own = async (by: Attendee): Promise<Readonly<Record<string, readonly Shown[]>>> =>
      (
        await data<{ readonly tickets: Record<string, readonly Shown[]> }>('GET /mentorship/user/queue', {
          token: by.token,
        })
      ).tickets;

    test('are created, seen in the queue by everybody, and are somebody’s', async () => {
      const ticket = await newTicket();
      expect(ticket).toEqual({
        id: expect.stringMatching(ID),
        description: 'CSS is not loading',
        location: 'Main gym',
        contact: 'ann@example.com',
        ...OPEN,
        time_created: expect.stringMatching(MICROSECONDS),
        is_mine: true,
      });
      expect(Math.abs(Date.parse(`${String(ticket['time_created'])}Z`) - Date.now())).toBeLessThan(60_000);
      const others = { ...ticket, is_mine: false };
      expect(await inQueue(ticket)).toEqual(others);
      expect(await inQueue(ticket, { token: ann.token })).toEqual(ticket);
      expect(await inQueue(ticket, { token: bob.token })).toEqual(others);
      // a bad token is as none
      expect(await inQueue(ticket, { token: 'x' })).toEqual(others);
      expect(await inQueue(ticket, { authorization: 'x' })).toEqual(others);
    });

    test('may have no contact, but say so', async () => {
      expect(await newTicket(ann, { contact: '' })).toMatchObject({ contact: '' });
    });

    test.each<[string, Record<string, unknown>, string]>([
      ['no description', { description: undefined }, 'No description provided'],
      ['a description that is null', { description: null }, 'No description provided'],
      ['a blank description', { description: ' \n' }, 'Ticket description is blank'],
      ['a description too long', { description: 'x'.repeat(2001) }, 'Invalid description'],
      ['no location', { location: undefined }, 'No location provided'],
      ['a blank location', { location: '' }, 'Location is blank'],
      ['a location that is no text', { location: 7 }, 'Invalid location'],
      ['no contact', { contact: undefined }, 'No contact provided'],
      ['a contact that is no text', { contact: {} }, 'Invalid contact'],
    ])('are not created with %s', async (_, changes, title) => {
      const json = { description: 'a', location: 'b', contact: 'c', ...changes };
      expect(await outcome('POST /mentorship/create', { token: ann.token, json })).toEqual(refusal(title, 400));
    });

    test('are not created by nobody', async () => {
      const json = { description: 'a', location: 'b', contact: 'c' };
      for (const token of [undefined, 'x', `${ann.token}x`]) {
        const sending = { json, ...(token === undefined ? {} : { token }) };
        expect(await outcome('POST /mentorship/create', sending)).toEqual(refusal(NOT_LOGGED_IN, 400));
      }
      expect(await outcome('POST /mentorship/create', { text: '{' })).toEqual(refusal(NOT_LOGGED_IN, 400));
    });

    test('are in the queue by the time when they were created', async () => {
      const [first, second] = [await newTicket(), await newTicket(bob)];
      await act('claim', first, cid);
      expect(await inQueue(first)).toBeUndefined();
      await act('reopen', first, cid);
      const ids = (await data<readonly Shown[]>('GET /mentorship/queue')).map(({ id }) => id);
      expect(ids.filter((id) => [first.id, second.id].includes(id))).toEqual([first.id, second.id]);
      expect(await inQueue(first)).toMatchObject({ time_created: first['time_created'], ...OPEN });
    });

    test('are claimed by one', async () => {
      const ticket = await newTicket();
      const claimed = { ...ticket, claimed: true, is_mine: false, claimed_by_me: true };
      expect(await act('claim', ticket, bob)).toEqual(success(claimed));
      expect(await inQueue(ticket)).toBeUndefined();
      for (const who of [bob, cid, ann]) {
        expect(await act('claim', ticket, who)).toEqual(refusal('Ticket already claimed', 409));
      }
      const mine = await data<readonly Shown[]>('GET /mentorship/user/claimed', { token: bob.token });
      expect(mine.at(-1)).toEqual(claimed);
      expect((await own(ann))['in_progress']?.[0]).toEqual({ ...ticket, claimed: true });
    });

    test('may be claimed by who made them', async () => {
      const ticket = await newTicket();
      expect(await act('claim', ticket, ann)).toEqual(success({ ...ticket, claimed: true, claimed_by_me: true }));
    });

    test('are named in any case', async () => {
      const ticket = await newTicket();
      const named = { ...ticket, id: ticket.id.toUpperCase() };
      expect(await act('claim', named, bob)).toMatchObject({ status: 200, body: { data: { id: ticket.id } } });
    });

    test.each(['claim', 'reopen', 'close'])('to %s, one must be logged in and say which', async (what) => {
      const path = `POST /mentorship/${what}`;
      for (const json of [{ id: NOBODYS }, {}]) {
        expect(await outcome(path, { json })).toEqual(refusal(NOT_LOGGED_IN, 401));
        expect(await outcome(path, { token: 'x', json })).toEqual(refusal(NOT_LOGGED_IN, 401));
      }
      for (const json of [{}, { id: null }]) {
        expect(await outcome(path, { token: ann.token, json })).toEqual(refusal('No ticket provided.', 400));
      }
      for (const id of NO_IDS) {
        expect(await outcome(path, { token: ann.token, json: { id } })).toEqual(refusal('Invalid Ticket ID', 400));
      }
      expect(await outcome(path, { token: ann.token, json: { id: NOBODYS } })).toEqual(
        refusal('Ticket does not exist', 404),
      );
    });

    test('are opened again by who made or claimed them', async () => {
      const ticket = await newTicket();
      expect(await act('reopen', ticket, bob)).toEqual(refusal('Cannot re-open this ticket', 403));
      expect(await act('reopen', ticket, ann)).toEqual(refusal('Ticket is already open', 403));
      await act('claim', ticket, bob);
      expect(await act('reopen', ticket, cid)).toEqual(refusal('Cannot re-open this ticket', 403));
      expect(await act('reopen', ticket, bob)).toEqual(success({ ...ticket, is_mine: false }));
      expect(await inQueue(ticket, { token: ann.token })).toEqual(ticket);
      await act('claim', ticket, cid);
      expect(await act('reopen', ticket, ann)).toEqual(success(ticket));
      // who claimed it before is nobody to it now
      expect(await act('close', ticket, cid)).toEqual(refusal('Cannot close this ticket', 403));
    });

    test('are closed by who made or claimed them, and keep what they were', async () => {
      const ticket = await newTicket();
      await act('claim', ticket, bob);
      expect(await act('close', ticket, cid)).toEqual(refusal('Cannot close this ticket', 403));
      const closed = { ...ticket, claimed: true, time_complete: expect.stringMatching(MICROSECONDS) };
      expect(await act('close', ticket, bob)).toEqual(success({ ...closed, is_mine: false, claimed_by_me: true }));
      for (const who of [ann, bob]) {
        expect(await act('close', ticket, who)).toEqual(refusal('Ticket is already closed', 409));
      }
      expect(await act('close', ticket, cid)).toEqual(refusal('Cannot close this ticket', 403));
      expect(await act('claim', ticket, cid)).toEqual(refusal('Ticket is closed', 403));
      const claimed = await data<readonly Shown[]>('GET /mentorship/user/claimed', { token: bob.token });
      expect(claimed.map(({ id }) => id)).not.toContain(ticket.id);
      expect((await own(ann))['closed']?.[0]).toEqual(closed);
      // and opened again
      expect(await act('reopen', ticket, ann)).toEqual(success(ticket));
    });

    test('that nobody claimed are closed by who made them alone', async () => {
      const ticket = await newTicket();
      expect(await act('close', ticket, bob)).toEqual(refusal('Cannot close this ticket', 403));
      const time: unknown = expect.stringMatching(MICROSECONDS);
      expect(await act('close', ticket, ann)).toEqual(success({ ...ticket, time_complete: time }));
      expect(await inQueue(ticket)).toBeUndefined();
    });

    test('of one’s own are in four lists, the latest first in each', async () => {
      const dan = await open().attendee();
      const answer = await data('GET /mentorship/user/queue', { token: dan.token });
      const categories = ['open', 'in_progress', 'expired', 'closed'];
      expect(answer).toEqual({ categories, tickets: { open: [], in_progress: [], expired: [], closed: [] } });
      const made = [await newTicket(dan), await newTicket(dan), await newTicket(dan), await newTicket(dan)] as const;
      await act('claim', made[1], bob);
      await act('close', made[3], dan);
      const { open: waiting, in_progress: claimed, closed } = await own(dan);
      expect(waiting?.map(({ id }) => id)).toEqual([made[2].id, made[0].id]);
      expect(claimed?.map(({ id }) => id)).toEqual([made[1].id]);
      expect(closed?.map(({ id }) => id)).toEqual([made[3].id]);
    });

    test('that one claimed are listed the longest waiting first', async () => {
      const eve = await open().attendee();
      expect(await outcome('GET /mentorship/user/claimed')).toEqual(refusal(NOT_LOGGED_IN, 401));
      expect(await outcome('GET /mentorship/user/claimed', { token: eve.token })).toEqual(success([]));
      const made = [await newTicket(), await newTicket(bob), await newTicket()] as const;
      for (const ticket of made.toReversed()) await act('claim', ticket, eve);
      await act('close', made[1], eve);
      const claimed = await data<readonly Shown[]>('GET /mentorship/user/claimed', { token: eve.token });
      expect(claimed.map(({ id }) => id)).toEqual([made[0].id, made[2].id]);
    });

    test('are all shown to organizers, with the waiting times', async () => {
      const ticket = await newTicket(ann, { description: `Find me: ${freshName()}` });
      await act('claim', ticket, bob);
      const search = encodeURIComponent(String(ticket['description']).toUpperCase());
      type Listed = { readonly tickets: readonly Shown[]; readonly total: number; readonly statistics: Shown };
      const found = await data<Listed>(`GET /admin/tickets?search=${search}`, { token: organizer });
      expect(found.tickets).toEqual([
        {
          ...ticket,
          claimed: true,
          is_mine: false,
          state: 'in_progress',
          owner: ann.name,
          mentor: bob.name,
          time_opened: ticket['time_created'],
          time_claimed: expect.stringMatching(MICROSECONDS),
        },
      ]);
      expect(found.total).toBe(1);
      const { statistics } = found;
      const waited = {
        opened: expect.any(Number),
        claimed: expect.any(Number),
        closed: expect.any(Number),
        median_to_claim: expect.any(Number),
        p90_to_claim: expect.any(Number),
        median_to_close: expect.any(Number),
        p90_to_close: expect.any(Number),
      };
      expect(statistics).toEqual({
        open_now: expect.any(Number),
        longest_waiting: expect.any(Number),
        overall: waited,
        per_hour: expect.arrayContaining([{ ...waited, hour: expect.stringMatching(/:00:00$/u) }]),
      });
      const open_ = await data<Listed>('GET /admin/tickets?state=open&limit=2&page=1', { token: organizer });
      expect(open_.tickets.length).toBeLessThanOrEqual(2);
      expect(open_.total).toBeGreaterThan(0);
      for (const { state } of open_.tickets) expect(state).toBe('open');
      expect(await outcome('GET /admin/tickets?state=lost', { token: organizer })).toEqual(
        refusal('Invalid state', 400),
      );
    });
  });

  describe('people', () => {
    test.each([
      ['/admin/checkin', '/admin/checkout'],
      ['/user/checkin', '/user/checkout'],
    ])('are checked in at %s and out at %s, once', async (into, out) => {
      const { username, name } = await open().attendee();
      const sending = { token: organizer, json: { username: username.toUpperCase() } };
      const person = { username, name, roles: [], checked_in: false, time_checked_in: null };
      expect(await outcome(`POST ${out}`, sending)).toEqual(refusal('Not checked in', 409));
      const there = { ...person, checked_in: true, time_checked_in: expect.stringMatching(MICROSECONDS) };
      expect(await outcome(`POST ${into}`, sending)).toEqual(success(there));
      expect(await outcome(`POST ${into}`, sending)).toEqual(refusal('Already checked in', 409));
      const search = `GET /admin/people?search=${encodeURIComponent(username)}`;
      expect(await outcome(search, { token: organizer })).toEqual(success({ people: [there], total: 1 }));
      expect(await outcome(`POST ${out}`, sending)).toEqual(success(person));
      expect(await outcome(search, { token: organizer })).toEqual(success({ people: [person], total: 1 }));
      for (const [json, title, status] of [
        [{}, 'No username provided', 400],
        [{ username: '' }, 'Username is blank', 400],
        [{ username: 7 }, 'Invalid username', 400],
        [{ username: freshName() }, 'User not found', 404],
      ] as const) {
        for (const path of [into, out]) {
          expect(await outcome(`POST ${path}`, { token: organizer, json })).toEqual(refusal(title, status));
        }
      }
    });
  });

  describe('every path', () => {
    const READS = ['times', 'maps', 'announcements', 'events', 'mentorship/queue', 'push'];
    test.each(READS)('/%s is the same with a closing slash, and has a HEAD', async (path) => {
      const [bare, closed] = [await ask(`GET /${path}`), await ask(`GET /${path}/`)];
      expect([closed.status, closed.body]).toEqual([bare.status, bare.body]);
      const head = await open().call(`HEAD /${path}`);
      expect([head.status, head.text]).toEqual([200, '']);
      const { headers, status } = await ask(`DELETE /${path}`);
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    });

    test('takes a closing slash where something is sent, too', async () => {
      const ticket = await newTicket();
      const json = { id: ticket.id };
      expect((await ask('POST /mentorship/claim/', { token: bob.token, json })).status).toBe(200);
      expect((await ask('POST /mentorship/close/', { token: bob.token, json })).status).toBe(200);
      expect((await ask('GET /mentorship/user/queue/', { token: bob.token })).status).toBe(200);
      expect(
        (await ask('POST /user/login/', { json: { username: ann.username, password: ann.password } })).status,
      ).toBe(200);
      const { id } = await data<Shown>('POST /admin/announcements/', { token: organizer, json: { message: 'x' } });
      expect((await ask(`DELETE /admin/announcements/${id}/`, { token: organizer })).status).toBe(200);
    });

    test('that is none is answered in the envelope', async () => {
      for (const path of [
        'nothing',
        'user',
        'mentorship',
        'admin/nothing',
        'twilio/announcement',
        'push/subscriptions',
      ]) {
        expect(await outcome(`GET /${path}`)).toEqual(refusal('Not found', 404));
      }
    });
  });
}
