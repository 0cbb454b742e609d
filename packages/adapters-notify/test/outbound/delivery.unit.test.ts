import { setTimeout as delay } from 'node:timers/promises';
import { errAsync, fromSafePromise, okAsync } from 'neverthrow';
import { expect, test } from 'vitest';
import { deliverInOrder } from '../../src/outbound/delivery.ts';
import { messageAt } from '../support/messages.ts';

const messages = [messageAt(1), messageAt(2), messageAt(3)];

test('stops at the message that fails, and tells how many did not', async () => {
  const seen: number[] = [];
  const delivered = await deliverInOrder(messages, ({ position }) => {
    seen.push(position);
    return position === 2 ? errAsync({ kind: 'delivery-failed', reason: 'no' }) : okAsync(undefined);
  });
  expect(delivered._unsafeUnwrapErr()).toEqual({ kind: 'delivery-failed', delivered: 1, reason: 'no' });
  expect(seen).toEqual([1, 2]);
});

test('a slow receiver gets on, by at least one message each time', async () => {
  const slow = (): ReturnType<Parameters<typeof deliverInOrder>[1]> => fromSafePromise(delay(20)).map(() => undefined);
  expect((await deliverInOrder(messages, slow, 1))._unsafeUnwrapErr()).toEqual({
    kind: 'delivery-failed',
    delivered: 1,
    reason: 'the receiver is slow',
  });
  expect((await deliverInOrder(messages, slow)).isOk()).toBe(true);
});
