import { isUnavailable, type Unavailable } from '@quintet/core';
import type { Result } from 'neverthrow';
import type { Answer, ReadyAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';

interface Failure {
  readonly kind: string;
}

/**
 * The answer to every way in which a use case can fail, but for `unavailable`, which every API answers in one way.
 * A table that lacks a case, or has one that can't happen, does not compile.
 */
export type ErrorTable<E extends Failure> = {
  readonly [Kind in Exclude<E['kind'], Unavailable['kind']>]:
    | ReadyAnswer
    | ((error: Extract<E, { readonly kind: Kind }>) => ReadyAnswer);
};

/**
 * The answer to what a use case came to.
 *
 * @param present - Shows the value.
 * @param table - Shows the error.
 */
export function answerTo<T, E extends Failure>(
  exchange: Exchange,
  result: Result<T, E>,
  present: (value: T) => Answer,
  table: ErrorTable<NoInfer<E>>,
): Answer {
  return result.match(present, (error) => refusal(exchange, error, table));
}

/** The answer to a use case's error. */
export function refusal<E extends Failure>(exchange: Exchange, error: E, table: ErrorTable<NoInfer<E>>): Answer {
  if (isUnavailable(error)) return exchange.unavailable(error);
  const answers: Readonly<Record<string, ReadyAnswer | ((error: never) => ReadyAnswer) | undefined>> = table;
  const answer = answers[error.kind];
  if (answer === undefined) throw new TypeError(`no answer to the error '${error.kind}'`);
  return typeof answer === 'function' ? answer(error as never) : answer;
}

/**
 * Every answer in a table, for the documentation.
 *
 * @param sample - What answers that tell more of the error are made with.
 */
export function answersIn<E extends Failure>(table: ErrorTable<E>, sample: E): readonly ReadyAnswer[] {
  const answers: readonly (ReadyAnswer | ((error: never) => ReadyAnswer))[] = Object.values(table);
  return answers.map((answer) => (typeof answer === 'function' ? answer(sample as never) : answer));
}
