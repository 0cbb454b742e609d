import type { GatewayFailure, InstagramGateway, Ports, Unavailable } from '@quintet/core';
import { errAsync } from 'neverthrow';
import { afterAll, describe, expect, test } from 'vitest';
import { MESSAGES, type Code } from '../../src/instagram/answers.ts';
import type { Received, Sending } from '../support/in-memory.ts';
import { instagramInMemory, NEW_CHANNEL, NEW_INSTAGRAM, type InstagramInMemory } from '../support/instagram.ts';

/** Somebody who is signed in, with an instagram of number 1 and a channel. */
interface World extends InstagramInMemory {
  readonly token: string;
  /** The same with the token; `{channel}` stands for the number of the channel. */
  readonly ask: (request: string, sending?: Sending) => Promise<Received>;
}

async function makeWorld(overrides: Partial<Ports> = {}): Promise<World> {
  const inMemory = instagramInMemory(overrides);
  const token = await inMemory.signIn();
  await inMemory.call('POST /instagrams', { token, json: NEW_INSTAGRAM });
  const { body } = await inMemory.call('POST /intagram/1/channels', { token, json: NEW_CHANNEL });
  const ask: World['ask'] = (request, sending = {}) =>
    inMemory.call(request.replace('{channel}', String(body['id'])), { token, ...sending });
  return { ...inMemory, token, ask };
}

const CHANNELS = '/instagram/1/channels';
const AWAY: Unavailable = { kind: 'unavailable', retryAfter: 2, cause: new Error('the storage is away') };

/** A token of somebody who is not there. */
async function tokenOfNobody({ ports, clock }: World): Promise<string> {
  const issuedAt = clock.now();
  const expiresAt = new Date(issuedAt.getTime() + 60_000);
  const claims = { accountId: 4711, tokenId: '0.nobody', issuedAt, expiresAt, permissions: [] };
  return (await ports.accessTokens.sign(claims))._unsafeUnwrap();
}

/** An instagram whose last work met a failure, as its statistics tell. */
async function troubleWith(
  call: keyof InstagramGateway,
  failure: GatewayFailure,
  channel: object = {},
): Promise<unknown> {
  const { ask, network, engine } = await makeWorld();
  await ask(`PUT ${CHANNELS}/{channel}`, { json: { ...NEW_CHANNEL, action: 'follow', ...channel } });
  await ask(`GET ${CHANNELS}/{channel}/start`);
  network.fail({ call, failure, times: 1 });
  // the first time it fills the queue, unless it meets the failure before
  await engine.runDue();
  await engine.runDue();
  return (await ask('GET /instagram/1/stats')).body['why_not_now'];
}

type Refused = readonly [code: Code, payload: string, what: string, body: (world: World) => Promise<Received>];

