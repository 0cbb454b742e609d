import type { Delivery, DeliveryFailure, DeliveryOutcome } from './delivery-ports.ts';
import type { Message } from './message.ts';

/** The first pause between two attempts, and the longest; milliseconds. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 300_000;

/** What is decided by. */
export interface OutcomeRules {
  readonly now: Date;
  /** Seconds. */
  readonly giveUpAfter: number;
  /** From 0 up to, and without, 1. */
  readonly chance: number;
}

/**
 * What becomes of a delivery that failed: the message that it failed at is tried again after a pause that grows with
 * every attempt and differs by chance, until the destination has failed, and the message has waited, for too long.
 */
export function outcomeOf(
  delivery: Delivery,
  failure: Exclude<DeliveryFailure, { readonly kind: 'destination-gone' }>,
  rules: OutcomeRules,
): DeliveryOutcome {
  const { messages, attempts, failingSince } = delivery;
  const { now } = rules;
  // A transport that says more than it was given has delivered all but the one that it failed at.
  const delivered = Math.min(Math.max(Math.trunc(failure.delivered), 0), messages.length - 1);
  const last = messages[delivered - 1];
  const through = last === undefined ? {} : { through: last.position };
  if (failure.kind === 'delivery-refused') {
    return { kind: 'given-up', ...through, count: 1, at: now, reason: failure.reason };
  }

  const since = delivered > 0 ? now : (failingSince ?? now);
  const count = overdue(messages.slice(delivered), since, rules);
  if (count > 0) {
    return { kind: 'given-up', ...through, count, at: now, reason: failure.reason, failingSince: since };
  }
  const pause = Math.max(backoff(delivered > 0 ? 0 : attempts, rules.chance), wished(failure.retryAfter, rules));
  return { kind: 'retry', ...through, at: new Date(now.getTime() + pause), failingSince: since };
}

/** How many messages, from the first on, have waited for too long at a destination that fails for too long. */
function overdue(messages: readonly Message[], failingSince: Date, { now, giveUpAfter }: OutcomeRules): number {
  const deadline = now.getTime() - giveUpAfter * 1000;
  if (failingSince.getTime() > deadline) return 0;
  const fresh = messages.findIndex(({ createdAt }) => createdAt.getTime() > deadline);
  return fresh < 0 ? messages.length : fresh;
}

/** Exponential, with full jitter: those who failed together do not come back together. */
function backoff(attempts: number, chance: number): number {
  return chance * Math.min(FIRST_PAUSE * 2 ** attempts, LONGEST_PAUSE);
}

/** What the destination asked for, but no longer than anything is tried. */
function wished(retryAfter: number | undefined, { giveUpAfter }: OutcomeRules): number {
  return retryAfter === undefined || !(retryAfter > 0) ? 0 : Math.min(retryAfter, giveUpAfter) * 1000;
}
