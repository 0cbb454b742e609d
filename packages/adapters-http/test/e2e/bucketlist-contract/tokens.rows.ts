import { failed, type Row } from '../../support/table.ts';

/** Every route that wants a token, but for logout, which has messages of its own. */
const ROUTES = [
  'POST /auth/reset/password',
  'GET /bucketlists',
  'POST /bucketlists',
  'GET /bucketlists/{bucket}',
  'PUT /bucketlists/{bucket}',
  'DELETE /bucketlists/{bucket}',
  'GET /bucketlists/{bucket}/items',
  'POST /bucketlists/{bucket}/items',
  'GET /bucketlists/{bucket}/items/{item}',
  'PUT /bucketlists/{bucket}/items/{item}',
  'DELETE /bucketlists/{bucket}/items/{item}',
];

/** What is wrong with a token, on every route that wants one. */
export const TOKENS: readonly Row[] = ROUTES.flatMap((route): Row[] => [
  [route, { authorization: null }, 401, failed('Token is missing')],
  [route, { authorization: 'Bearer' }, 403, failed('Provide a valid auth token')],
  [route, { authorization: '{token}' }, 403, failed('Provide a valid auth token')],
  [route, { authorization: 'JWT {token}' }, 403, failed('Provide a valid auth token')],
  [route, { authorization: 'Bearer {loggedOut}' }, 401, failed('Token was Blacklisted, Please login In')],
  [route, { authorization: 'Bearer {expired}' }, 401, failed('Signature expired, Please sign in again')],
  [route, { authorization: 'Bearer {invalid}' }, 401, failed('Invalid token. Please sign in again')],
]);