const REFUSED: readonly Refused[] = [
  [
    1010,
    '',
    'an account that can not be reached',
    ({ ask }) => ask('POST /instagrams', { json: named('offline.one') }),
  ],
  [
    1030,
    '',
    'an account whose answer nobody can read',
    ({ ask }) => ask('POST /instagrams', { json: named('garbled') }),
  ],
  [1050, '', 'an account that is suspected', ({ ask }) => ask('POST /instagrams', { json: named('suspected1') })],
  [2010, '', 'an unknown instagram', ({ ask }) => ask('GET /instagrams/2')],
  [2010, '', 'an instagram without a number', ({ ask }) => ask('GET /instagrams/one')],
  [2010, '', 'an instagram of a number that is too large', ({ ask }) => ask(`GET /instagrams/${'9'.repeat(30)}`)],
  [2010, '', 'a change of an unknown instagram', ({ ask }) => ask('PUT /instagrams/2', { json: NEW_INSTAGRAM })],
  [2010, '', 'the end of an unknown instagram', ({ ask }) => ask('DELETE /instagrams/2')],
  [2010, '', 'the start of an unknown instagram', ({ ask }) => ask('GET /instagrams/2/start')],
  [2010, '', 'the stop of an unknown instagram', ({ ask }) => ask('GET /instagrams/2/stop')],
  [2010, '', 'channels of an unknown instagram', ({ ask }) => ask('GET /instagram/2/channels')],
  [2010, '', 'a channel of an unknown instagram', ({ ask }) => ask('GET /instagram/2/channels/1')],
  [2010, '', 'a new channel of an unknown instagram', ({ ask }) => ask('POST /instagram/2/channels', { json: {} })],
  [2010, '', 'statistics of an unknown instagram', ({ ask }) => ask('GET /instagram/2/stats')],
  [2010, '', 'the journal of an unknown instagram', ({ ask }) => ask('GET /instagram/2/journal')],
  [
    2010,
    '',
    "another user's instagram",
    async ({ call, signIn }) => {
      return call('GET /instagrams/1', { token: await signIn('other@example.com') });
    },
  ],
  [
    2020,
    '',
    'instagrams of nobody',
    async (world) => world.call('GET /instagrams', { token: await tokenOfNobody(world) }),
  ],
  [
    2030,
    'username must be text of 1 to 255 characters',
    'no username',
    ({ ask }) => ask('POST /instagrams', { json: {} }),
  ],
  [
    2030,
    'password must be text of 1 to 1024 bytes',
    'no password',
    ({ ask }) => {
      return ask('POST /instagrams', { json: { username: 'x' } });
    },
  ],
  [
    2030,
    'hours.min must be a whole number from 0 to 23',
    'an hour that is none',
    ({ ask }) => {
      return ask('POST /instagrams', { json: { ...NEW_INSTAGRAM, hours: { min: 24, max: 0 } } });
    },
  ],
  [2030, 'the body is not JSON', 'no JSON', ({ ask }) => ask('POST /instagrams', { text: '{' })],
  [2030, 'the body is not JSON', 'no body', ({ ask }) => ask('POST /instagrams')],
  [2030, 'the body is not a JSON object', 'JSON that is no object', ({ ask }) => ask('POST /instagrams', { json: [] })],
  [
    2040,
    'trusted must be true or false',
    'a change to what is none',
    ({ ask }) => {
      return ask('PUT /instagrams/1', { json: { ...NEW_INSTAGRAM, trusted: 'yes' } });
    },
  ],
  [2040, 'the body is not JSON', 'a change that is no JSON', ({ ask }) => ask('PUT /instagrams/1', { text: 'x' })],
  [2060, '', 'an instagram told to do what it can not', ({ ask }) => ask('GET /instagrams/1/restart')],
  [
    2070,
    '',
    'a password that the network refuses',
    ({ ask }) => {
      return ask('POST /instagrams', { json: { ...NEW_INSTAGRAM, password: 'wrong-password' } });
    },
  ],
  [
    2070,
    '',
    'a change to a password that the network refuses',
    ({ ask }) => {
      return ask('PUT /instagrams/1', { json: { ...NEW_INSTAGRAM, password: 'wrong-password' } });
    },
  ],
  [
    2080,
    'Request to instagram failed',
    'a profile that can not be had',
    ({ ask, network }) => {
      network.fail({ call: 'profile', failure: { kind: 'gateway-request-failed' } });
      return ask('POST /instagrams', { json: NEW_INSTAGRAM });
    },
  ],
  [
    2090,
    '',
    'the start of a channel of an instagram that is stopped',
    async ({ ask }) => {
      await ask('GET /instagrams/1/stop');
      return ask(`GET ${CHANNELS}/{channel}/start`);
    },
  ],
  [
    3010,
    '',
    'a user who is not there',
    async (world) => world.call('GET /user', { token: await tokenOfNobody(world) }),
  ],
  [
    3010,
    '',
    'a new token for nobody',
    async (world) => {
      return world.call('GET /user/refresh_token', { token: await tokenOfNobody(world) });
    },
  ],
  [
    3010,
    '',
    'an instagram of nobody',
    async (world) => {
      return world.call('POST /instagrams', { token: await tokenOfNobody(world), json: NEW_INSTAGRAM });
    },
  ],
  [
    3030,
    'username is taken',
    'a name that is taken',
    ({ call }) => {
      return call('POST /signup', { json: { username: 'USER@example.com', password: 'x' } });
    },
  ],
  [
    3030,
    'username must be a text of 1 to 255 characters',
    'a user without a name',
    ({ call }) => {
      return call('POST /signup', { json: { password: 'x' } });
    },
  ],
  [
    3030,
    'password must be a text of 1 to 1024 bytes',
    'a user without a password',
    ({ call }) => {
      return call('POST /signup', { json: { username: 'x' } });
    },
  ],
  [3030, 'the body is not JSON', 'a sign-up without a body', ({ call }) => call('POST /signup')],
  [
    4010,
    '',
    'an action that there is not',
    ({ ask }) => {
      return ask(`POST ${CHANNELS}`, { json: { ...NEW_CHANNEL, action: 'poke' } });
    },
  ],
  [
    4010,
    '',
    'a change to an action that there is not',
    ({ ask }) => {
      return ask(`PUT ${CHANNELS}/{channel}`, { json: { ...NEW_CHANNEL, action: null } });
    },
  ],
  [4010, '', 'a channel told to do what it can not', ({ ask }) => ask(`GET ${CHANNELS}/{channel}/restart`)],
  [
    4030,
    '',
    'a target that there is not',
    ({ ask }) => {
      return ask(`POST ${CHANNELS}`, { json: { ...NEW_CHANNEL, target: 'everybody' } });
    },
  ],
  [4050, '', 'an unknown channel', ({ ask }) => ask(`GET ${CHANNELS}/99`)],
  [4050, '', 'a channel without a number', ({ ask }) => ask(`GET ${CHANNELS}/x`)],
  [4050, '', 'a change of an unknown channel', ({ ask }) => ask(`PUT ${CHANNELS}/99`, { json: NEW_CHANNEL })],
  [4050, '', 'the end of an unknown channel', ({ ask }) => ask(`DELETE ${CHANNELS}/99`)],
  [4050, '', 'the start of an unknown channel', ({ ask }) => ask(`GET ${CHANNELS}/99/start`)],
  [4050, '', 'the stop of an unknown channel', ({ ask }) => ask(`GET ${CHANNELS}/99/stop`)],
  [4050, '', 'an unknown action of an unknown channel', ({ ask }) => ask(`GET ${CHANNELS}/99/restart`)],
  [
    4070,
    'value must be text of 1 to 255 characters',
    'a channel without a value',
    ({ ask }) => {
      return ask(`POST ${CHANNELS}`, { json: { action: 'like', target: 'followers' } });
    },
  ],
  [4070, 'the body is not JSON', 'a channel that is no JSON', ({ ask }) => ask(`POST ${CHANNELS}`, { text: '' })],
  [
    4080,
    'comments must have at least one, as the action is to comment',
    'comments without one',
    ({ ask }) => {
      return ask(`PUT ${CHANNELS}/{channel}`, { json: { ...NEW_CHANNEL, action: 'comment' } });
    },
  ],
  [
    4080,
    'the body is not a JSON object',
    'a change that is no object',
    ({ ask }) => {
      return ask(`PUT ${CHANNELS}/{channel}`, { json: 'x' });
    },
  ],
];

