import {
  CONSUMED_STATES,
  LARGEST_PASSWORD,
  LONGEST_MEDIA_DESCRIPTION,
  LONGEST_MEDIA_NAME,
  LONGEST_USERNAME,
  MEDIUMS,
} from '@quintet/core';
import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

type Properties = Readonly<Record<string, TSchema>>;

/** A schema of an object with exactly these properties. */
function exactly(properties: Properties, title?: string): TSchema {
  const named = title === undefined ? {} : { title };
  return { ...named, type: 'object', required: Object.keys(properties), properties, additionalProperties: false };
}

function listOf(items: TSchema): TSchema {
  return { type: 'array', items };
}

function integer(description: string, example: number): TSchema {
  return { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1, description, examples: [example] };
}

export const MEDIUM: TSchema = { title: 'Medium', enum: MEDIUMS };
const CONSUMED_STATE: TSchema = { title: 'ConsumedState', enum: CONSUMED_STATES };
export const ID: TSchema = integer('The number of the element', 1);

/** A username and a password, to register or to log in. */
export const CREDENTIALS: TSchema = {
  title: 'Credentials',
  type: 'object',
  required: ['username', 'password'],
  properties: {
    username: { type: 'string', minLength: 1, maxLength: LONGEST_USERNAME, examples: ['JohnSmith'] },
    password: {
      type: 'string',
      format: 'password',
      minLength: 1,
      description: `At most ${LARGEST_PASSWORD} bytes`,
      examples: ['pass123'],
    },
  },
};

const FIELDS: Properties = {
  id: ID,
  name: { type: 'string', minLength: 1, maxLength: LONGEST_MEDIA_NAME, examples: ['Dune'] },
  medium: MEDIUM,
  consumed_state: CONSUMED_STATE,
  description: { type: 'string', maxLength: LONGEST_MEDIA_DESCRIPTION, examples: ['by Frank Herbert'] },
  order: integer('Where in the list it stands', 0),
};

/** An element to make, or to change. */
const ELEMENT_PUT: TSchema = {
  title: 'MediaElementToPut',
  description: 'Without an id it is made, with an id it is changed: what is absent stays as it is.',
  type: 'object',
  anyOf: [{ required: ['name'] }, { required: ['id'] }],
  properties: FIELDS,
  examples: [{ name: 'Dune', medium: 'literature', consumed_state: 'not started', description: '', order: 0 }],
};

/** An element to make or to change; or any number of them. */
export const ELEMENT_PUTS: TSchema = { anyOf: [ELEMENT_PUT, listOf(ELEMENT_PUT)] };

/** The element to delete. */
export const ELEMENT_ID: TSchema = {
  title: 'MediaElementId',
  type: 'object',
  required: ['id'],
  properties: { id: ID },
  examples: [{ id: 1 }],
};

const ELEMENT = exactly(FIELDS, 'MediaElement');
const TIME: TSchema = { type: 'string', format: 'date-time', examples: ['2026-11-22T08:00:00.000Z'] };
const TIME_OR_NULL: TSchema = { type: ['string', 'null'], format: 'date-time', examples: ['2026-11-22T08:00:00.000Z'] };

/** A file of elements. */
export const FILE: TSchema = listOf({
  title: 'MediaElementOfFile',
  type: 'object',
  properties: { ...FIELDS, started_at: TIME_OR_NULL, finished_at: TIME_OR_NULL },
});

const MESSAGE: TSchema = { type: 'string' };

function answer(title: string, properties: Properties = {}): TSchema {
  return exactly({ success: { const: true }, message: MESSAGE, ...properties }, title);
}

export const REFUSAL: TSchema = {
  title: 'Refusal',
  type: 'object',
  required: ['success', 'message'],
  properties: { success: { const: false }, message: MESSAGE, data: {} },
  additionalProperties: false,
};

export const MESSAGE_ANSWER: TSchema = answer('Message');
export const TOKEN_ANSWER: TSchema = answer('SignedIn', {
  auth_token: { type: 'string', description: 'The access token' },
});
export const ELEMENTS_ANSWER: TSchema = answer('MediaElements', { data: listOf(ELEMENT) });
export const PUT_ANSWER: TSchema = answer('MediaElementsPut', { data: { anyOf: [ELEMENT, listOf(ELEMENT)] } });

const { id, name, medium, consumed_state } = FIELDS;
export const HISTORY_ANSWER: TSchema = answer('MediaHistory', {
  data: listOf(
    exactly({
      ...({ id, name, medium, consumed_state } as Properties),
      started_at: TIME_OR_NULL,
      finished_at: TIME_OR_NULL,
      changes: listOf(exactly({ from: CONSUMED_STATE, to: CONSUMED_STATE, at: TIME })),
    }),
  ),
});

const COUNT: TSchema = { type: 'integer', minimum: 0 };
const BY_STATE = exactly(Object.fromEntries(CONSUMED_STATES.map((state) => [state, COUNT])));

export const STATS_ANSWER: TSchema = answer('MediaStats', {
  data: exactly({
    counts: exactly(Object.fromEntries(MEDIUMS.map((medium) => [medium, BY_STATE]))),
    finished_per_month: {
      type: 'object',
      additionalProperties: COUNT,
      propertyNames: { pattern: '^[0-9]{4}-[0-9]{2}$' },
    },
  }),
});

export const IMPORT_ANSWER: TSchema = answer('MediaImport', {
  data: exactly({ rows: COUNT, added: COUNT, updated: COUNT, unchanged: COUNT, dry_run: { type: 'boolean' } }),
});
