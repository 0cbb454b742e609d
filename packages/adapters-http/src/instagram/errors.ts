import type {
  AccountNotFound,
  ActionUndefined,
  AuthenticateError,
  InstagramChannelMalformed,
  ConnectError,
  CreateAccountError,
  InstagramInactive,
  InstagramMalformed,
  InstagramNotFound,
  LogInError,
  NoChannel,
  PasswordUnreadable,
  RenewTokenError,
  TargetUndefined,
  Trouble,
} from '@quintet/core';
import type { ErrorTable } from '../http/errors.ts';
import {
  CREDENTIALS_WRONG,
  MESSAGES,
  refused,
  type Code,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
  TOKEN_REVOKED,
  tooManyFailedLogins,
} from './answers.ts';

export const AUTHENTICATE_ERRORS: ErrorTable<AuthenticateError> = {
  'token-expired': TOKEN_EXPIRED,
  'token-invalid': TOKEN_INVALID,
  'token-revoked': TOKEN_REVOKED,
};

const USERNAME_BOUNDS = 'username must be a text of 1 to 255 characters';

export const SIGN_UP_ERRORS: ErrorTable<CreateAccountError> = {
  'username-malformed': refused(3030, USERNAME_BOUNDS),
  // it is the username
  'display-name-malformed': refused(3030, USERNAME_BOUNDS),
  'password-malformed': refused(3030, 'password must be a text of 1 to 1024 bytes'),
  'username-taken': refused(3030, 'username is taken'),
};

export const LOG_IN_ERRORS: ErrorTable<LogInError> = {
  'username-malformed': CREDENTIALS_WRONG,
  'password-malformed': CREDENTIALS_WRONG,
  'account-not-found': CREDENTIALS_WRONG,
  'wrong-password': CREDENTIALS_WRONG,
  'login-limited': tooManyFailedLogins,
};

/** The token outlived the account, or the database that it was made on. */
export const ACCOUNT_ERRORS: ErrorTable<AccountNotFound> = { 'account-not-found': refused(3010) };

export const REFRESH_ERRORS: ErrorTable<RenewTokenError> = { ...ACCOUNT_ERRORS, 'token-revoked': TOKEN_REVOKED };

/** The codes of what the network answers. */
export const FAILURE_CODES: Readonly<Record<Trouble['failure'], Code>> = {
  'gateway-request-failed': 1010,
  'gateway-login-failed': 1020,
  'gateway-answer-unreadable': 1030,
  'gateway-followers-failed': 1040,
  'gateway-suspected': 1050,
  'password-unreadable': 2070,
};

export const INSTAGRAM_NOT_FOUND: ErrorTable<InstagramNotFound> = { 'instagram-not-found': refused(2010) };

const CONNECT_ERRORS: ErrorTable<ConnectError> = {
  'gateway-request-failed': refused(FAILURE_CODES['gateway-request-failed']),
  'gateway-answer-unreadable': refused(FAILURE_CODES['gateway-answer-unreadable']),
  'gateway-suspected': refused(FAILURE_CODES['gateway-suspected']),
  'instagram-login-refused': refused(2070),
  // who was let in, and then was told nothing: what the network said is for the client to show
  'instagram-info-unavailable': ({ failure }) => refused(2080, MESSAGES[FAILURE_CODES[failure.kind]]),
};

export const ADD_INSTAGRAM_ERRORS: ErrorTable<InstagramMalformed | ConnectError | AccountNotFound> = {
  ...CONNECT_ERRORS,
  ...ACCOUNT_ERRORS,
  'instagram-malformed': ({ field, reason }) => refused(2030, `${field} ${reason}`),
};

export const EDIT_INSTAGRAM_ERRORS: ErrorTable<
  InstagramMalformed | ConnectError | PasswordUnreadable | InstagramNotFound
> = {
  ...CONNECT_ERRORS,
  ...INSTAGRAM_NOT_FOUND,
  'instagram-malformed': ({ field, reason }) => refused(2040, `${field} ${reason}`),
  // the key that it was encrypted with is not configured any more
  'password-unreadable': refused(2040, 'the stored password can not be read any more: send it again'),
};

export const CHANNEL_ERRORS: ErrorTable<NoChannel> = {
  ...INSTAGRAM_NOT_FOUND,
  'channel-not-found': refused(4050),
};

export const START_CHANNEL_ERRORS: ErrorTable<InstagramInactive | NoChannel> = {
  ...CHANNEL_ERRORS,
  'instagram-inactive': refused(2090),
};

const DRAFT_ERRORS: ErrorTable<ActionUndefined | TargetUndefined> = {
  'action-undefined': refused(4010),
  'target-undefined': refused(4030),
};

export const ADD_CHANNEL_ERRORS: ErrorTable<
  InstagramChannelMalformed | ActionUndefined | TargetUndefined | InstagramNotFound
> = {
  ...DRAFT_ERRORS,
  ...INSTAGRAM_NOT_FOUND,
  'channel-malformed': ({ field, reason }) => refused(4070, `${field} ${reason}`),
};

export const EDIT_CHANNEL_ERRORS: ErrorTable<
  InstagramChannelMalformed | ActionUndefined | TargetUndefined | NoChannel
> = {
  ...DRAFT_ERRORS,
  ...CHANNEL_ERRORS,
  'channel-malformed': ({ field, reason }) => refused(4080, `${field} ${reason}`),
};
