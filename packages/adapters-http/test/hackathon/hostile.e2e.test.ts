import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Received, Sending } from '../support/agency.ts';
import { form, startHackathon, type Attendee, type RunningHackathon } from '../support/hackathon.ts';
import { PNG } from '../support/pictures.ts';
import { writeRaw } from '../support/raw.ts';

const isLong = process.env['QUINTET_TEST_LONG'] === '1';
const RUNS = isLong ? 10_000 : 100;

let hackathon: RunningHackathon;
let ann: Attendee;
let organizer: string;
let ids: { readonly ticket: string; readonly location: string; readonly event: string; readonly announcement: string };

const EVENT = {
  short_description: 'a',
  long_description: 'b',
  start_time: '2017-03-18T00:15:00',
  end_time: '2017-03-18T00:15:00',
};

beforeAll(async () => {
  hackathon = await startHackathon();
  ann = await hackathon.attendee();
  organizer = await hackathon.organizer();
  const make = async (request: string, json: object, token = organizer): Promise<string> => {
    const { body } = await hackathon.call(request, { token, json });
    return (body['data'] as { readonly id: string }).id;
  };
  const location = await make('POST /admin/locations', { name: 'Gym' });
  ids = {
    location,
    event: await make('POST /admin/events', { ...EVENT, location }),
    announcement: await make('POST /admin/announcements', { message: 'a', time: '2017-03-18T00:15:00' }),
    ticket: await make('POST /mentorship/create', { description: 'a', location: 'b', contact: 'c' }, ann.token),
  };
});
afterAll(() => hackathon?.stop());

/** Everything that can be written, and by whom. */
const WRITES = (): readonly (readonly [request: string, token: string])[] => [
  ['POST /user/create', ''],
  ['POST /user/login', ''],
  ['POST /mentorship/create', ann.token],
  ['POST /mentorship/claim', ann.token],
  ['POST /mentorship/reopen', ann.token],
  ['POST /mentorship/close', ann.token],
  ['PUT /admin/times', organizer],
  ['POST /admin/events', organizer],
  [`PATCH /admin/events/${ids.event}`, organizer],
  ['POST /admin/locations', organizer],
  [`PATCH /admin/locations/${ids.location}`, organizer],
  ['POST /admin/announcements', organizer],
  [`PATCH /admin/announcements/${ids.announcement}`, organizer],
  ['POST /admin/checkin', organizer],
  ['POST /admin/checkout', organizer],
];

const FIELDS = [
  'name username password description location contact id message time rank',
  'short_description long_description start_time end_time',
  'event_start_time event_end_time hacking_start_time hacking_end_time',
].flatMap((line) => line.split(' '));

const PATHS = [
  '/times /maps /announcements /events /location/image/0 /push /push/subscriptions /pusher/auth',
  '/user/create /user/login /user/checkin /mentorship/create /mentorship/claim /mentorship/reopen',
  '/mentorship/close /mentorship/queue /mentorship/user/queue /admin/times /admin/events /admin/locations',
  '/admin/announcements /admin/tickets /admin/people /admin/checkin /admin/checkout /twilio/announcement',
].flatMap((line) => line.split(' '));

/** All that there is, to be compared. */
async function state(): Promise<unknown> {
  const lists = ['/times', '/admin/locations', '/admin/announcements', '/events', '/admin/tickets', '/admin/people'];
  const shown = await Promise.all(
    lists.map(async (list) => (await hackathon.call(`GET ${list}`, { token: organizer })).body['data']),
  );
  // how long somebody has waited is different each time, and nothing that was changed
  return shown.map((list) =>
    list !== null && typeof list === 'object' && 'statistics' in list ? list['tickets' as never] : list,
  );
}

async function unchanged(attack: () => Promise<void>): Promise<void> {
  const before = [await state(), await hackathon.server.database?.digest()];
  await attack();
  expect([await state(), await hackathon.server.database?.digest()], 'nothing has changed').toEqual(before);
}

function expectRefused({ status, body, text }: Received): void {
  expect([status >= 400 && status < 500, body], text.slice(0, 300)).toEqual([
    true,
    { success: false, error: { title: expect.stringMatching(/\S/u), message: expect.stringMatching(/\S/u) } },
  ]);
}

const call = (request: string, token: string, sending: Sending): Promise<Received> =>
  hackathon.call(request, { ...(token === '' ? {} : { token }), ...sending });

describe('what is sent in the place of every field is refused', () => {
  const values: readonly unknown[] = [1e308, { $gt: '' }, ['a', 1], '\0', '\ud800'];
  const more: readonly unknown[] = [
    -7,
    1.5,
    2 ** 53,
    [],
    {},
    [[]],
    { length: 5, 0: 'a' },
    { toString: 'x' },
    ' \0 ',
    'x'.repeat(100_000),
  ];
  test.each([...values, ...(isLong ? more : [])])('%j', (value) =>
    unchanged(async () => {
      const json = Object.fromEntries(FIELDS.map((field) => [field, value]));
      for (const [request, token] of WRITES()) expectRefused(await call(request, token, { json }));
      for (const field of isLong ? FIELDS : []) {
        for (const [request, token] of WRITES()) {
          if (request.startsWith('PATCH')) expectRefused(await call(request, token, { json: { [field]: value } }));
        }
      }
    }),
  );
});

describe('names that objects have of themselves are no fields', () => {
  test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype'])('%s', (name) =>
    unchanged(async () => {
      const inner = { ...Object.fromEntries(FIELDS.map((field) => [field, 'x'])), id: ids.ticket };
      const text = `{${JSON.stringify(name)}:${JSON.stringify(inner)}}`;
      for (const [request, token] of WRITES()) expectRefused(await call(request, token, { text }));
    }),
  );
});

