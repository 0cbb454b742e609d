import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

/** An email and a password, to register or to log in. Whether they are good is for the use case to say. */
export const CREDENTIALS = {
  title: 'Credentials',
  type: 'object',
  required: ['email', 'password'],
  properties: {
    email: {
      type: 'string',
      format: 'email',
      description: 'something@something.something',
      examples: ['ann@example.com'],
    },
    password: {
      type: 'string',
      format: 'password',
      description: 'Four characters and above, at most 1,024 bytes',
      examples: ['123456'],
    },
  },
} as const;

export const PASSWORD_RESET = {
  title: 'PasswordReset',
  type: 'object',
  required: ['oldPassword', 'newPassword', 'passwordConfirmation'],
  properties: {
    oldPassword: { type: 'string', format: 'password', minLength: 1, examples: ['123456'] },
    newPassword: {
      type: 'string',
      format: 'password',
      minLength: 1,
      description: 'Five characters and above, at most 1,024 bytes',
      examples: ['1234567'],
    },
    passwordConfirmation: {
      type: 'string',
      format: 'password',
      minLength: 1,
      description: 'The new password again',
      examples: ['1234567'],
    },
  },
} as const;

export const BUCKET_NAME = {
  title: 'BucketName',
  type: 'object',
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: '1 to 255 characters, not counting the blanks at its ends',
      examples: ['Travel'],
    },
  },
} as const;

export const NEW_ITEM = {
  title: 'NewItem',
  type: 'object',
  required: ['name'],
  properties: {
    name: {
      type: 'string',
      minLength: 1,
      description: '1 to 255 characters, not counting the blanks at its ends',
      examples: ['biscuits'],
    },
    description: { type: ['string', 'null'], examples: ['lorem ipsum'] },
  },
} as const;

export const ITEM_CHANGES = {
  title: 'ItemChanges',
  description: 'At least one of the two with a value; what is absent stays',
  type: 'object',
  minProperties: 1,
  properties: {
    name: { type: ['string', 'null'], examples: ['biscuits'] },
    description: { type: ['string', 'null'], examples: ['lorem ipsum'] },
  },
} as const;

/** A schema of an object with exactly these properties. */
function exactly(title: string, properties: Readonly<Record<string, TSchema>>): TSchema {
  return { title, type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

const SUCCESS: TSchema = { const: 'success' };
const MESSAGE: TSchema = { type: 'string' };
const ID: TSchema = { type: 'integer', examples: [3] };
const NAME: TSchema = { type: 'string', examples: ['Travel'] };
const ISO_DATE: TSchema = {
  type: 'string',
  description: 'ISO 8601 in UTC, with microseconds and without a zone',
  examples: ['2017-08-24T19:56:07.942974'],
};
const RFC_1123_DATE: TSchema = {
  type: 'string',
  description: 'RFC 1123',
  examples: ['Wed, 23 Aug 2017 10:14:52 GMT'],
};

const BUCKET = exactly('Bucket', { id: ID, name: NAME, createdAt: ISO_DATE, modifiedAt: ISO_DATE });

const ITEM = exactly('Item', {
  id: ID,
  name: NAME,
  description: { type: ['string', 'null'] },
  bucketId: ID,
  createdAt: ISO_DATE,
  modifiedAt: ISO_DATE,
});

export const REFUSAL: TSchema = exactly('Refusal', { status: { const: 'failed' }, message: MESSAGE });

export const MESSAGE_ANSWER: TSchema = exactly('Message', { status: SUCCESS, message: MESSAGE });

export const TOKEN_ANSWER: TSchema = exactly('SignedIn', {
  status: SUCCESS,
  message: MESSAGE,
  auth_token: { type: 'string', description: 'The access token' },
});

export const CHANGED_BUCKET_ANSWER: TSchema = exactly('ChangedBucket', {
  status: SUCCESS,
  id: ID,
  name: NAME,
  createdAt: RFC_1123_DATE,
  modifiedAt: RFC_1123_DATE,
});

export const BUCKET_ANSWER: TSchema = exactly('BucketAnswer', { status: SUCCESS, bucket: BUCKET });

export const ITEM_ANSWER: TSchema = exactly('ItemAnswer', { status: SUCCESS, item: ITEM });

const LINK: TSchema = { type: ['string', 'null'], format: 'uri', description: '`null` where there is no such page' };
const PAGE = {
  status: SUCCESS,
  previous: LINK,
  next: LINK,
  count: { type: 'integer', minimum: 0, description: 'Over all pages' },
};

export const BUCKETS_ANSWER: TSchema = exactly('BucketsAnswer', { ...PAGE, buckets: { type: 'array', items: BUCKET } });

export const ITEMS_ANSWER: TSchema = exactly('ItemsAnswer', { ...PAGE, items: { type: 'array', items: ITEM } });
