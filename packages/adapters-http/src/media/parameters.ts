import { LARGEST_LIMIT, MEDIA_DEFAULTS } from '@quintet/core';
import { Type } from 'typebox';
import type { Parameter } from '../http/route.ts';
import { ID_PARAMETER, MEDIUM } from './schemas.ts';

export const USERNAME: Parameter = {
  in: 'path',
  name: 'username',
  description: 'The user who is logged in, in any case',
  schema: Type.String({ examples: ['JohnSmith'] }),
};

/** Which elements are wanted; conditions add up. */
export const FILTERS: readonly Parameter[] = [
  {
    in: 'query',
    name: 'consumed-state',
    description: 'Only those in this state',
    schema: Type.Enum(['not-started', 'started', 'finished']),
  },
  { in: 'query', name: 'medium', description: 'Only those of this medium', schema: MEDIUM },
  {
    in: 'query',
    name: 'consumed',
    description: '`yes`: only those that are finished; `no`: only those that are not',
    schema: Type.Enum(['yes', 'no']),
  },
  {
    in: 'query',
    name: 'q',
    description: 'Only those whose name contains this text, in any case',
    schema: Type.String(),
  },
  {
    in: 'query',
    name: 'page',
    description: "The page's number, from 1. Without it and `limit` everything comes at once.",
    schema: Type.Integer({ minimum: 1 }),
  },
  {
    in: 'query',
    name: 'limit',
    description: `Elements of a page, ${MEDIA_DEFAULTS.pageSize} if only \`page\` is given; outside of the bounds the nearest`,
    schema: Type.Integer({ minimum: 1, maximum: LARGEST_LIMIT }),
  },
];

/** Only one element. */
export const ID_FILTER: Parameter = {
  in: 'query',
  name: 'id',
  description: 'Only the element of this number',
  schema: ID_PARAMETER,
};

export const FORMAT: Parameter = {
  in: 'query',
  name: 'format',
  description: 'The form of the file; JSON if absent, or for a request what its content type says',
  schema: Type.Enum(['csv', 'json']),
};

export const DRY_RUN: Parameter = {
  in: 'query',
  name: 'dry-run',
  description: '`yes`: look at everything and store nothing',
  schema: Type.Enum(['yes', 'no']),
};

export const WITH_IDS: Parameter = {
  in: 'query',
  name: 'ids',
  description: '`yes`: with the numbers of the elements, for a file that is to be imported here again',
  schema: Type.Enum(['yes', 'no']),
};
