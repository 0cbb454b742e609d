import type {
  AccountNotFound,
  AnotherUser,
  AuthenticateError,
  ConsumedStateUnknown,
  CreateAccountError,
  ImportFault,
  LogInError,
  MediaIdMalformed,
  MediaWishMalformed,
  MediumUnknown,
  PutMediaError,
} from '@quintet/core';
import type { ReadyAnswer } from '../http/answer.ts';
import type { ErrorTable } from '../http/errors.ts';
import {
  ANOTHER_USER,
  failed,
  ID_MALFORMED,
  MEDIUM_PARAMETER_UNKNOWN,
  PASSWORD_TOO_LARGE,
  STATE_PARAMETER_UNKNOWN,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
  TOKEN_REVOKED,
  tooManyFailedLogins,
  USER_UNKNOWN,
  USERNAME_MALFORMED,
} from './answers.ts';

export const AUTHENTICATE_ERRORS: ErrorTable<AuthenticateError> = {
  'token-expired': TOKEN_EXPIRED,
  'token-invalid': TOKEN_INVALID,
  'token-revoked': TOKEN_REVOKED,
};

export const REGISTER_ERRORS: ErrorTable<CreateAccountError> = {
  'username-malformed': USERNAME_MALFORMED,
  // what is no text has been told apart before
  'password-malformed': PASSWORD_TOO_LARGE,
  // it is the username
  'display-name-malformed': USERNAME_MALFORMED,
  'username-taken': failed(422, 'username taken'),
};

export const LOG_IN_ERRORS: ErrorTable<LogInError> = {
  'username-malformed': USERNAME_MALFORMED,
  'password-malformed': PASSWORD_TOO_LARGE,
  'account-not-found': USER_UNKNOWN,
  'wrong-password': failed(401, 'incorrect password'),
  'login-limited': tooManyFailedLogins,
};

export const USER_ERRORS: ErrorTable<AccountNotFound | AnotherUser> = {
  'account-not-found': USER_UNKNOWN,
  'another-user': ANOTHER_USER,
};

export const LIST_ERRORS: ErrorTable<MediumUnknown | ConsumedStateUnknown> = {
  'medium-unknown': MEDIUM_PARAMETER_UNKNOWN,
  'consumed-state-unknown': STATE_PARAMETER_UNKNOWN,
};

export const HISTORY_ERRORS: ErrorTable<MediumUnknown | ConsumedStateUnknown | MediaIdMalformed> = {
  ...LIST_ERRORS,
  'media-id-malformed': ID_MALFORMED,
};

export const REMOVE_ERRORS: ErrorTable<MediaIdMalformed> = { 'media-id-malformed': ID_MALFORMED };

/** What is wrong with an element, in a request or in a file. */
export const ELEMENT_FAULTS: Readonly<Record<ImportFault['kind'], string>> = {
  'name-and-id-missing': "missing parameter 'name' or parameter 'id'",
  'media-id-malformed': 'id parameter must be type integer',
  'media-name-malformed': 'name parameter must be type string',
  'medium-unknown': "medium parameter must be 'film', 'audio', 'literature', or 'other'",
  'consumed-state-unknown': "consumed_state parameter must be 'not started', 'started', or 'finished'",
  'media-description-malformed': 'description parameter must be type string',
  'media-description-too-long': 'description parameter must be at most 500 characters',
  'media-order-malformed': 'order parameter must be type integer',
  'media-name-out-of-bounds': 'name parameter must be 1 to 80 characters',
  'media-not-found': "logged in user doesn't have media with given id",
  'media-times-malformed': 'started_at and finished_at must be ISO 8601 times that fit consumed_state',
};

const refused = (kind: MediaWishMalformed['kind']): ReadyAnswer => failed(422, ELEMENT_FAULTS[kind]);

export const PUT_ERRORS: ErrorTable<PutMediaError> = {
  'name-and-id-missing': refused('name-and-id-missing'),
  'media-id-malformed': refused('media-id-malformed'),
  'media-name-malformed': refused('media-name-malformed'),
  'medium-unknown': refused('medium-unknown'),
  'consumed-state-unknown': refused('consumed-state-unknown'),
  'media-description-malformed': refused('media-description-malformed'),
  'media-description-too-long': refused('media-description-too-long'),
  'media-order-malformed': refused('media-order-malformed'),
  'media-name-out-of-bounds': refused('media-name-out-of-bounds'),
  'media-not-found': failed(401, ELEMENT_FAULTS['media-not-found']),
  'account-not-found': USER_UNKNOWN,
};
