import type { Sent } from '../../support/client.ts';
import { signedIn } from '../../support/forms.ts';
import { done, failed, type Row } from '../../support/table.ts';

const MALFORMED = failed('Missing or wrong email format or password is less than four characters');
const json = (value: unknown): Sent => ({ json: value, authorization: null });
const fresh = (password: unknown): Sent => json({ email: '{newEmail}', password });
const email = (value: unknown): Sent => json({ email: value, password: '123456' });

/** Attributes that are not an email, or not a password of 4 characters to 1,024 bytes. */
const MALFORMED_CREDENTIALS: readonly Sent[] = [
  json({}),
  json({ password: '123456' }),
  email(''),
  email(null),
  email(5),
  email(['a@b.co']),
  email('plain'),
  email('a@b'),
  email('@b.co'),
  email('a@'),
  email('a@.'),
  email('a @b.co'),
  email(`${'a'.repeat(251)}@b.co`),
  email('a\0@b.co'),
  email('a\ud800@b.co'),
  json({ email: '{newEmail}' }),
  fresh(''),
  fresh('123'),
  fresh('😀😀'),
  fresh(null),
  fresh(123456),
  fresh(['123456']),
  fresh({ length: 6 }),
  fresh('a'.repeat(1025)),
  fresh('é'.repeat(513)),
  fresh('abc\ud800'),
];

export const REGISTER: readonly Row[] = [
  ['POST /auth/register', fresh('123456'), 201, signedIn('Successfully registered')],
  ['POST /auth/register', fresh('1234'), 201, signedIn('Successfully registered')],
  ['POST /auth/register', fresh('😀😀😀😀'), 201, signedIn('Successfully registered')],
  ['POST /auth/register', fresh('a'.repeat(1024)), 201, signedIn('Successfully registered')],
  [
    'POST /auth/register',
    { ...fresh('1234'), type: 'application/json; charset=utf-8' },
    201,
    signedIn('Successfully registered'),
  ],
  ['POST /auth/register', { ...fresh('1234'), type: 'Application/JSON' }, 201, signedIn('Successfully registered')],
  // a token that is no good does not matter where none is wanted
  [
    'POST /auth/register',
    { ...fresh('1234'), authorization: 'Bearer nonsense' },
    201,
    signedIn('Successfully registered'),
  ],
  [
    'POST /auth/register',
    json({ email: '{email}', password: '123456' }),
    400,
    failed('Failed, User already exists, Please sign In'),
  ],
  [
    'POST /auth/register',
    json({ email: '{EMAIL}', password: 'other password' }),
    400,
    failed('Failed, User already exists, Please sign In'),
  ],
  ...MALFORMED_CREDENTIALS.map((sent): Row => ['POST /auth/register', sent, 202, MALFORMED]),
  ['POST /auth/register', { ...json({}), type: 'text/plain' }, 400, failed('Content-type must be json')],
  [
    'POST /auth/register',
    { text: 'email=a@b.co&password=123456', type: 'application/x-www-form-urlencoded' },
    400,
    failed('Content-type must be json'),
  ],
  ['POST /auth/register', { ...json({}), type: 'application/jsonp' }, 400, failed('Content-type must be json')],
  ['POST /auth/register', { ...json({}), type: null }, 400, failed('Content-type must be json')],
  ['POST /auth/register', { authorization: null }, 400, failed('Content-type must be json')],
  ['POST /auth/register', { text: '{"email":', authorization: null }, 400, failed('Bad Request')],
  ['POST /auth/register', { text: '', type: 'application/json', authorization: null }, 400, failed('Bad Request')],
];

export const LOG_IN: readonly Row[] = [
  ['POST /auth/login', json({ email: '{email}', password: '123456' }), 200, signedIn('Successfully logged In')],
  ['POST /auth/login', json({ email: '{EMAIL}', password: '123456' }), 200, signedIn('Successfully logged In')],
  [
    'POST /auth/login',
    { ...json({ email: '{email}', password: '123456' }), type: 'application/json;charset=UTF-8' },
    200,
    signedIn('Successfully logged In'),
  ],
  [
    'POST /auth/login',
    json({ email: '{email}', password: '1234567' }),
    401,
    failed('User does not exist or password is incorrect'),
  ],
  [
    'POST /auth/login',
    json({ email: '{email}', password: '123456 ' }),
    401,
    failed('User does not exist or password is incorrect'),
  ],
  ['POST /auth/login', fresh('123456'), 401, MALFORMED],
  ...MALFORMED_CREDENTIALS.map((sent): Row => ['POST /auth/login', sent, 401, MALFORMED]),
  ['POST /auth/login', json({ email: '{email}', password: '123' }), 401, MALFORMED],
  [
    'POST /auth/login',
    { ...json({ email: '{email}', password: '123456' }), type: 'text/plain' },
    202,
    failed('Content-type must be json'),
  ],
  ['POST /auth/login', { authorization: null }, 202, failed('Content-type must be json')],
  ['POST /auth/login', { text: 'email', authorization: null }, 400, failed('Bad Request')],
  [
    'POST /auth/login',
    { text: '{', type: 'text/plain', authorization: null },
    202,
    failed('Content-type must be json'),
  ],
];