function named(username: string): object {
  return { ...NEW_INSTAGRAM, username };
}

const reached = new Set<number>();

function codeOf(body: unknown): unknown {
  const { code } = Object(body) as { readonly code?: number };
  if (code !== undefined) reached.add(code);
  return code;
}

describe('what is refused has its code', () => {
  for (const [code, payload, what, body] of REFUSED) {
    test(`${code} ${what}`, async () => {
      const world = await makeWorld();
      const answer = await body(world);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: { code, message: MESSAGES[code], payload },
      });
      expect(answer.headers.get('content-type')).toBe('application/json');
      codeOf(answer.body);
      expect(world.seen.failures).toEqual([]);
    });
  }
});

describe('what went wrong on the network is told in the statistics', () => {
  test.each([
    [4040, 1040, 'followers', { kind: 'gateway-followers-failed' }],
    [2070, 1020, 'login', { kind: 'gateway-login-failed' }],
    [4020, 1010, 'follow', { kind: 'gateway-request-failed' }],
  ] as const)('%i because of %i', async (code, cause, call, failure) => {
    const whyNot = await troubleWith(call, failure);
    const trouble = expect.objectContaining({
      code,
      message: MESSAGES[code],
      payload: '',
      cause: { code: cause, message: MESSAGES[cause], payload: '' },
    }) as unknown;
    expect(whyNot).toMatchObject({ reason: 'troubled', trouble, until: expect.any(String) });
    const { trouble: told } = whyNot as { readonly trouble: { readonly cause: unknown } };
    codeOf(told);
    codeOf(told.cause);
  });

  test('and a suspicion stops the instagram, until its owner starts it', async () => {
    const { ask, network, engine } = await makeWorld();
    await ask(`GET ${CHANNELS}/{channel}/start`);
    network.suspect('instalogin');
    await engine.runDue();
    expect((await ask('GET /instagrams/1')).body['state']).toBe('suspected');
    expect((await ask('GET /instagram/1/stats')).body['why_not_now']).toMatchObject({ reason: 'suspected' });
    expect((await ask(`GET ${CHANNELS}/{channel}/start`)).body['code']).toBe(2090);
    expect((await ask('GET /instagrams/1/start')).body['state']).toBe('start');
  });
});

