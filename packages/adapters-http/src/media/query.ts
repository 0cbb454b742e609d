import { isMedium, MEDIA_DEFAULTS, pageRequest, type ConsumedState, type MediaFilterWish } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { ReadyAnswer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import { CONSUMED_PARAMETER_UNKNOWN, MEDIUM_PARAMETER_UNKNOWN, STATE_PARAMETER_UNKNOWN } from './answers.ts';

const STATES: ReadonlyMap<string | undefined, ConsumedState> = new Map([
  ['not-started', 'not started'],
  ['started', 'started'],
  ['finished', 'finished'],
]);
const YES_OR_NO: ReadonlyMap<string | undefined, boolean> = new Map([
  ['yes', true],
  ['no', false],
]);
const WHOLE_NUMBER = /^-?\d+$/u;

/** Which elements the query asks for. They come in pages only when the query names a page or a limit. */
export function filterWanted(exchange: Exchange): Result<MediaFilterWish, ReadyAnswer> {
  const state = exchange.query('consumed-state');
  const consumed = exchange.query('consumed');
  const medium = exchange.query('medium');
  const consumedState = STATES.get(state);
  const finished = yesOrNo(consumed);
  if (state !== undefined && consumedState === undefined) return err(STATE_PARAMETER_UNKNOWN);
  if (consumed !== undefined && finished === undefined) return err(CONSUMED_PARAMETER_UNKNOWN);
  if (medium !== undefined && !isMedium(medium)) return err(MEDIUM_PARAMETER_UNKNOWN);
  return ok({ consumedState, finished, medium, search: exchange.query('q'), ...pageWanted(exchange) });
}

/** The number of the only element that the query asks for; what is no number is handed on as one that is none. */
export function idWanted(exchange: Exchange): number | undefined {
  const id = exchange.query('id');
  if (id === undefined) return undefined;
  return numberOf(id) ?? Number.NaN;
}

/** `true` for `yes`, `false` for `no`, `undefined` for anything else. */
export function yesOrNo(text: string | undefined): boolean | undefined {
  return YES_OR_NO.get(text);
}

/**
 * Headers of a page: how many elements there are on all of them, and where the pages before and after are. What is not
 * asked for in pages has none.
 */
export function pageHeaders(
  exchange: Exchange,
  { page, limit }: MediaFilterWish,
  total: number,
): Readonly<Record<string, string>> {
  if (page === undefined || limit === undefined) return {};
  const last = Math.max(Math.ceil(total / limit), 1);
  const url = new URL(exchange.context.req.url);
  const link = (number: number, relation: string): string => {
    url.searchParams.set('page', String(number));
    return `<${exchange.origin}${url.pathname}${url.search}>; rel="${relation}"`;
  };
  const links = [
    link(1, 'first'),
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next')] : []),
    link(last, 'last'),
  ];
  return { 'X-Total-Count': String(total), Link: links.join(', ') };
}

function pageWanted(exchange: Exchange): Pick<MediaFilterWish, 'page' | 'limit'> {
  const page = exchange.query('page');
  const limit = exchange.query('limit');
  if (page === undefined && limit === undefined) return {};
  const wanted = pageRequest({ page: numberOf(page), limit: numberOf(limit) }, MEDIA_DEFAULTS.pageSize);
  return { page: wanted.page, limit: wanted.limit };
}

function numberOf(value: string | undefined): number | undefined {
  return value !== undefined && WHOLE_NUMBER.test(value) ? Number(value) : undefined;
}
