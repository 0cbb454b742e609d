import type { Parameter } from '../http/route.ts';

export const INSTAGRAM_ID: Parameter = {
  in: 'path',
  name: 'instagramId',
  description: 'The number of the instagram',
  schema: { type: 'integer', examples: [1] },
};

export const CHANNEL_ID: Parameter = {
  in: 'path',
  name: 'channelId',
  description: 'The number of the channel',
  schema: { type: 'integer', examples: [1] },
};

export const FROM: Parameter = {
  in: 'query',
  name: 'from',
  description: 'Only from this day (UTC) on; without it, and with what is no day, from the first on',
  schema: { type: 'string', format: 'date', examples: ['2026-11-01'] },
};

export const AFTER: Parameter = {
  in: 'query',
  name: 'after',
  description: 'Only entries after the one of this number',
  schema: { type: 'integer', minimum: 0, default: 0 },
};

export const LIMIT: Parameter = {
  in: 'query',
  name: 'limit',
  description: 'How many entries at most; outside of the bounds the nearest',
  schema: { type: 'integer', minimum: 1, maximum: 1000, default: 1000 },
};
