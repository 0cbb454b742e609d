import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { simulatedNetwork, type GatewayFailure, type GatewaySession, type InstagramGateway } from '@quintet/core';
import { gatewayContract } from '@quintet/core/contracts';
import { memoryAdapters, systemClock } from '@quintet/core/memory';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bridgeDocument } from '../../src/outbound/bridge/document.ts';
import { createInstagramBridge } from '../../src/outbound/instagram-bridge.ts';
import type { Interference } from '../../../../examples/instagram-bridge/bridge.ts';
import { startBridge, type RunningBridge } from '../support/bridge.ts';
import { freePort } from '../support/server.ts';

gatewayContract({ describe, test, beforeAll, afterAll }, async (clock) => {
  const bridge = await startBridge(simulatedNetwork({ clock, seed: 7 }));
  return {
    resolve: memoryAdapters({ clock, gateway: createInstagramBridge({ url: bridge.url }) }),
    close: () => bridge.stop(),
  };
});

/** Short enough for a test, and with more patience than a test has where it is not about that. */
const SHORT = { timeout: 250, retries: 2, pause: 5, longestPause: 1_500, failures: 50, rest: 100 };

const BROKEN_JSON = { answer: { status: 200, body: '{"entries": [' } };
const SLOW = { delay: 600 };
const order = (): { readonly key: string; readonly timeout: number } => ({ key: randomUUID(), timeout: 5000 });

function busy(retryAfter: string, status = 429): Interference {
  return { answer: { status, body: 'later', headers: { 'Retry-After': retryAfter } } };
}

async function failureOf(outcome: ResultAsync<unknown, GatewayFailure>): Promise<GatewayFailure> {
  const result = await outcome;
  return result.isErr() ? result.error : expect.fail(`a value: ${JSON.stringify(result.value)}`);
}

