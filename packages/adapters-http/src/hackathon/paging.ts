import type { PageWish } from '@quintet/core';
import type { Exchange } from '../http/exchange.ts';

const WHOLE_NUMBER = /^-?\d+$/u;

/** Which page the query asks for; what is no number is as if it were not there. */
export function pageWanted(exchange: Exchange): PageWish {
  return {
    page: numberOf(exchange.query('page')),
    limit: numberOf(exchange.query('limit')),
    search: exchange.query('search'),
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && WHOLE_NUMBER.test(text) ? Number(text) : undefined;
}
