import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import type { DeadLetter, DeliveryFailure, Transport } from '../delivery-ports.ts';
import type { PushPorts } from '../settings.ts';
import type { TransportNotFound } from './destinations.ts';

/**
 * There is no dead letter with that number: it was replayed, or its destination was removed.
 *
 * @example
 * ```ts
 * await push.replayDeadLetter(0); // Err({ kind: 'dead-letter-not-found' })
 * ```
 */
export interface DeadLetterNotFound {
  readonly kind: 'dead-letter-not-found';
}

/**
 * What may go wrong when a dead letter is delivered once more. It remains, unless its destination is gone.
 *
 * @example
 * ```ts
 * const isWorthAnotherTry = ({ kind }: ReplayError) => kind === 'delivery-failed' || kind === 'unavailable';
 * ```
 */
export type ReplayError = DeadLetterNotFound | TransportNotFound | DeliveryFailure | Unavailable;

/**
 * What was given up, the latest first.
 *
 * @example
 * ```ts
 * const latest = await push.listDeadLetters({ limit: 20 });
 * ```
 */
export type ListDeadLetters = (page?: {
  /** Up to 1,000; 100 where it is absent. */
  readonly limit?: number;
  /** Only those with lower numbers. */
  readonly before?: number;
}) => ResultAsync<readonly DeadLetter[], Unavailable>;

/**
 * Delivers a dead letter once more, now, whatever else waits for its destination, and drops it when that succeeded.
 *
 * @example
 * ```ts
 * await push.replayDeadLetter(17);
 * ```
 */
export type ReplayDeadLetter = (id: number) => ResultAsync<DeadLetter, ReplayError>;

/**
 * What became of dead letters that were all replayed.
 *
 * @example
 * ```ts
 * const line = ({ replayed, failed }: ReplayedAll) => `${replayed} delivered, ${failed.length} not`;
 * ```
 */
export interface ReplayedAll {
  readonly replayed: number;
  readonly failed: readonly { readonly deadLetter: DeadLetter; readonly error: ReplayError }[];
}

/**
 * Delivers all dead letters once more, the longest given up first. Of a destination that fails, the others are left.
 *
 * @example
 * ```ts
 * const { replayed } = (await push.replayAllDeadLetters())._unsafeUnwrap();
 * ```
 */
export type ReplayAllDeadLetters = () => ResultAsync<ReplayedAll, Unavailable>;

const NOT_FOUND: DeadLetterNotFound = { kind: 'dead-letter-not-found' };
const PAGE = 1000;

export function listDeadLetters({ deliveries }: PushPorts): ListDeadLetters {
  return ({ limit = 100, before } = {}) =>
    deliveries.deadLetters({
      limit: Math.min(Math.max(Math.trunc(limit) || 1, 1), PAGE),
      ...(before === undefined ? {} : { before }),
    });
}

export function replayDeadLetter({ deliveries, transports }: PushPorts): ReplayDeadLetter {
  return (id) =>
    deliveries
      .findDeadLetter(lookupNumber(id))
      .andThen((letter) => (letter === undefined ? errAsync(NOT_FOUND) : okAsync(letter)))
      .andThen((letter) =>
        deliveries.find(letter.destinationId).andThen((destination): ResultAsync<DeadLetter, ReplayError> => {
          if (destination === undefined) return errAsync(NOT_FOUND);
          const transport: Transport | undefined = transports.find(({ name }) => name === destination.transport);
          if (transport === undefined) return errAsync({ kind: 'transport-not-found' });
          return transport
            .deliver(destination, [letter.message])
            .orElse((failure) => (failure.kind === 'destination-gone' ? forget(letter, failure) : errAsync(failure)))
            .andThen(() => deliveries.removeDeadLetter(id))
            .map(() => letter);
        }),
      );

  function forget(letter: DeadLetter, failure: DeliveryFailure): ResultAsync<never, DeliveryFailure | Unavailable> {
    return deliveries.remove(letter.destinationId).andThen(() => errAsync(failure));
  }
}

export function replayAllDeadLetters(ports: PushPorts): ReplayAllDeadLetters {
  const replay = replayDeadLetter(ports);
  return () => new ResultAsync(replayAll(ports, replay));
}

async function replayAll(
  { deliveries }: PushPorts,
  replay: ReplayDeadLetter,
): Promise<Result<ReplayedAll, Unavailable>> {
  const letters: DeadLetter[] = [];
  for (let page: readonly DeadLetter[] | undefined; page === undefined || page.length === PAGE;) {
    const before = letters.at(-1)?.id;
    const next = await deliveries.deadLetters({ limit: PAGE, ...(before === undefined ? {} : { before }) });
    if (next.isErr()) return err(next.error);
    page = next.value;
    letters.push(...page);
  }

  let replayed = 0;
  const failed: { deadLetter: DeadLetter; error: ReplayError }[] = [];
  const failing = new Set<string>();
  for (const deadLetter of letters.toReversed()) {
    if (failing.has(deadLetter.destinationId)) continue;
    const outcome = await replay(deadLetter.id);
    if (outcome.isOk()) replayed += 1;
    else if (outcome.error.kind === 'unavailable') return err(outcome.error);
    else if (outcome.error.kind !== 'dead-letter-not-found') {
      failed.push({ deadLetter, error: outcome.error });
      // What is refused says nothing about the next one.
      if (outcome.error.kind !== 'delivery-refused') failing.add(deadLetter.destinationId);
    }
  }
  return ok({ replayed, failed });
}
