import { LARGEST_PASSWORD, LONGEST_USERNAME } from '@quintet/core';
import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

type Properties = Readonly<Record<string, TSchema>>;

/** A schema of an object with exactly these properties. */
function exactly(properties: Properties, title?: string): TSchema {
  return { ...object(properties, Object.keys(properties), title), additionalProperties: false };
}

/** A schema of an object with at least some of these properties, and perhaps others. */
function object(properties: Properties, required: readonly string[], title?: string): TSchema {
  return { ...(title === undefined ? {} : { title }), type: 'object', required: [...required], properties };
}

const listOf = (items: TSchema): TSchema => ({ type: 'array', items });
const text = (example: string, description?: string): TSchema => ({
  type: 'string',
  ...(description === undefined ? {} : { description }),
  examples: [example],
});
const count = (description: string): TSchema => ({ type: 'integer', minimum: 0, description });
const flag: TSchema = { type: 'boolean' };
const id = (of: string): TSchema => ({ type: 'integer', description: `The number of the ${of}`, examples: [1] });
const time: TSchema = { type: 'string', format: 'date-time', examples: ['2026-11-22T08:00:00.000Z'] };
const times: Properties = { created_at: time, updated_at: time };

/** A username and a password, to sign up or to log in. */
export const CREDENTIALS: TSchema = object(
  {
    username: { type: 'string', minLength: 1, maxLength: LONGEST_USERNAME, examples: ['user@example.com'] },
    password: {
      type: 'string',
      format: 'password',
      minLength: 1,
      description: `At most ${LARGEST_PASSWORD} bytes`,
      examples: ['correct horse'],
    },
  },
  ['username', 'password'],
  'Credentials',
);

export const TOKEN: TSchema = exactly({ expire: time, token: { type: 'string' } }, 'Token');

export const USER: TSchema = exactly(
  { id: { type: 'string', examples: ['1'] }, username: text('user@example.com'), ...times },
  'User',
);

const hour: TSchema = { type: 'integer', minimum: 0, maximum: 23 };
const HOURS: TSchema = {
  ...exactly({ min: hour, max: hour }, 'Hours'),
  description:
    'The hours of the day (UTC), both included, in which the account acts. `min` after `max` goes past midnight; ' +
    'both 0: always.',
};
const perHour: TSchema = { type: 'number', description: 'Actions an hour; less than 1 counts as 1' };
const SPEED: TSchema = exactly({ like: perHour, comment: perHour, follow: perHour, unfollow: perHour }, 'Speed');

const PASSWORD: TSchema = { type: 'string', format: 'password' };

/** An instagram to add. */
export const NEW_INSTAGRAM: TSchema = object(
  {
    username: text('instalogin', "The account's name there"),
    password: { ...PASSWORD, minLength: 1, examples: ['instapassword'] },
    trusted: { ...flag, default: false, description: 'A trusted account may do more a day' },
    hours: HOURS,
    speed: SPEED,
  },
  ['username', 'password'],
  'NewInstagram',
);

/** What an instagram is changed to. */
export const INSTAGRAM_CHANGES: TSchema = object(
  {
    username: text('instalogin', "The account's name there"),
    password: { ...PASSWORD, description: 'The one that is kept stays where it is left out, or is `********`' },
    trusted: flag,
    hours: HOURS,
    speed: SPEED,
  },
  ['username'],
  'InstagramChanges',
);

const picture: TSchema = exactly({ width: count('In pixels'), height: count('In pixels'), url: text('https://...') });

const INFO: TSchema = {
  ...object(
    {
      pk: { type: 'integer', examples: [1234567890] },
      username: text('username'),
      full_name: text('Full Name'),
      biography: text('biography'),
      profile_pic_url: text('https://example.com/picture.jpg'),
      profile_pic_id: { type: 'string' },
      hd_profile_pic_url_info: picture,
      hd_profile_pic_versions: listOf(picture),
      external_url: { type: 'string' },
      external_lynx_url: { type: 'string' },
      media_count: count('Posts'),
      follower_count: count('Followers'),
      following_count: count('Whom it follows'),
      usertags_count: count('Posts that it is tagged in'),
      geo_media_count: count('Posts with a place'),
      is_private: flag,
      is_business: flag,
      is_verified: flag,
      is_favorite: flag,
      has_chaining: flag,
      has_anonymous_profile_picture: flag,
    },
    ['profile_pic_url', 'full_name', 'media_count', 'follower_count', 'following_count'],
    'Info',
  ),
  description: "The account's profile, as of the last time it was looked at",
};

export const INSTAGRAM: TSchema = exactly(
  {
    id: id('instagram'),
    info: INFO,
    state: { title: 'InstagramState', enum: ['start', 'stop', 'suspected'] },
    username: text('instalogin'),
    password: { const: '********', description: 'It is kept encrypted, and shown to nobody' },
    trusted: flag,
    hours: HOURS,
    speed: SPEED,
    ...times,
  },
  'Instagram',
);
export const INSTAGRAMS: TSchema = listOf(INSTAGRAM);

