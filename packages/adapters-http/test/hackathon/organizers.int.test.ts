import { ROLES, permissionsOf, type Role } from '@quintet/core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Received } from '../support/agency.ts';
import { hackathonInMemory } from '../support/hackathon.ts';
import { damaged, resign, unsigned } from '../support/tokens.ts';

const hackathon = hackathonInMemory({
  twilio: { authToken: 'a secret of Twilio', numbers: ['+15005550006'] },
  push: {
    channels: { mentor: 'm', announcement: 'a', event: 'e' },
    hasStream: true,
    webPushKey: 'x',
    pusher: { key: 'key', secret: 'secret' },
  },
});

/** Every route that is open to everybody, or to everybody with an account, written down here once more. */
const NOT_FOR_ORGANIZERS: ReadonlySet<string> = new Set([
  'GET ',
  'GET /openapi.json',
  'GET /docs/:file',
  'POST /user/create',
  'POST /user/login',
  'GET /times',
  'GET /maps',
  'GET /location/image/:id',
  'GET /announcements',
  'GET /events',
  'POST /mentorship/create',
  'GET /mentorship/queue',
  'GET /mentorship/user/queue',
  'GET /mentorship/user/claimed',
  'POST /mentorship/claim',
  'POST /mentorship/reopen',
  'POST /mentorship/close',
  'GET /push',
  'POST /pusher/auth',
  'POST /push/subscriptions',
  'DELETE /push/subscriptions',
  'POST /twilio/announcement',
]);

const ROUTES = hackathon.api.endpoints
  .map(({ method, path }) => `${method} ${path}`)
  .filter((route) => !NOT_FOR_ORGANIZERS.has(route));

/** What is wrong in every way that a request can be: nobody is told so who may not know. */
const BAD_BODIES = ['', '{', '{"username":7}'];
const TOO_LARGE = 'x'.repeat(1_100_000);

const FORBIDDEN = { status: 403, title: 'Organizers only' };
const UNKNOWN = { status: 401, title: 'No user is currently logged in' };

function outcome({ status, body }: Received): object {
  const { title } = (body['error'] ?? {}) as { readonly title?: string };
  return { status, title };
}

function pathOf(route: string, id = '5'.repeat(24)): string {
  return route.replace(':id', id);
}

let nobody: string;
beforeAll(async () => {
  nobody = (await hackathon.attendee()).token;
});

test('are as many as there are', () => {
  expect(ROUTES.toSorted()).toEqual(
    [
      'PUT /admin/times',
      'POST /admin/events',
      'PATCH /admin/events/:id',
      'DELETE /admin/events/:id',
      'GET /admin/locations',
      'POST /admin/locations',
      'PATCH /admin/locations/:id',
      'DELETE /admin/locations/:id',
      'GET /admin/announcements',
      'POST /admin/announcements',
      'PATCH /admin/announcements/:id',
      'DELETE /admin/announcements/:id',
      'GET /admin/tickets',
      'GET /admin/people',
      'POST /admin/checkin',
      'POST /admin/checkout',
      'POST /user/checkin',
      'POST /user/checkout',
    ].toSorted(),
  );
});

describe.each(ROUTES)('%s', (route) => {
  const isRead = route.startsWith('GET');
  const bodies = isRead ? [undefined] : [undefined, ...BAD_BODIES];
  const call = (token: string | undefined, text?: string, id?: string): Promise<Received> =>
    hackathon.call(pathOf(route, id), {
      ...(token === undefined ? {} : { token }),
      ...(text === undefined ? {} : { text }),
    });

  test('is closed to everybody else, before anything else is looked at', async () => {
    for (const id of ['5'.repeat(24), 'x', '%00']) {
      for (const text of bodies) {
        expect(outcome(await call(undefined, text, id))).toEqual(UNKNOWN);
        expect(outcome(await call(nobody, text, id))).toEqual(FORBIDDEN);
      }
    }
    if (!isRead) expect(outcome(await call(nobody, TOO_LARGE))).toEqual(FORBIDDEN);
    const form = { text: 'x', type: 'multipart/form-data; boundary=y' };
    if (!isRead) expect(outcome(await hackathon.call(pathOf(route), { token: nobody, ...form }))).toEqual(FORBIDDEN);
  });

  test('is closed to tokens that are none', async () => {
    const organizer = await hackathon.organizer();
    const bad = [
      'x',
      `${organizer}x`,
      damaged(organizer, 0),
      damaged(organizer, 1),
      damaged(organizer, 2),
      unsigned(organizer),
      await resign(organizer, {}, 'a secret of somebody else of more than 32 bytes'),
      await resign(organizer, { exp: 1 }),
      await resign(organizer, { iss: 'somebody else' }),
      await resign(organizer, { aud: 'somebody else' }),
    ];
    for (const token of bad) expect(outcome(await call(token))).toEqual(UNKNOWN);
  });

  test.each(ROLES)('for %s', async (role: Role) => {
    const { token } = await hackathon.attendee();
    const answer = await call(await resign(token, { permissions: permissionsOf([role]) }));
    const isAllowed = role === 'organizer' || role === 'admin';
    if (isAllowed) expect([401, 403]).not.toContain(answer.status);
    else expect(outcome(answer)).toEqual(FORBIDDEN);
  });
});

test('a role that is granted counts from the next token on, one that is taken away at once', async () => {
  const { identity } = hackathon.quintet;
  const { username, password, token: before } = await hackathon.attendee();
  const request = 'GET /admin/people';
  await identity.grantRole({ username, role: 'organizer' });
  expect(outcome(await hackathon.call(request, { token: before }))).toEqual(FORBIDDEN);
  const logIn = async (): Promise<string> => {
    const { body } = await hackathon.call('POST /user/login', { json: { username, password } });
    return (body['data'] as { readonly token: string }).token;
  };
  const granted = await logIn();
  expect((await hackathon.call(request, { token: granted })).status).toBe(200);
  await identity.revokeRole({ username, role: 'organizer' });
  expect(outcome(await hackathon.call(request, { token: granted }))).toEqual(UNKNOWN);
  expect(outcome(await hackathon.call(request, { token: await logIn() }))).toEqual(FORBIDDEN);
});
