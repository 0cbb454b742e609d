import { failed, type Row } from '../../support/table.ts';

const METHOD = failed('The method is not allowed for the requested URL');
const ENDPOINT = failed('Endpoint not found');

/** Methods that a path does not have, and paths that do not exist; a token is not asked for. */
export const ROUTES: readonly Row[] = [
  ['GET /auth/register', {}, 405, METHOD],
  ['PUT /auth/login', { json: {} }, 405, METHOD],
  ['DELETE /auth/logout', {}, 405, METHOD],
  ['GET /auth/logout', { authorization: null }, 405, METHOD],
  ['PATCH /auth/reset/password', {}, 405, METHOD],
  ['PUT /bucketlists', { json: { name: 'Travel' } }, 405, METHOD],
  ['DELETE /bucketlists', {}, 405, METHOD],
  ['DELETE /bucketlists', { authorization: null }, 405, METHOD],
  ['PATCH /bucketlists/{bucket}', { json: { name: 'Travel' } }, 405, METHOD],
  ['POST /bucketlists/{bucket}', { json: { name: 'Travel' } }, 405, METHOD],
  ['POST /bucketlists/x', {}, 405, METHOD],
  ['DELETE /bucketlists/{bucket}/items', {}, 405, METHOD],
  ['DELETE /bucketlists/x/items', {}, 405, METHOD],
  ['PUT /bucketlists/{bucket}/items', { json: { name: 'Cake' } }, 405, METHOD],
  ['PATCH /bucketlists/{bucket}/items/{item}', { json: { name: 'Cake' } }, 405, METHOD],
  ['POST /bucketlists/{bucket}/items/{item}', { json: { name: 'Cake' } }, 405, METHOD],

  ['GET ', {}, 404, ENDPOINT],
  ['GET /nothing', {}, 404, ENDPOINT],
  ['GET /nothing', { authorization: null }, 404, ENDPOINT],
  ['POST /auth', { json: {} }, 404, ENDPOINT],
  ['POST /auth/nothing', { json: {} }, 404, ENDPOINT],
  ['POST /auth/reset', { json: {} }, 404, ENDPOINT],
  ['GET /Bucketlists', {}, 404, ENDPOINT],
  ['GET /bucketlists/{bucket}/nothing', {}, 404, ENDPOINT],
  ['DELETE /bucketlists/{bucket}/items/{item}/more', {}, 404, ENDPOINT],
  ['POST /../v2/bucketlists', { json: { name: 'Travel' } }, 404, ENDPOINT],
];