const ACTION: TSchema = { title: 'Action', enum: ['like', 'comment', 'follow', 'unfollow'] };
const TARGET: TSchema = { title: 'Target', enum: ['followers', 'subscriptions', 'hashtag', 'likes', 'comments'] };
const VALUE: TSchema = text('natgeo', 'The name of an account; for `hashtag` the tag');
const channelFields: Properties = {
  action: ACTION,
  target: TARGET,
  value: VALUE,
  comments: { ...listOf({ type: 'string' }), description: 'One of these is written, for the action `comment`' },
};

/** A channel to add, or what one is changed to. */
export const CHANNEL_DRAFT: TSchema = object(channelFields, ['action', 'target', 'value'], 'ChannelDraft');

const channelCounts: Properties = {
  state: { title: 'ChannelState', enum: ['start', 'stop', 'empty'] },
  leads_count: count('People who were reached'),
  targets_count: count('People who are waiting to be reached'),
  followers_count: count('People who were reached and follow the account by now'),
};

export const CHANNEL: TSchema = exactly({ id: id('channel'), ...channelFields, ...channelCounts, ...times }, 'Channel');
export const CHANNELS: TSchema = listOf(CHANNEL);

/** What is answered to a deletion. */
export const NOTHING: TSchema = exactly({}, 'Nothing');

/** What is answered to a request that fails; to one that is not authorized without `payload`. */
export const REFUSAL: TSchema = {
  ...object(
    {
      code: { type: 'integer', description: "The domain's code, or the status" },
      message: { type: 'string' },
      payload: { type: 'string', description: 'What is wrong with the request, or nothing' },
    },
    ['code', 'message'],
    'Refusal',
  ),
  additionalProperties: false,
};

const ERROR: TSchema = exactly(
  { code: { type: 'integer' }, message: { type: 'string' }, payload: { type: 'string' } },
  'ErrorOfDomain',
);
const orNull = (schema: TSchema): TSchema => ({ anyOf: [schema, { type: 'null' }] });
const timeOrNull: TSchema = { type: ['string', 'null'], format: 'date-time' };

const TROUBLE: TSchema = {
  ...exactly({
    code: { type: 'integer' },
    message: { type: 'string' },
    payload: { type: 'string' },
    cause: ERROR,
    channel_id: { type: ['integer', 'null'] },
    at: time,
    failures: count('How many came one after the other'),
  }),
  description: 'What went wrong last: what was to be done, and what the network said',
};

const WHY_NOT_NOW: TSchema = exactly(
  {
    reason: {
      enum: ['stopped', 'suspected', 'no-channel', 'drained', 'troubled', 'out-of-hours', 'limit-reached', 'waiting'],
    },
    message: text('waiting until 2026-11-22T12:06:00.000Z', 'The reason in words'),
    until: timeOrNull,
    limit: { enum: ['like', 'comment', 'follow', 'unfollow', 'total', null] },
    trouble: orNull(TROUBLE),
  },
  'WhyNotNow',
);

/** What came of the channels of an instagram. */
export const STATS: TSchema = exactly(
  {
    why_not_now: orNull(WHY_NOT_NOW),
    channels: listOf(
      exactly({
        id: id('channel'),
        action: ACTION,
        target: TARGET,
        value: VALUE,
        ...channelCounts,
        days: listOf(
          exactly({
            day: { type: 'string', format: 'date' },
            attempted: count('Actions that were sent, or may have been'),
            done: count('Actions that succeeded'),
            failed: count('Actions that failed'),
            leads: count('People who were reached'),
            followers_gained: count('Of these, who follow the account by now'),
            conversion: { type: 'number', minimum: 0, maximum: 1 },
          }),
        ),
      }),
    ),
  },
  'Stats',
);

const entry = (kinds: readonly string[], properties: Properties): TSchema =>
  exactly({ id: { type: 'integer' }, channel_id: id('channel'), at: time, kind: { enum: [...kinds] }, ...properties });

/** What happened for an instagram. */
export const JOURNAL: TSchema = listOf({
  title: 'JournalEntry',
  anyOf: [
    entry(['action'], {
      action: ACTION,
      target: text('busy.one'),
      outcome: { enum: ['unknown', 'done', 'failed'] },
      error: orNull({
        ...exactly({
          code: { type: 'integer' },
          message: { type: 'string' },
          payload: { type: 'string' },
          cause: ERROR,
        }),
      }),
    }),
    entry(['skipped'], {
      target: text('quiet.one'),
      reason: { enum: ['private', 'few-posts', 'followed', 'not-followed', 'no-post', 'self', 'gone'] },
      error: orNull(ERROR),
    }),
    entry(['filled', 'cleared', 'counted'], { amount: count('How many people') }),
  ],
});
