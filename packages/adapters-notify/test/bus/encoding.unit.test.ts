import type { BusEvent } from '@quintet/core';
import { expect, test } from 'vitest';
import { decodeEvent, encodeEvent } from '../../src/bus/encoding.ts';
import { messageAt } from '../support/messages.ts';

test.each([
  { kind: 'signal', topic: 'push/presence', data: '{"a":"–\u2028\\n"}' },
  { kind: 'messages', messages: [messageAt(1), messageAt(2, { data: '"\\u0000 ü"', notTo: '12.34' })] },
] satisfies BusEvent[])('a $kind event is read as it was written', (event) => {
  expect(encodeEvent(event).map(decodeEvent)).toEqual([event]);
});

test('many messages go in several texts, in order', () => {
  const messages = Array.from({ length: 7 }, (_, index) =>
    messageAt(index + 1, { data: JSON.stringify('x'.repeat(400_000)) }),
  );
  const texts = encodeEvent({ kind: 'messages', messages });
  expect(texts.map((text) => text.length < 1_100_000)).toEqual([true, true, true, true]);
  const read = texts.flatMap((text) => {
    const event = decodeEvent(text);
    return event?.kind === 'messages' ? event.messages : [];
  });
  expect(read).toEqual(messages);
});

test('no messages are nothing to tell', () => {
  expect(encodeEvent({ kind: 'messages', messages: [] })).toEqual([]);
});

test.each([
  '',
  'null',
  '[]',
  '{',
  '{"kind":"signal","topic":1,"data":""}',
  '{"kind":"messages","messages":{}}',
  '{"kind":"messages","messages":[{"id":"a","channel":"b","event":"c","data":"d","createdAt":"2026-01-01","position":"1"}]}',
  '{"kind":"messages","messages":[{"id":"a","channel":"b","event":"c","data":"d","createdAt":"then","position":1}]}',
])('%s is no event', (text) => {
  expect(decodeEvent(text)).toBeUndefined();
});
