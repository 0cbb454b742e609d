import type {
  AccountNotFound,
  ActorNotFound,
  AlreadyCast,
  CastActorUnknown,
  CastingNotFound,
  ContactTaken,
  FieldMalformed,
  FieldsMissing,
  MovieNotFound,
  NothingToChange,
  PermissionLacking,
  RecogniseError,
  TokenInvalid,
} from '@quintet/core';
import type { ReadyAnswer } from '../http/answer.ts';
import type { ErrorTable } from '../http/errors.ts';
import {
  BAD_REQUEST,
  KEY_UNKNOWN,
  KEY_UNNAMED,
  NOT_FOUND,
  PERMISSION_LACKING,
  PERMISSIONS_MISSING,
  TOKEN_EXPIRED,
  TOKEN_REVOKED,
  TOKEN_UNPARSABLE,
  UNPROCESSABLE,
  WRONG_CLAIMS,
} from './answers.ts';

const FLAWS: Readonly<Record<NonNullable<TokenInvalid['flaw']>, ReadyAnswer>> = {
  claims: WRONG_CLAIMS,
  permissions: PERMISSIONS_MISSING,
};

export const RECOGNISE_ERRORS: ErrorTable<RecogniseError> = {
  'token-expired': TOKEN_EXPIRED,
  'token-revoked': TOKEN_REVOKED,
  'token-key-unnamed': KEY_UNNAMED,
  'token-key-unknown': KEY_UNKNOWN,
  'token-invalid': ({ flaw }) => (flaw === undefined ? TOKEN_UNPARSABLE : FLAWS[flaw]),
};

export const LIST_ERRORS: ErrorTable<PermissionLacking> = { 'permission-lacking': PERMISSION_LACKING };

/** For one actor that is shown or removed. */
export const ACTOR_ERRORS: ErrorTable<PermissionLacking | ActorNotFound> = {
  ...LIST_ERRORS,
  'actor-not-found': NOT_FOUND,
};

/** For one movie that is shown or removed. */
export const MOVIE_ERRORS: ErrorTable<PermissionLacking | MovieNotFound> = {
  ...LIST_ERRORS,
  'movie-not-found': NOT_FOUND,
};

/** For one casting that is removed. */
export const CASTING_ERRORS: ErrorTable<PermissionLacking | CastingNotFound> = {
  ...LIST_ERRORS,
  'casting-not-found': NOT_FOUND,
};

const DRAFT_ERRORS: ErrorTable<FieldsMissing | FieldMalformed> = {
  'fields-missing': BAD_REQUEST,
  'field-malformed': UNPROCESSABLE,
};

const CHANGE_ERRORS: ErrorTable<NothingToChange | FieldMalformed> = {
  'nothing-to-change': BAD_REQUEST,
  'field-malformed': UNPROCESSABLE,
};

const CAST_ERRORS: ErrorTable<CastActorUnknown | AlreadyCast> = {
  'cast-actor-unknown': UNPROCESSABLE,
  'already-cast': UNPROCESSABLE,
};

export const CREATE_ACTOR_ERRORS: ErrorTable<PermissionLacking | FieldsMissing | FieldMalformed | ContactTaken> = {
  ...LIST_ERRORS,
  ...DRAFT_ERRORS,
  'contact-taken': UNPROCESSABLE,
};

export const EDIT_ACTOR_ERRORS: ErrorTable<
  PermissionLacking | ActorNotFound | NothingToChange | FieldMalformed | ContactTaken
> = {
  ...ACTOR_ERRORS,
  ...CHANGE_ERRORS,
  'contact-taken': UNPROCESSABLE,
};

export const CREATE_MOVIE_ERRORS: ErrorTable<PermissionLacking | FieldsMissing | FieldMalformed> = {
  ...LIST_ERRORS,
  ...DRAFT_ERRORS,
};

export const EDIT_MOVIE_ERRORS: ErrorTable<PermissionLacking | MovieNotFound | NothingToChange | FieldMalformed> = {
  ...MOVIE_ERRORS,
  ...CHANGE_ERRORS,
};

export const LIST_CASTINGS_ERRORS: ErrorTable<PermissionLacking | MovieNotFound | ActorNotFound> = {
  ...ACTOR_ERRORS,
  ...MOVIE_ERRORS,
};

export const CREATE_CASTING_ERRORS: ErrorTable<
  PermissionLacking | MovieNotFound | FieldsMissing | FieldMalformed | CastActorUnknown | AlreadyCast | AccountNotFound
> = {
  // the token outlived the database that it was made on
  'account-not-found': TOKEN_REVOKED,
  ...MOVIE_ERRORS,
  ...DRAFT_ERRORS,
  ...CAST_ERRORS,
};

export const EDIT_CASTING_ERRORS: ErrorTable<
  PermissionLacking | CastingNotFound | NothingToChange | FieldMalformed | CastActorUnknown | AlreadyCast
> = {
  ...CASTING_ERRORS,
  ...CHANGE_ERRORS,
  ...CAST_ERRORS,
};
