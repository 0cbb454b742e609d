import type { Destination } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { afterEach, expect, test } from 'vitest';
import { openOutbound } from '../../src/outbound/post.ts';
import { newWebhookSecret, verifyWebhook } from '../../src/webhook/signature.ts';
import { webhookTransport } from '../../src/webhook/webhook.ts';
import { messageAt } from '../support/messages.ts';
import { answering, openReceiver, type Answer, type Receiver } from '../support/receiver.ts';

const secret = newWebhookSecret();
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function openHook(
  answer: Answer,
  address: object = {},
): Promise<{ readonly receiver: Receiver; deliver: (...positions: number[]) => ReturnType<typeof transport.deliver> }> {
  const receiver = await openReceiver(answer);
  const outbound = openOutbound({ privateNetworks: true });
  opened.push(receiver, outbound);
  const transport = webhookTransport(outbound, systemClock);
  const destination: Destination = {
    id: 'webhook:scoreboard',
    transport: 'webhook',
    address: { url: `${receiver.url}/hook`, secret, ...address },
    channels: ['*'],
  };
  return {
    receiver,
    deliver: (...positions) =>
      transport.deliver(
        destination,
        positions.map((at) => messageAt(at)),
      ),
  };
}

test('delivers each message, in order, signed, with its id', async () => {
  const { receiver, deliver } = await openHook(answering(200, 202, 204));
  expect((await deliver(1, 2, 3)).isOk()).toBe(true);
  expect(receiver.received.map(({ method, url }) => `${method} ${url}`)).toEqual(Array(3).fill('POST /hook'));
  for (const [index, { headers, body }] of receiver.received.entries()) {
    const told = JSON.parse(body.toString()) as Record<string, unknown>;
    expect(verifyWebhook(secret, { headers, body })._unsafeUnwrap()).toBe(told['id']);
    expect(headers['content-type']).toBe('application/json');
    expect(told).toEqual({
      type: 'com.vivere.announcement.save',
      timestamp: '2026-02-25T15:55:05.000Z',
      id: expect.stringMatching(/^[\da-f]{24}$/),
      channel: 'com.vivere.announcement',
      event: 'save',
      data: { id: `thing-${index + 1}`, message: `Announcement ${index + 1}` },
    });
  }
  expect(receiver.connections()).toBe(1);
});

test.each([
  [500, { kind: 'delivery-failed', delivered: 1, reason: 'the receiver answered 500' }],
  [404, { kind: 'delivery-failed', delivered: 1, reason: 'the receiver answered 404' }],
  [301, { kind: 'delivery-failed', delivered: 1, reason: 'the receiver answered 301' }],
  [400, { kind: 'delivery-refused', delivered: 1, reason: 'the receiver answered 400' }],
  [410, { kind: 'destination-gone', delivered: 1 }],
])('stops at the message that is answered %i', async (status, failure) => {
  const { receiver, deliver } = await openHook(answering(200, status));
  expect((await deliver(1, 2, 3))._unsafeUnwrapErr()).toEqual(failure);
  expect(receiver.received.length).toBe(2);
});

test('is told when to come again', async () => {
  const { deliver } = await openHook((outgoing) => outgoing.writeHead(429, { 'Retry-After': '30' }).end());
  expect((await deliver(1))._unsafeUnwrapErr()).toEqual({
    kind: 'delivery-failed',
    delivered: 0,
    reason: 'the receiver answered 429',
    retryAfter: 30,
  });
});

test.each([{ url: 'ftp://127.0.0.1/' }, { url: 'hook' }, { url: 7 }, { secret: 'hush' }])(
  'delivers nothing to the address %j',
  async (address) => {
    const { receiver, deliver } = await openHook(answering(200), address);
    expect((await deliver(1))._unsafeUnwrapErr()).toEqual({
      kind: 'delivery-refused',
      delivered: 0,
      reason: 'the address is no { url, secret }',
    });
    expect(receiver.received).toEqual([]);
  },
);

test('delivers nothing to private networks unless that is allowed', async () => {
  const receiver = await openReceiver(answering(200));
  const outbound = openOutbound();
  opened.push(receiver, outbound);
  const destination = {
    id: 'webhook:x',
    transport: 'webhook',
    address: { url: receiver.url, secret },
    channels: ['*'],
  };
  const delivered = await webhookTransport(outbound, systemClock).deliver(destination, [messageAt(1)]);
  expect(delivered._unsafeUnwrapErr()).toMatchObject({ kind: 'delivery-refused', delivered: 0 });
  expect(receiver.connections()).toBe(0);
});