export const LOG_OUT: readonly Row[] = [
  ['POST /auth/logout', {}, 200, done('Successfully logged out')],
  ['POST /auth/logout', { json: {} }, 200, done('Successfully logged out')],
  ['POST /auth/logout', { text: 'anything', type: 'text/plain' }, 200, done('Successfully logged out')],
  ['POST /auth/logout', { text: '{', type: 'application/json' }, 200, done('Successfully logged out')],
  ['POST /auth/logout', { authorization: 'bearer {token}' }, 200, done('Successfully logged out')],
  ['POST /auth/logout', { authorization: 'Bearer {expired}' }, 401, failed('Signature expired, Please sign in again')],
  ['POST /auth/logout', { authorization: 'Bearer {invalid}' }, 401, failed('Invalid token. Please sign in again')],
  ['POST /auth/logout', { authorization: 'Bearer nonsense' }, 401, failed('Invalid token. Please sign in again')],
  ['POST /auth/logout', { authorization: 'Bearer {loggedOut}' }, 401, failed('Token was Blacklisted, Please login In')],
  ['POST /auth/logout', { authorization: null }, 403, failed('Provide an authorization header')],
  ['POST /auth/logout', { authorization: 'Bearer' }, 403, failed('Provide a valid auth token')],
  ['POST /auth/logout', { authorization: 'Bearer ' }, 403, failed('Provide a valid auth token')],
  ['POST /auth/logout', { authorization: '{token}' }, 403, failed('Provide a valid auth token')],
  ['POST /auth/logout', { authorization: 'JWT {token}' }, 403, failed('Provide a valid auth token')],
  ['POST /auth/logout', { authorization: 'Basic YTpi' }, 403, failed('Provide a valid auth token')],
  [
    'POST /auth/logout',
    { authorization: null, headers: { 'x-menlohacks-authorization': '{token}' } },
    403,
    failed('Provide an authorization header'),
  ],
];

const reset = (oldPassword?: unknown, newPassword?: unknown, passwordConfirmation: unknown = newPassword): Sent => ({
  json: { oldPassword, newPassword, passwordConfirmation },
});

export const RESET_PASSWORD: readonly Row[] = [
  ['POST /auth/reset/password', reset('123456', 'another'), 200, done('Password reset successfully')],
  ['POST /auth/reset/password', reset('123456', '12345'), 200, done('Password reset successfully')],
  ['POST /auth/reset/password', reset('123456', 'a'.repeat(1024)), 200, done('Password reset successfully')],
  ['POST /auth/reset/password', { json: {} }, 400, failed('Missing required attributes')],
  [
    'POST /auth/reset/password',
    { json: { oldPassword: '123456', newPassword: 'another' } },
    400,
    failed('Missing required attributes'),
  ],
  [
    'POST /auth/reset/password',
    { json: { oldPassword: '123456', passwordConfirmation: 'another' } },
    400,
    failed('Missing required attributes'),
  ],
  [
    'POST /auth/reset/password',
    { json: { newPassword: 'another', passwordConfirmation: 'another' } },
    400,
    failed('Missing required attributes'),
  ],
  ['POST /auth/reset/password', reset('123456', null), 400, failed('Missing required attributes')],
  ['POST /auth/reset/password', reset(123456, 'another'), 400, failed('Missing required attributes')],
  ['POST /auth/reset/password', reset('123456', 12345), 400, failed('Missing required attributes')],
  ['POST /auth/reset/password', reset('wrong one', 'another'), 401, failed('Incorrect password')],
  ['POST /auth/reset/password', reset('123456', 'another', 'different'), 400, failed('New Passwords do not match')],
  [
    'POST /auth/reset/password',
    reset('123456', '1234'),
    400,
    failed('New password should be greater than four characters long'),
  ],
  [
    'POST /auth/reset/password',
    reset('123456', 'a'.repeat(1025)),
    400,
    failed('New password should be greater than four characters long'),
  ],
  // of two faults the one that stands first in the contract's line is told
  [
    'POST /auth/reset/password',
    { json: { oldPassword: 'wrong one', newPassword: 'another' } },
    400,
    failed('Missing required attributes'),
  ],
  ['POST /auth/reset/password', reset('wrong one', 'another', 'different'), 401, failed('Incorrect password')],
  ['POST /auth/reset/password', reset('wrong one', '1234'), 401, failed('Incorrect password')],
  ['POST /auth/reset/password', reset('123456', '1234', 'different'), 400, failed('New Passwords do not match')],
  [
    'POST /auth/reset/password',
    { ...reset('123456', 'another'), type: 'text/plain' },
    400,
    failed('Content type must be json'),
  ],
  ['POST /auth/reset/password', {}, 400, failed('Content type must be json')],
  ['POST /auth/reset/password', { text: '{' }, 400, failed('Bad Request')],
  ['POST /auth/reset/password', { text: '{', type: 'text/plain' }, 400, failed('Content type must be json')],
];
