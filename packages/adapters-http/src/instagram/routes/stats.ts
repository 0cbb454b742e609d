import type { Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import { TOKEN_REFUSALS } from '../answers.ts';
import { INSTAGRAM_NOT_FOUND } from '../errors.ts';
import { journalAnswer, statsAnswer } from '../explaining.ts';
import { AFTER, FROM, INSTAGRAM_ID, LIMIT } from '../parameters.ts';
import { instagramOf, signedIn } from '../requests.ts';
import { JOURNAL, STATS } from '../schemas.ts';

const TAG = 'Explaining';
const PATH = '/api/v1/instagram/:instagramId';
const REFUSALS = [...TOKEN_REFUSALS, ...answersIn(INSTAGRAM_NOT_FOUND, { kind: 'instagram-not-found' })];
const DAY = /^\d{4}-\d\d-\d\d$/u;

const STATS_EXAMPLE = {
  why_not_now: {
    reason: 'waiting',
    message: 'waiting until 2026-11-22T12:06:00.000Z',
    until: '2026-11-22T12:06:00.000Z',
    limit: null,
    trouble: null,
  },
  channels: [
    {
      id: 1,
      action: 'follow',
      target: 'followers',
      value: 'natgeo',
      state: 'start',
      leads_count: 80,
      targets_count: 310,
      followers_count: 12,
      days: [
        {
          day: '2026-11-22',
          attempted: 82,
          done: 80,
          failed: 2,
          leads: 80,
          followers_gained: 12,
          conversion: 0.15,
        },
      ],
    },
  ],
};

const JOURNAL_EXAMPLE = [
  { id: 1, channel_id: 1, at: '2026-11-22T12:00:00.000Z', kind: 'filled', amount: 1000 },
  {
    id: 2,
    channel_id: 1,
    at: '2026-11-22T12:00:01.000Z',
    kind: 'skipped',
    target: 'quiet.one',
    reason: 'few-posts',
    error: null,
  },
  {
    id: 3,
    channel_id: 1,
    at: '2026-11-22T12:00:02.000Z',
    kind: 'action',
    action: 'follow',
    target: 'busy.one',
    outcome: 'done',
    error: null,
  },
];

/** What came of the channels of an instagram, and why it does nothing now. */
export function statsRoutes({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${PATH}/stats`,
      operationId: 'getStats',
      summary: 'What came of the channels, and why nothing is done now',
      description:
        'By channel and day (UTC). `why_not_now` is null while the instagram acts. `followers_gained` are those of the ' +
        'people reached on the day who follow the account by now, and `conversion` is their share.',
      tag: TAG,
      secured: true,
      parameters: [INSTAGRAM_ID, FROM],
      success: { status: 200, description: 'Counted', schema: STATS, example: STATS_EXAMPLE },
      refusals: REFUSALS,
      handle: signedIn(identity, async (exchange, actor) => {
        const wish = { ...instagramOf(exchange), ...fromOf(exchange) };
        return answerTo(exchange, await instagram.instagramStats(actor, wish), statsAnswer, INSTAGRAM_NOT_FOUND);
      }),
    },
    {
      method: 'GET',
      path: `${PATH}/journal`,
      operationId: 'readJournal',
      summary: 'What happened, in its order',
      description:
        'Every action is here before it is sent. One whose `outcome` is `unknown` may have been carried out: it counts ' +
        'against the limits, and is never sent again.',
      tag: TAG,
      secured: true,
      parameters: [INSTAGRAM_ID, AFTER, LIMIT],
      success: { status: 200, description: 'A stretch of the journal', schema: JOURNAL, example: JOURNAL_EXAMPLE },
      refusals: REFUSALS,
      handle: signedIn(identity, async (exchange, actor) => {
        const wish = { ...instagramOf(exchange), ...numberIn(exchange, 'after'), ...numberIn(exchange, 'limit') };
        return answerTo(exchange, await instagram.readJournal(actor, wish), journalAnswer, INSTAGRAM_NOT_FOUND);
      }),
    },
  ];
}

function fromOf(exchange: Exchange): { readonly from?: Date } {
  const text = exchange.query('from') ?? '';
  const from = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return Number.isNaN(from.getTime()) ? {} : { from };
}

function numberIn<Name extends 'after' | 'limit'>(exchange: Exchange, name: Name): { readonly [N in Name]?: number } {
  const text = exchange.query(name) ?? '';
  return (/^-?\d+$/u.test(text) ? { [name]: Number(text) } : {}) as { readonly [N in Name]?: number };
}
