import type { DeliveryFailure, Message } from '@quintet/core';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { PostFailure } from './post.ts';

type WithoutCount<Failure> = Failure extends unknown ? Omit<Failure, 'delivered'> : never;

/** Why one message was not delivered. */
export type MessageFailure = WithoutCount<DeliveryFailure>;

/** For so long messages are begun to be delivered; whoever waits for all of them has less than a minute. Milliseconds. */
const LONGEST = 30_000;

/**
 * Delivers one message after the other, until one is not, or it has taken so long that whoever waits would give up and
 * begin anew: then it tells how many were.
 */
export function deliverInOrder(
  messages: readonly Message[],
  deliver: (message: Message) => ResultAsync<void, MessageFailure>,
  longest: number = LONGEST,
): ResultAsync<void, DeliveryFailure> {
  const end = performance.now() + longest;
  const all = async (): Promise<Result<void, DeliveryFailure>> => {
    for (const [delivered, message] of messages.entries()) {
      if (delivered > 0 && performance.now() > end) {
        return err({ kind: 'delivery-failed', delivered, reason: 'the receiver is slow' });
      }
      const result = await deliver(message);
      if (result.isErr()) return err({ ...result.error, delivered });
    }
    return ok(undefined);
  };
  return new ResultAsync(all());
}

/** The message will never be taken. */
export function refused(reason: string): MessageFailure {
  return { kind: 'delivery-refused', reason };
}

/** A network that does not work may work again; an address that is not sent to stays one. */
export function failureOfPost({ kind, reason }: PostFailure): MessageFailure {
  return kind === 'address-forbidden' ? refused(reason) : { kind: 'delivery-failed', reason };
}

/** Whether a status of HTTP says that all went well. */
export function statusIsOk(status: number): boolean {
  return status >= 200 && status < 300;
}
