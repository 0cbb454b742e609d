import type { DeliveryFailure, Message } from '@quintet/core';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { PostFailure } from './post.ts';

type WithoutCount<Failure> = Failure extends unknown ? Omit<Failure, 'delivered'> : never;

/** Why one message was not delivered. */
export type MessageFailure = WithoutCount<DeliveryFailure>;

/** Delivers one message after the other, until one is not: then it tells how many were. */
export function deliverInOrder(
  messages: readonly Message[],
  deliver: (message: Message) => ResultAsync<void, MessageFailure>,
): ResultAsync<void, DeliveryFailure> {
  const all = async (): Promise<Result<void, DeliveryFailure>> => {
    for (const [delivered, message] of messages.entries()) {
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
