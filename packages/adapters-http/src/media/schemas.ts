import {
  CONSUMED_STATES,
  LARGEST_PASSWORD,
  LONGEST_MEDIA_DESCRIPTION,
  LONGEST_MEDIA_NAME,
  LONGEST_USERNAME,
  MEDIUMS,
} from '@quintet/core';
import { Type, type TSchema } from 'typebox';

const integer = (description: string, example: number): TSchema =>
  Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1, description, examples: [example] });

export const MEDIUM: TSchema = Type.Enum([...MEDIUMS], { title: 'Medium' });
export const CONSUMED_STATE: TSchema = Type.Enum([...CONSUMED_STATES], { title: 'ConsumedState' });

/** A username and a password, to register or to log in. */
export const CREDENTIALS: TSchema = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: LONGEST_USERNAME, examples: ['JohnSmith'] }),
    password: Type.String({
      format: 'password',
      minLength: 1,
      maxLength: LARGEST_PASSWORD,
      description: `At most ${LARGEST_PASSWORD} bytes`,
      examples: ['pass123'],
    }),
  },
  { title: 'Credentials' },
);

const NAME = Type.String({ minLength: 1, maxLength: LONGEST_MEDIA_NAME, examples: ['Dune'] });
const DESCRIPTION = Type.String({ maxLength: LONGEST_MEDIA_DESCRIPTION, examples: ['by Frank Herbert'] });
export const ID_PARAMETER: TSchema = integer('The number of the element', 1);
const ORDER = integer('Where in the list it stands', 0);

/** An element to make, or to change. */
export const ELEMENT_PUT: TSchema = Type.Object(
  {
    id: Type.Optional(ID_PARAMETER),
    name: Type.Optional(NAME),
    medium: Type.Optional(MEDIUM),
    consumed_state: Type.Optional(CONSUMED_STATE),
    description: Type.Optional(DESCRIPTION),
    order: Type.Optional(ORDER),
  },
  {
    title: 'MediaElementToPut',
    description: 'Without an id it is made, with an id it is changed: what is absent stays as it is.',
    anyOf: [{ required: ['name'] }, { required: ['id'] }],
    examples: [{ name: 'Dune', medium: 'literature', consumed_state: 'not started', description: '', order: 0 }],
  },
);

export const ELEMENT_PUTS: TSchema = Type.Union([ELEMENT_PUT, Type.Array(ELEMENT_PUT)]);

export const ELEMENT_ID: TSchema = Type.Object({ id: ID_PARAMETER }, { title: 'MediaElementId' });

/** An element as it is answered. */
export const ELEMENT: TSchema = Type.Object(
  {
    id: ID_PARAMETER,
    name: NAME,
    medium: MEDIUM,
    consumed_state: CONSUMED_STATE,
    description: DESCRIPTION,
    order: ORDER,
  },
  { title: 'MediaElement', additionalProperties: false },
);

const TIME = Type.String({ format: 'date-time', examples: ['2026-11-22T08:00:00.000Z'] });
const TIME_OR_NULL = Type.Union([TIME, Type.Null()]);

/** An element of a file. */
export const FILE_ELEMENT: TSchema = Type.Object(
  {
    id: Type.Optional(ID_PARAMETER),
    name: Type.Optional(NAME),
    medium: Type.Optional(MEDIUM),
    consumed_state: Type.Optional(CONSUMED_STATE),
    description: Type.Optional(DESCRIPTION),
    order: Type.Optional(ORDER),
    started_at: Type.Optional(TIME_OR_NULL),
    finished_at: Type.Optional(TIME_OR_NULL),
  },
  { title: 'MediaElementOfFile' },
);

const success = Type.Literal(true);
const message = Type.String();

function answer(title: string, data?: TSchema): TSchema {
  return Type.Object(
    { success, message, ...(data === undefined ? {} : { data }) },
    { title, additionalProperties: false },
  );
}

export const REFUSAL: TSchema = Type.Object(
  { success: Type.Literal(false), message, data: Type.Optional(Type.Unknown()) },
  { title: 'Refusal', additionalProperties: false },
);

export const MESSAGE_ANSWER: TSchema = answer('Message');

export const TOKEN_ANSWER: TSchema = Type.Object(
  { success, message, auth_token: Type.String({ description: 'The access token' }) },
  { title: 'SignedIn', additionalProperties: false },
);

export const ELEMENTS_ANSWER: TSchema = answer('MediaElements', Type.Array(ELEMENT));
export const PUT_ANSWER: TSchema = answer('MediaElementsPut', Type.Union([ELEMENT, Type.Array(ELEMENT)]));

export const HISTORY_ANSWER: TSchema = answer(
  'MediaHistory',
  Type.Array(
    Type.Object(
      {
        id: ID_PARAMETER,
        name: NAME,
        medium: MEDIUM,
        consumed_state: CONSUMED_STATE,
        started_at: TIME_OR_NULL,
        finished_at: TIME_OR_NULL,
        changes: Type.Array(
          Type.Object({ from: CONSUMED_STATE, to: CONSUMED_STATE, at: TIME }, { additionalProperties: false }),
        ),
      },
      { additionalProperties: false },
    ),
  ),
);

const COUNT = Type.Integer({ minimum: 0 });
const COUNTS = Type.Object(Object.fromEntries(CONSUMED_STATES.map((state) => [state, COUNT])), {
  additionalProperties: false,
});

export const STATS_ANSWER: TSchema = answer(
  'MediaStats',
  Type.Object(
    {
      counts: Type.Object(Object.fromEntries(MEDIUMS.map((medium) => [medium, COUNTS])), {
        additionalProperties: false,
      }),
      finished_per_month: Type.Record(Type.String({ pattern: '^\\d{4}-\\d{2}$' }), COUNT),
    },
    { additionalProperties: false },
  ),
);

export const IMPORT_ANSWER: TSchema = answer(
  'MediaImport',
  Type.Object(
    { rows: COUNT, added: COUNT, updated: COUNT, unchanged: COUNT, dry_run: Type.Boolean() },
    { additionalProperties: false },
  ),
);
