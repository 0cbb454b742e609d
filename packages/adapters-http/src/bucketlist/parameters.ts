import { LARGEST_LIMIT } from '@quintet/core';
import type { Parameter } from '../http/route.ts';

export const BUCKET_ID: Parameter = {
  in: 'path',
  name: 'bucketId',
  description: "The bucket's number",
  schema: { type: 'integer', examples: [3] },
};

export const ITEM_ID: Parameter = {
  in: 'path',
  name: 'itemId',
  description: "The item's number",
  schema: { type: 'integer', examples: [12] },
};

export const PAGE_PARAMETERS: readonly Parameter[] = [
  {
    in: 'query',
    name: 'page',
    description: "The page's number; anything but a whole number from 1 is page 1",
    schema: { type: 'integer', minimum: 1, default: 1 },
  },
  {
    in: 'query',
    name: 'limit',
    description: 'Entries of a page; outside of the bounds the nearest',
    schema: { type: 'integer', minimum: 1, maximum: LARGEST_LIMIT },
  },
  {
    in: 'query',
    name: 'q',
    description: 'Only those whose name contains this text, in any case',
    schema: { type: 'string' },
  },
];
