import type {
  AccountNotFound,
  AuthenticateError,
  CreateAccountError,
  LogInError,
  RenewTokenError,
} from '@quintet/core';
import type { ErrorTable } from '../http/errors.ts';
import {
  CREDENTIALS_WRONG,
  refused,
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
