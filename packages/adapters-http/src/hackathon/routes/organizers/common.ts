import type { ReadyAnswer } from '../../../http/answer.ts';
import type { Parameter } from '../../../http/route.ts';
import { NOT_AN_ORGANIZER, NOT_LOGGED_IN } from '../../answers.ts';
import { ID } from '../../schemas.ts';

export const ORGANIZERS = 'Organizers';

/** What whoever is no organizer is answered, before anything else is looked at. */
export const ORGANIZERS_ONLY: readonly ReadyAnswer[] = [NOT_LOGGED_IN, NOT_AN_ORGANIZER];

/** An id in the path. What is none is nothing's. */
export function idOf(what: string): Parameter {
  return { in: 'path', name: 'id', description: `The ${what}'s id`, schema: ID };
}

export const PAGE_PARAMETERS: readonly Parameter[] = [
  {
    in: 'query',
    name: 'page',
    description: 'The number of a page, from 1',
    schema: { type: 'integer', minimum: 1, default: 1 },
  },
  {
    in: 'query',
    name: 'limit',
    description: 'Entries of a page; outside of the bounds the nearest',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
  },
];