describe('bodies that are too large, too deep or not text are refused', () => {
  test.each<[string, string | Uint8Array<ArrayBuffer>, number | undefined]>([
    ['more than 1 MiB', `{"name":"${'x'.repeat(isLong ? 10_000_000 : 1_100_000)}"}`, 413],
    ['nested lists', '['.repeat(400_000), 400],
    ['nested objects', '{"name":'.repeat(100_000), 400],
    ['a list of lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 400],
    ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ['UTF-16', Uint8Array.from(Buffer.from('{"name":"a"}', 'utf16le')), 400],
  ])('%s', (_, text, status) =>
    unchanged(async () => {
      for (const [request, token] of WRITES()) {
        const answer = await call(request, token, { text });
        expectRefused(answer);
        expect([request, answer.status]).toEqual([request, status]);
      }
    }),
  );
});

describe('forms with files that are none are refused', () => {
  const type = 'multipart/form-data; boundary=x';
  const part = (head: string, body = ''): string => `--x\r\n${head}\r\n\r\n${body}\r\n`;
  test.each<[string, () => Sending | Promise<Sending>]>([
    [
      'no boundary',
      () => ({ text: part('Content-Disposition: form-data; name="name"', 'a'), type: 'multipart/form-data' }),
    ],
    ['no end', () => ({ text: part('Content-Disposition: form-data; name="name"', 'a'), type })],
    ['a part without a name', () => ({ text: `${part('Content-Disposition: form-data', 'a')}--x--\r\n`, type })],
    ['a part without a head', () => ({ text: '--x\r\na\r\n--x--\r\n', type })],
    [
      'another disposition',
      () => ({ text: `${part('Content-Disposition: attachment; name="name"', 'a')}--x--\r\n`, type }),
    ],
    ['a head without an end', () => ({ text: `--x\r\n${'a'.repeat(200_000)}`, type })],
    ['fields of its own alone', async () => form({ evil: 'x' })],
    ['a name of NUL', async () => form({ name: 'a\0b' })],
    ['a name too long', async () => form({ name: 'x'.repeat(300) })],
    ['a rank of any text', async () => form({ name: 'a', rank: '1e3' })],
    [
      'many parts and no name',
      async () => form(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`a${at}`, 'x']))),
    ],
    ['6 MiB', async () => form({ name: 'a', picture: { bytes: Buffer.concat([PNG, Buffer.alloc(6 * 2 ** 20)]) } })],
  ])('%s', (_, make) =>
    unchanged(async () => {
      expectRefused(await call('POST /admin/locations', organizer, await make()));
      expectRefused(await call(`PATCH /admin/locations/${ids.location}`, organizer, await make()));
    }),
  );

  test('a form that is cut off changes nothing', () =>
    unchanged(async () => {
      const head = [
        'POST /hackathon/admin/locations HTTP/1.1',
        'Host: x',
        `Authorization: Bearer ${organizer}`,
        `Content-Type: ${type}`,
        'Content-Length: 1000',
        'Connection: close',
        '',
        part('Content-Disposition: form-data; name="name"', 'cut off'),
      ].join('\r\n');
      await writeRaw(hackathon.server.url, [head], 300).catch(() => []);
    }));
});

test('paths and queries of any kind are answered in the envelope', () =>
  unchanged(async () => {
    const strange = [
      '%00',
      '%FF',
      '..%2f',
      "'--",
      '%F0%9F%8D%95',
      '٣',
      'a'.repeat(4000),
      '5'.repeat(25),
      ':id',
      '{id}',
    ];
    for (const part of strange) {
      for (const path of [`/location/image/${part}`, `/admin/events/${part}`, `/admin/locations/${part}`, `/${part}`]) {
        for (const method of ['GET', 'PATCH', 'DELETE']) {
          const answer = await call(`${method} ${path}`, organizer, method === 'PATCH' ? { json: { name: 'x' } } : {});
          expectRefused(answer);
        }
      }
      const lists = [`/announcements?since_date=${part}`, `/admin/tickets?state=${part}`];
      for (const path of lists) expectRefused(await call(`GET ${path}`, organizer, {}));
      for (const path of [`/admin/people?search=${part}&page=${part}&limit=${part}`, `/admin/tickets?search=${part}`]) {
        expect((await call(`GET ${path}`, organizer, {})).status).toBe(200);
      }
    }
  }));

test('whatever is asked is answered in the form of the API, and never with a 500', () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
      fc.constantFrom(...PATHS),
      fc.dictionary(
        fc.constantFrom('since_date', 'page', 'limit', 'state', 'search', '__proto__'),
        fc.oneof(fc.string(), fc.nat().map(String)),
      ),
      fc.oneof(
        fc.json(),
        fc.string({ unit: 'binary' }),
        fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue()).map((body) => JSON.stringify(body)),
      ),
      fc.boolean(),
      async (method, path, query, text, isOrganizer) => {
        const search = new URLSearchParams(
          Object.entries(query).map(([key, value]): [string, string] => [key, value.toWellFormed()]),
        );
        const answer = await call(
          `${method} ${path}?${search.toString()}`,
          isOrganizer ? organizer : ann.token,
          method === 'GET' ? {} : { text: text.toWellFormed() },
        );
        expect(answer.headers.get('content-type'), `${method} ${path}`).toBe('application/json');
        expect(answer.body['success'], answer.text).toBe(answer.status < 300);
        expect(answer.status).toBeLessThan(500);
      },
    ),
    { numRuns: RUNS },
  ));
