import type {
  AccountNotFound,
  AuthenticateError,
  BucketNotFound,
  DescriptionMalformed,
  ItemNotFound,
  LogInWithEmailError,
  NameMissing,
  NothingToChange,
  RegisterWithEmailError,
  ResetPasswordError,
} from '@quintet/core';
import type { ErrorTable } from '../http/errors.ts';
import {
  BUCKET_NOT_FOUND,
  CREDENTIALS_MALFORMED,
  failed,
  ITEM_ATTRIBUTES_MISSING,
  ITEM_NOT_FOUND,
  noBucketOfUser,
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

export const REGISTER_ERRORS: ErrorTable<RegisterWithEmailError> = {
  'credentials-malformed': failed(202, CREDENTIALS_MALFORMED),
  'username-taken': failed(400, 'Failed, User already exists, Please sign In'),
};

export const LOG_IN_ERRORS: ErrorTable<LogInWithEmailError> = {
  'credentials-malformed': failed(401, CREDENTIALS_MALFORMED),
  // the API says the same of an unknown email as of a malformed one
  'account-not-found': failed(401, CREDENTIALS_MALFORMED),
  'wrong-password': failed(401, 'User does not exist or password is incorrect'),
  'login-limited': tooManyFailedLogins,
};

export const RESET_PASSWORD_ERRORS: ErrorTable<ResetPasswordError> = {
  'attributes-missing': failed(400, 'Missing required attributes'),
  'wrong-password': failed(401, 'Incorrect password'),
  'passwords-differ': failed(400, 'New Passwords do not match'),
  'new-password-malformed': failed(400, 'New password should be greater than four characters long'),
  // the old password was right when it was looked at, and is wrong by now
  'password-changed-meanwhile': failed(401, 'Incorrect password'),
  'account-not-found': TOKEN_INVALID,
  'login-limited': tooManyFailedLogins,
};

export const CREATE_BUCKET_ERRORS: ErrorTable<NameMissing | AccountNotFound> = {
  // the token outlived the account, or the database that it was made on
  'account-not-found': TOKEN_INVALID,
  'name-missing': failed(400, 'Missing name attribute'),
};

export const GET_BUCKET_ERRORS: ErrorTable<BucketNotFound> = { 'bucket-not-found': BUCKET_NOT_FOUND };

/** @param bucketId - As it was sent. */
export function renameBucketErrors(bucketId: string): ErrorTable<NameMissing | BucketNotFound> {
  return {
    'name-missing': NOTHING_CHANGED,
    'bucket-not-found': () => failed(404, `The Bucket with Id ${bucketId} does not exist`),
  };
}

const NOTHING_CHANGED = failed(400, 'No attribute or value was specified, nothing was changed');

export const DELETE_BUCKET_ERRORS: ErrorTable<BucketNotFound> = {
  'bucket-not-found': failed(404, 'Bucket resource cannot be found'),
};

/** @param bucketId - As it was sent. */
export function addItemErrors(bucketId: string): ErrorTable<NameMissing | DescriptionMalformed | BucketNotFound> {
  return {
    'name-missing': ITEM_ATTRIBUTES_MISSING,
    'description-malformed': ITEM_ATTRIBUTES_MISSING,
    'bucket-not-found': () => noBucketOfUser(202, bucketId),
  };
}

/** @param bucketId - As it was sent. */
export function getItemErrors(bucketId: string): ErrorTable<BucketNotFound | ItemNotFound> {
  return {
    'bucket-not-found': () => noBucketOfUser(404, bucketId),
    'item-not-found': ITEM_NOT_FOUND,
  };
}

/** @param bucketId - As it was sent. */
export function editItemErrors(
  bucketId: string,
): ErrorTable<NameMissing | DescriptionMalformed | NothingToChange | BucketNotFound | ItemNotFound> {
  return {
    'name-missing': ITEM_ATTRIBUTES_MISSING,
    'description-malformed': ITEM_ATTRIBUTES_MISSING,
    'nothing-to-change': ITEM_ATTRIBUTES_MISSING,
    'bucket-not-found': () => noBucketOfUser(202, bucketId),
    'item-not-found': ITEM_NOT_FOUND,
  };
}

/** @param bucketId - As it was sent. */
export function deleteItemErrors(bucketId: string): ErrorTable<BucketNotFound | ItemNotFound> {
  return {
    'bucket-not-found': () => noBucketOfUser(202, bucketId),
    'item-not-found': ITEM_NOT_FOUND,
  };
}