describe('what happened is in the journal', () => {
  test('4100 where somebody has nothing to act upon, 4020 where an action failed', async () => {
    const { ask, network, engine, clock, signIn } = await makeWorld();
    await ask(`GET ${CHANNELS}/{channel}/start`);
    network.fail({ call: 'like', failure: { kind: 'gateway-answer-unreadable' }, times: 3 });
    for (let hour = 0; hour < 200; hour += 1) {
      await engine.runDue();
      clock.set(new Date(clock.now().getTime() + 3_600_000));
    }
    const token = await signIn();
    const { body } = await ask('GET /instagram/1/journal', { token });
    const entries = body as unknown as readonly Readonly<Record<string, unknown>>[];
    const errors = entries.flatMap(({ error }) => (error === undefined || error === null ? [] : [error]));
    const codes = new Set(errors.map(codeOf));
    expect(codes).toEqual(new Set([4020, 4100]));
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['filled', 'skipped', 'action', 'counted']));
    const [first, second, third] = entries;
    const rest = (await ask(`GET /instagram/1/journal?after=${String(first?.['id'])}&limit=2`, { token })).body;
    expect(rest).toEqual([second, third]);
  });
});

describe('what needs a storage that is away', () => {
  const away = () => errAsync(AWAY);
  test.each([
    [2020, 'GET /instagrams'],
    [2040, 'GET /instagrams/1/start'],
    [2050, 'DELETE /instagrams/1'],
    [4060, `GET ${CHANNELS}`],
    [4080, `GET ${CHANNELS}/{channel}/start`],
    [4090, `DELETE ${CHANNELS}/{channel}`],
    [503, 'GET /instagrams/1'],
    [503, 'GET /instagram/1/stats'],
  ])('%i: %s', async (code, request) => {
    const broken = new Proxy({}, { get: () => away }) as never;
    const { call, signIn } = instagramInMemory({ instagrams: broken, channels: broken });
    const answer = await call(request, { token: await signIn() });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.body).toEqual({
      code,
      message: code === 503 ? 'Service unavailable, try again later' : MESSAGES[code as Code],
      payload: code === 503 ? '' : 'Service unavailable, try again later',
    });
    codeOf(answer.body);
  });
});

test('9999: what nobody thought of', async () => {
  const broken = {
    list: () => {
      throw new Error('a bug');
    },
  } as never;
  const { call, signIn, seen } = instagramInMemory({ instagrams: broken });
  const { status, body } = await call('GET /instagrams', { token: await signIn() });
  expect([status, body]).toEqual([400, { code: 9999, message: 'Unknown error', payload: '' }]);
  codeOf(body);
  expect(seen.failures).toHaveLength(1);
});

afterAll(() => {
  const never = Object.keys(MESSAGES).filter((code) => !reached.has(Number(code)));
  expect(never, 'codes that no test has reached').toEqual([]);
});
