import { pageRequest, type PageRequest } from '@quintet/core';
import type { Exchange } from '../http/exchange.ts';

/** Where the pages before and after one are found; `null` where there is none. */
export interface PageLinks {
  readonly previous: string | null;
  readonly next: string | null;
}

const WHOLE_NUMBER = /^-?\d+$/u;

/** Which page the query asks for. What it does not say, or not in numbers, is as by default. */
export function pageWanted(exchange: Exchange, pageSize: number): PageRequest {
  return pageRequest(
    {
      page: numberOf(exchange.query('page')),
      limit: numberOf(exchange.query('limit')),
      search: exchange.query('q'),
    },
    pageSize,
  );
}

/**
 * The links of a page. They repeat the search and, as it was sent, the limit.
 *
 * @param path - Relative to the API's base path, with a closing slash.
 */
export function pageLinks(
  exchange: Exchange,
  path: string,
  { page, limit, search }: PageRequest,
  total: number,
): PageLinks {
  const hasNext = page < Math.ceil(total / limit);
  if (page === 1 && !hasNext) return { previous: null, next: null };
  const asked = exchange.query('limit');
  const kept = [
    ...(search === undefined ? [] : [`q=${encodeURIComponent(search)}`]),
    ...(numberOf(asked) === undefined ? [] : [`limit=${asked}`]),
  ];
  const link = (number: number | bigint): string =>
    `${exchange.baseUrl}${path}?${[...kept, `page=${number}`].join('&')}`;
  // counted from the page as it was sent, which may be larger than any that a number can name exactly
  const previous = page > 1 ? link(BigInt(exchange.query('page') ?? page) - 1n) : null;
  return { previous, next: hasNext ? link(page + 1) : null };
}

function numberOf(value: string | undefined): number | undefined {
  return value !== undefined && WHOLE_NUMBER.test(value) ? Number(value) : undefined;
}
