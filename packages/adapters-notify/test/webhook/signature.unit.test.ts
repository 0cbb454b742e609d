import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { keysOf, newWebhookSecret, sign, verifyWebhook } from '../../src/webhook/signature.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"type":"com.vivere.event.save","data":{"title":"Opening – Eröffnung"}}';
const AT = new Date('2026-02-25T15:55:05Z');

function signed(secret: string, at = AT): { headers: Record<string, string>; body: string } {
  const keys = keysOf(secret) ?? [];
  return { headers: { ...sign(keys, { id: 'msg_1', at, body: BODY }) }, body: BODY };
}

test('the library of Standard Webhooks takes what is signed here', () => {
  const secret = newWebhookSecret();
  const { headers, body } = signed(secret, new Date());
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(BODY));
});

test('what the library signs is taken here', () => {
  const signature = new Webhook(SECRET).sign('msg_1', AT, BODY);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(AT.getTime() / 1000),
    'webhook-signature': signature,
  };
  expect(verifyWebhook(SECRET, { headers, body: BODY }, { now: AT })).toEqual(
    expect.objectContaining({ value: 'msg_1' }),
  );
  expect(verifyWebhook(SECRET, { headers, body: Buffer.from(BODY) }, { now: AT }).isOk()).toBe(true);
});

test('a new secret and the old one sign side by side', () => {
  const old = newWebhookSecret();
  const both = signed(`${SECRET} ${old}`);
  for (const secret of [SECRET, old]) expect(verifyWebhook(secret, both, { now: AT }).isOk()).toBe(true);
  expect(verifyWebhook(`${newWebhookSecret()} ${old}`, both, { now: AT }).isOk()).toBe(true);
  expect(verifyWebhook(newWebhookSecret(), both, { now: AT })._unsafeUnwrapErr()).toEqual({ kind: 'signature-wrong' });
});

describe('what is not believed', () => {
  const kindOf = (changes: Record<string, string | undefined>, body = BODY, now = AT): string | undefined => {
    const { headers } = signed(SECRET);
    return verifyWebhook(SECRET, { headers: { ...headers, ...changes }, body }, { now }).match(
      () => undefined,
      ({ kind }) => kind,
    );
  };

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('no %s', (name) => {
    expect(kindOf({ [name]: undefined })).toBe('headers-missing');
  });

  test.each([
    ['another body', {}, `${BODY} `],
    ['another id', { 'webhook-id': 'msg_2' }, BODY],
    ['another time', { 'webhook-timestamp': String(AT.getTime() / 1000 + 1) }, BODY],
    ['no signature of the version', { 'webhook-signature': 'v2,AAAA' }, BODY],
    ['an empty signature', { 'webhook-signature': 'v1,' }, BODY],
  ])('%s', (_what, changes, body) => {
    expect(kindOf(changes, body)).toBe('signature-wrong');
  });

  test.each([
    [300, undefined],
    [-300, undefined],
    [301, 'timestamp-out-of-tolerance'],
    [-301, 'timestamp-out-of-tolerance'],
  ])('a time that is %i seconds off: %s', (seconds, kind) => {
    expect(kindOf({}, BODY, new Date(AT.getTime() + seconds * 1000))).toBe(kind);
  });

  test('a time that is none', () => {
    expect(kindOf({ 'webhook-timestamp': '1e9' })).toBe('timestamp-malformed');
  });
});

test.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_not base64', 7, undefined])(
  '%j is no secret',
  (secret) => {
    expect(keysOf(secret)).toBeUndefined();
  },
);
