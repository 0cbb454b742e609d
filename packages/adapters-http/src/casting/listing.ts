import { LARGEST_LIMIT, type ListingPage, type Seeking, type Unavailable, type WholeList } from '@quintet/core';
import type { Result, ResultAsync } from 'neverthrow';
import type { Answer } from '../http/answer.ts';
import { refusal, type ErrorTable } from '../http/errors.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Parameter } from '../http/route.ts';
import { LIST_TAIL } from './presenter.ts';

const WHOLE_NUMBER = /^-?\d+$/u;

export const PAGE_PARAMETERS: readonly Parameter[] = [
  {
    in: 'query',
    name: 'page',
    description: 'The number of a page, from 1. Without it and without `limit`: the whole list',
    schema: { type: 'integer', minimum: 1, default: 1 },
  },
  {
    in: 'query',
    name: 'limit',
    description: 'Entries of a page; outside of the bounds the nearest',
    schema: { type: 'integer', minimum: 1, maximum: LARGEST_LIMIT, default: 20 },
  },
];

export const SEEKING_PARAMETER: Parameter = {
  in: 'query',
  name: 'seeking',
  description: 'Only those who seek, or with `false` only those who do not',
  schema: { type: 'boolean' },
};

/** Which page the query asks for; `undefined`: the whole list. */
export function pageWanted(exchange: Exchange): ListingPage | undefined {
  const page = exchange.query('page');
  const limit = exchange.query('limit');
  return page === undefined && limit === undefined ? undefined : { page: numberOf(page), limit: numberOf(limit) };
}

/** Whether the query asks for those who seek; anything but `true` and `false` asks for all. */
export function seekingWanted(exchange: Exchange): Seeking {
  const seeking = exchange.query('seeking');
  return seeking === 'true' || seeking === 'false' ? { seeking: seeking === 'true' } : {};
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && WHOLE_NUMBER.test(text) ? Number(text) : undefined;
}

/** How a list is shown. */
export interface Listing<T> {
  /** What comes before the entries. */
  readonly head: string;
  /** An entry in JSON. */
  readonly present: (entry: T) => string;
}

/** The answer with a page of a list. */
export async function pageAnswer<T, E extends { readonly kind: string }>(
  exchange: Exchange,
  page: ResultAsync<readonly T[], E>,
  { head, present }: Listing<T>,
  errors: ErrorTable<NoInfer<E>>,
): Promise<Answer> {
  const result = await page;
  return result.isOk()
    ? answerOf(head + result.value.map(present).join() + LIST_TAIL)
    : refusal(exchange, result.error, errors);
}

/**
 * The answer with a whole list. One of more than a piece is sent piece by piece, each read when the client has taken
 * the one before: a long list or a slow client holds nobody up, and takes no memory. When the database goes away
 * meanwhile, the connection is cut, so that nobody takes a part of the list for the whole.
 */
export async function wholeAnswer<T, E extends { readonly kind: string }>(
  exchange: Exchange,
  list: ResultAsync<WholeList<T>, E>,
  { head, present }: Listing<T>,
  errors: ErrorTable<NoInfer<E>>,
): Promise<Answer> {
  const result = await list;
  if (result.isErr()) return refusal(exchange, result.error, errors);
  const pieces = result.value[Symbol.asyncIterator]();
  const first = await pieces.next();
  const second = await pieces.next();
  const begun: Result<readonly T[], Unavailable>[] = [first, second].flatMap(({ done, value }) =>
    done === true ? [] : [value],
  );
  const failure = begun.find((piece) => piece.isErr());
  if (failure?.isErr() === true) return exchange.unavailable(failure.error);
  const text = begun.flatMap((piece) => (piece.isOk() ? piece.value.map(present) : [])).join();
  return second.done === true
    ? answerOf(head + text + LIST_TAIL)
    : answerOf(streamOf(exchange, head + text, pieces, present));
}

function streamOf<T>(
  exchange: Exchange,
  begun: string,
  pieces: AsyncIterator<Result<readonly T[], Unavailable>>,
  present: Listing<T>['present'],
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(begun));
    },
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) {
        controller.enqueue(encoder.encode(LIST_TAIL));
        controller.close();
      } else if (value.isErr()) {
        exchange.unavailable(value.error);
        controller.error(new Error('The database went away while a list was being sent.'));
      } else {
        controller.enqueue(encoder.encode(value.value.map((entry) => `,${present(entry)}`).join('')));
      }
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

function answerOf(body: string | ReadableStream<Uint8Array>): Answer {
  return { status: 200, contentType: 'application/json', body };
}
