import {
  Type,
  type TArray,
  type TInteger,
  type TNull,
  type TObject,
  type TOptional,
  type TSchema,
  type TString,
  type TUnion,
} from 'typebox';

type TNullable<T extends TSchema> = TUnion<[T, TNull]>;

const nullable = <T extends TSchema>(schema: T): TNullable<T> => Type.Union([schema, Type.Null()]);
const success = Type.Literal('success');

/** An email and a password, to register or to log in. Whether they are good is for the use case to say. */
export const CREDENTIALS: TObject<{ email: TString; password: TString }> = Type.Object(
  {
    email: Type.String({
      format: 'email',
      description: 'something@something.something',
      examples: ['ann@example.com'],
    }),
    password: Type.String({
      format: 'password',
      description: 'Four characters and above, at most 1,024 bytes',
      examples: ['123456'],
    }),
  },
  { title: 'Credentials' },
);

export const PASSWORD_RESET: TObject<{
  oldPassword: TString;
  newPassword: TString;
  passwordConfirmation: TString;
}> = Type.Object(
  {
    oldPassword: Type.String({ format: 'password', minLength: 1, examples: ['123456'] }),
    newPassword: Type.String({
      format: 'password',
      minLength: 1,
      description: 'Five characters and above, at most 1,024 bytes',
      examples: ['1234567'],
    }),
    passwordConfirmation: Type.String({
      format: 'password',
      minLength: 1,
      description: 'The new password again',
      examples: ['1234567'],
    }),
  },
  { title: 'PasswordReset' },
);

export const BUCKET_NAME: TObject<{ name: TString }> = Type.Object(
  { name: Type.String({ minLength: 1, description: '1 to 255 characters after trimming', examples: ['Travel'] }) },
  { title: 'BucketName' },
);

export const NEW_ITEM: TObject<{ name: TString; description: TOptional<TNullable<TString>> }> = Type.Object(
  {
    name: Type.String({ minLength: 1, description: '1 to 255 characters after trimming', examples: ['biscuits'] }),
    description: Type.Optional(nullable(Type.String({ examples: ['lorem ipsum'] }))),
  },
  { title: 'NewItem' },
);

export const ITEM_CHANGES: TObject<{
  name: TOptional<TNullable<TString>>;
  description: TOptional<TNullable<TString>>;
}> = Type.Object(
  {
    name: Type.Optional(nullable(Type.String({ examples: ['biscuits'] }))),
    description: Type.Optional(nullable(Type.String({ examples: ['lorem ipsum'] }))),
  },
  { title: 'ItemChanges', minProperties: 1, description: 'At least one of the two with a value; what is absent stays' },
);

const bucket = {
  id: Type.Integer({ examples: [3] }),
  name: Type.String({ examples: ['Travel'] }),
};
const ISO_DATE = Type.String({
  description: 'ISO 8601 in UTC, with microseconds and without a zone',
  examples: ['2017-08-24T19:56:07.942974'],
});
const RFC_1123_DATE = Type.String({ description: 'RFC 1123', examples: ['Wed, 23 Aug 2017 10:14:52 GMT'] });

const BUCKET: TSchema = Type.Object(
  { ...bucket, createdAt: ISO_DATE, modifiedAt: ISO_DATE },
  { title: 'Bucket', additionalProperties: false },
);

const ITEM: TSchema = Type.Object(
  {
    id: Type.Integer({ examples: [12] }),
    name: Type.String({ examples: ['biscuits'] }),
    description: nullable(Type.String({ examples: ['lorem ipsum'] })),
    bucketId: Type.Integer({ examples: [3] }),
    createdAt: ISO_DATE,
    modifiedAt: ISO_DATE,
  },
  { title: 'Item', additionalProperties: false },
);

export const REFUSAL: TSchema = Type.Object(
  { status: Type.Literal('failed'), message: Type.String() },
  { title: 'Refusal', additionalProperties: false },
);

export const MESSAGE_ANSWER: TSchema = Type.Object(
  { status: success, message: Type.String() },
  { title: 'Message', additionalProperties: false },
);

export const TOKEN_ANSWER: TSchema = Type.Object(
  { status: success, message: Type.String(), auth_token: Type.String({ description: 'The access token' }) },
  { title: 'SignedIn', additionalProperties: false },
);

export const CHANGED_BUCKET_ANSWER: TSchema = Type.Object(
  { status: success, ...bucket, createdAt: RFC_1123_DATE, modifiedAt: RFC_1123_DATE },
  { title: 'ChangedBucket', additionalProperties: false },
);

export const BUCKET_ANSWER: TSchema = Type.Object(
  { status: success, bucket: BUCKET },
  { title: 'BucketAnswer', additionalProperties: false },
);

export const ITEM_ANSWER: TSchema = Type.Object(
  { status: success, item: ITEM },
  { title: 'ItemAnswer', additionalProperties: false },
);

const link = nullable(Type.String({ format: 'uri' }));
const page: { status: TSchema; previous: TSchema; next: TSchema; count: TInteger } = {
  status: success,
  previous: link,
  next: link,
  count: Type.Integer({ minimum: 0, description: 'Over all pages' }),
};
const listOf = (schema: TSchema): TArray => Type.Array(schema);

export const BUCKETS_ANSWER: TSchema = Type.Object(
  { ...page, buckets: listOf(BUCKET) },
  { title: 'BucketsAnswer', additionalProperties: false },
);

export const ITEMS_ANSWER: TSchema = Type.Object(
  { ...page, items: listOf(ITEM) },
  { title: 'ItemsAnswer', additionalProperties: false },
);
