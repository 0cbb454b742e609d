import type { Message } from '@quintet/core';
import { afterEach, expect, test } from 'vitest';
import webPush from 'web-push';
import { openOutbound } from '../../src/outbound/post.ts';
import { webPushTransport, type WebPushSettings } from '../../src/web-push/web-push.ts';
import { messageAt } from '../support/messages.ts';
import { senderOf, subscribe } from '../support/push-service.ts';
import { answering, openReceiver, type Answer, type Receiver } from '../support/receiver.ts';

const vapid = { subject: 'mailto:ops@example.com', ...webPush.generateVAPIDKeys() };
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

type Delivering = ReturnType<ReturnType<typeof webPushTransport>['deliver']>;

async function openService(
  answer: Answer,
  settings: Partial<WebPushSettings> = { plainHttp: true },
): Promise<{
  readonly receiver: Receiver;
  readonly read: () => string[];
  readonly deliver: (messages: readonly Message[], address?: object) => Delivering;
}> {
  const receiver = await openReceiver(answer);
  const outbound = openOutbound({ privateNetworks: true });
  opened.push(receiver, outbound);
  const browser = subscribe();
  const { keys } = browser;
  const transport = webPushTransport(outbound, { vapid, ...settings });
  return {
    receiver,
    read: () => receiver.received.map(({ body }) => browser.decrypt(body)),
    deliver: (messages, address = {}) =>
      transport.deliver(
        {
          id: 'web-push:1',
          transport: 'web-push',
          address: { endpoint: `${receiver.url}/send/abc`, expirationTime: null, keys, ...address },
          channels: ['*'],
        },
        messages,
      ),
  };
}

test('delivers messages, in order, that the browser alone can read', async () => {
  const { receiver, read, deliver } = await openService(answering(201));
  const messages = [messageAt(1), messageAt(2, { data: '{"text":"Eröffnung"}' })];
  expect((await deliver(messages)).isOk()).toBe(true);
  expect(read().map((text) => JSON.parse(text) as unknown)).toEqual(
    messages.map(({ id, channel, event, data }) => ({ id, channel, event, data: JSON.parse(data) as unknown })),
  );
  for (const { method, url, headers, body } of receiver.received) {
    expect([method, url, headers['content-encoding'], headers['ttl']]).toEqual([
      'POST',
      '/send/abc',
      'aes128gcm',
      '86400',
    ]);
    expect(body.includes('Announcement')).toBe(false);
    expect(senderOf(headers.authorization)).toMatchObject({ aud: receiver.url, sub: vapid.subject });
  }
});

test('of messages about the same thing, a browser that is away gets the latest', async () => {
  const { receiver, deliver } = await openService(answering(201), { plainHttp: true, timeToLive: 60 });
  const channel = 'news';
  const about = (id: unknown): Message => messageAt(1, { channel, data: JSON.stringify({ id }) });
  await deliver([
    about('a'),
    about('a'),
    about('b'),
    messageAt(2, { data: '{"id":"a"}' }),
    about(null),
    messageAt(3, { data: '[1]' }),
  ]);
  const topics = receiver.received.map(({ headers }) => headers['topic']);
  expect(topics[0]).toMatch(/^[\w-]{32}$/);
  expect(topics.slice(1)).toEqual([topics[0], expect.any(String), expect.any(String), undefined, undefined]);
  expect(new Set(topics.slice(0, 4)).size).toBe(3);
  expect(receiver.received[0]?.headers['ttl']).toBe('60');
});

test('what is too large for a push service goes without its data', async () => {
  const { receiver, read, deliver } = await openService(answering(201));
  const sized = (length: number): Message => {
    const { data: _data, ...message } = messageAt(1);
    const room =
      length -
      Buffer.byteLength(JSON.stringify({ id: message.id, channel: message.channel, event: message.event, data: '' }));
    return { ...message, data: JSON.stringify('x'.repeat(room)) };
  };
  await deliver([sized(3_993), sized(3_994)]);
  expect(receiver.received[0]?.body.length).toBe(4_096);
  expect(read().map((text) => text.length)).toEqual([3_993, expect.any(Number)]);
  expect(Object.keys(JSON.parse(read()[1] ?? '{}') as object)).toEqual(['id', 'channel', 'event']);
});

test.each([
  [404, { kind: 'destination-gone', delivered: 1 }],
  [410, { kind: 'destination-gone', delivered: 1 }],
  [500, { kind: 'delivery-failed', delivered: 1, reason: 'the push service answered 500' }],
  [503, { kind: 'delivery-failed', delivered: 1, reason: 'the push service answered 503' }],
  [400, { kind: 'delivery-refused', delivered: 1, reason: 'the push service answered 400' }],
  [403, { kind: 'delivery-refused', delivered: 1, reason: 'the push service answered 403' }],
])('stops at the message that is answered %i', async (status, failure) => {
  const { receiver, deliver } = await openService(answering(201, status));
  expect((await deliver([messageAt(1), messageAt(2), messageAt(3)]))._unsafeUnwrapErr()).toEqual(failure);
  expect(receiver.received.length).toBe(2);
});

test('is told when to come again', async () => {
  const { deliver } = await openService((outgoing) => outgoing.writeHead(429, { 'Retry-After': '120' }).end());
  expect((await deliver([messageAt(1)]))._unsafeUnwrapErr()).toEqual({
    kind: 'delivery-failed',
    delivered: 0,
    reason: 'the push service answered 429',
    retryAfter: 120,
  });
});

test.each([{ endpoint: 'nowhere' }, { endpoint: 7 }, { keys: {} }, { keys: { p256dh: 'AAAA', auth: 'AAAA' } }])(
  'delivers nothing to the subscription %j',
  async (address) => {
    const { receiver, deliver } = await openService(answering(201), { plainHttp: true });
    expect((await deliver([messageAt(1)], address))._unsafeUnwrapErr()).toMatchObject({
      kind: 'delivery-refused',
      delivered: 0,
    });
    expect(receiver.received).toEqual([]);
  },
);

test('delivers nothing over plain HTTP unless told to', async () => {
  const { receiver, deliver } = await openService(answering(201), {});
  expect((await deliver([messageAt(1)]))._unsafeUnwrapErr()).toMatchObject({ kind: 'delivery-refused', delivered: 0 });
  expect(receiver.received).toEqual([]);
});