describe('a bridge that does not work well', () => {
  let bridge: RunningBridge;
  let gateway: InstagramGateway;
  let session: GatewaySession;
  let asked: number;

  beforeAll(async () => {
    bridge = await startBridge(simulatedNetwork({ clock: systemClock, seed: 7 }));
  });
  beforeEach(async () => {
    bridge.interfere();
    gateway = createInstagramBridge({ url: `${bridge.url}/`, ...SHORT });
    session = (await gateway.login({ username: 'instalogin', password: 'instapassword' }))._unsafeUnwrap();
    asked = bridge.requests.length;
  });
  afterAll(() => bridge.stop());

  const read = () => gateway.followers(session, 'natgeo', { cursor: null, limit: 10 });
  const follow = (key = order()) => gateway.follow(session, { ...key, username: 'natgeo' });
  const count = (): number => bridge.requests.length - asked;

  test.each([
    ['broken JSON', [BROKEN_JSON, BROKEN_JSON]],
    ['a dropped connection', [{ drop: 'before' as const }, { drop: 'after' as const }]],
    ['429 with Retry-After', [busy('0'), busy('1')]],
    ['503 with Retry-After as a date', [busy(new Date(Date.now()).toUTCString(), 503)]],
    ['slow answers', [SLOW, SLOW]],
    ['an error page', [{ answer: { status: 500, body: '<h1>Oops</h1>' } }]],
  ])('is asked again for what can be read: %s', async (_, interferences) => {
    bridge.interfere(...interferences);
    expect((await read())._unsafeUnwrap().entries).toHaveLength(10);
    expect(count()).toBe(interferences.length + 1);
  });

  test.each([
    ['broken JSON', BROKEN_JSON, 'gateway-answer-unreadable'],
    [
      'an answer of another form',
      { answer: { status: 200, body: { entries: [{}], cursor: null } } },
      'gateway-answer-unreadable',
    ],
    ['a page for people', { answer: { status: 200, body: '<h1>hello</h1>' } }, 'gateway-answer-unreadable'],
    ['a path that it does not know', { answer: { status: 404, body: 'not here' } }, 'gateway-answer-unreadable'],
    ['a dropped connection', { drop: 'before' as const }, 'gateway-request-failed'],
    ['a slow answer', SLOW, 'gateway-request-failed'],
    ['an error page', { answer: { status: 500, body: '<h1>Oops</h1>' } }, 'gateway-request-failed'],
  ])('%s, again and again, comes to a failure', async (_, interference, kind) => {
    bridge.interfere(interference, interference, interference);
    expect((await failureOf(read())).kind).toBe(kind);
    expect(count()).toBeLessThanOrEqual(3);
  });

  test('asks for patience that nobody has: how long is told', async () => {
    bridge.interfere(busy('120'));
    expect(await failureOf(read())).toMatchObject({ kind: 'gateway-request-failed', retryAfter: 120 });
    expect(count()).toBe(1);
  });

  test.each([
    ['broken JSON', BROKEN_JSON, 'gateway-answer-unreadable'],
    ['429', busy('0'), 'gateway-request-failed'],
    ['a dropped connection', { drop: 'after' as const }, 'gateway-request-failed'],
    ['a slow answer', SLOW, 'gateway-request-failed'],
    ['an error page', { answer: { status: 500, body: '<h1>Oops</h1>' } }, 'gateway-request-failed'],
  ])('is told to act once, and no more: %s', async (_, interference, kind) => {
    bridge.interfere(interference);
    expect((await failureOf(follow())).kind).toBe(kind);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(count()).toBe(1);
  });

  test('is not asked twice whether a password is right', async () => {
    bridge.interfere({ drop: 'before' });
    const failure = await failureOf(gateway.login({ username: 'instalogin', password: 'instapassword' }));
    expect([failure.kind, count()]).toEqual(['gateway-request-failed', 1]);
  });

  test('an action is given up when its time is over, however patient one is', async () => {
    bridge.interfere({ delay: 200 });
    const failure = await failureOf(follow({ key: randomUUID(), timeout: 20 }));
    expect(failure.kind).toBe('gateway-request-failed');
  });

  test('does what comes twice with one key once, also while it is being done', async () => {
    const key = order();
    const before = bridge.arrivals.length;
    const both = await Promise.all([follow(key), follow(key)]);
    expect(both.every((result) => result.isOk())).toBe(true);
    expect(bridge.arrivals.slice(before).map(({ duplicate }) => duplicate)).toEqual([false, true]);
  });

  test('is left alone for a while when it does not answer, and then is asked again', async () => {
    const patience = { ...SHORT, retries: 0, failures: 3, rest: 100 };
    gateway = createInstagramBridge({ url: bridge.url, ...patience });
    bridge.interfere({ drop: 'before' }, { drop: 'before' }, { drop: 'before' });
    for (let call = 0; call < 3; call += 1) await failureOf(read());
    expect(count()).toBe(3);
    expect((await failureOf(read())).kind).toBe('gateway-request-failed');
    expect((await failureOf(follow())).kind).toBe('gateway-request-failed');
    expect(count()).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 110));
    expect((await read()).isOk()).toBe(true);
    expect(count()).toBe(4);
  });

  test('says no more of itself than that it can not be reached where nobody is', async () => {
    const nobody = createInstagramBridge({ url: `http://127.0.0.1:${await freePort()}`, ...SHORT });
    const failure = await failureOf(nobody.login({ username: 'instalogin', password: 'a secret password' }));
    expect(failure.kind).toBe('gateway-request-failed');
    expect(JSON.stringify(failure)).not.toContain('a secret password');
  });
});

describe('the protocol', () => {
  test('is valid OpenAPI 3.1', async () => {
    const document = JSON.parse(JSON.stringify(bridgeDocument())) as object;
    expect(await new Validator().validate(document as Record<string, unknown>)).toMatchObject({ valid: true });
  });

  test('is what docs/instagram-bridge.json says', () => {
    const file = readFileSync(new URL('../../../../docs/instagram-bridge.json', import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(bridgeDocument())));
  });
});
