import { LARGEST_LIMIT, MEDIA_DEFAULTS } from '@quintet/core';
import type { Parameter } from '../http/route.ts';
import { ID, MEDIUM } from './schemas.ts';

export const USERNAME: Parameter = {
  in: 'path',
  name: 'username',
  description: 'The user who is logged in, in any case',
  schema: { type: 'string' },
  example: 'JohnSmith',
};

/** Which elements are wanted; conditions add up. */
export const FILTERS: readonly Parameter[] = [
  {
    in: 'query',
    name: 'consumed-state',
    description: 'Only those in this state',
    schema: { enum: ['not-started', 'started', 'finished'] },
  },
  { in: 'query', name: 'medium', description: 'Only those of this medium', schema: MEDIUM },
  {
    in: 'query',
    name: 'consumed',
    description: '`yes`: only those that are finished; `no`: only those that are not',
    schema: { enum: ['yes', 'no'] },
  },
  {
    in: 'query',
    name: 'q',
    description: 'Only those whose name contains this text, in any case',
    schema: { type: 'string' },
  },
  {
    in: 'query',
    name: 'page',
    description: "The page's number, from 1. Without it and `limit` everything comes at once.",
    schema: { type: 'integer', minimum: 1 },
  },
  {
    in: 'query',
    name: 'limit',
    description: `Elements of a page, ${MEDIA_DEFAULTS.pageSize} if only \`page\` is given; outside of the bounds the nearest`,
    schema: { type: 'integer', minimum: 1, maximum: LARGEST_LIMIT },
  },
];

/** Only one element. */
export const ID_FILTER: Parameter = {
  in: 'query',
  name: 'id',
  description: 'Only the element of this number',
  schema: ID,
};

export const FORMAT: Parameter = {
  in: 'query',
  name: 'format',
  description: 'The form of the file; JSON if absent, or for a request what its content type says',
  schema: { enum: ['csv', 'json'] },
};

export const DRY_RUN: Parameter = {
  in: 'query',
  name: 'dry-run',
  description: '`yes`: look at everything and store nothing',
  schema: { enum: ['yes', 'no'] },
};

export const WITH_IDS: Parameter = {
  in: 'query',
  name: 'ids',
  description: '`yes`: with the numbers of the elements, for a file that is to be imported here again',
  schema: { enum: ['yes', 'no'] },
};
