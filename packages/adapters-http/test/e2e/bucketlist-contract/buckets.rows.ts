import { expect } from 'vitest';
import { bucket, writtenBucket } from '../../support/forms.ts';
import { done, failed, type Row } from '../../support/table.ts';

/** Names that are none: absent, no text, blank, or longer than 255 characters. */
const NO_NAMES: readonly unknown[] = [
  {},
  { name: '' },
  { name: '   ' },
  { name: '\t\n\u00a0\u2003' },
  { name: null },
  { name: 5 },
  { name: true },
  { name: ['Travel'] },
  { name: { first: 'Travel' } },
  { name: 'a'.repeat(256) },
  { name: '😀'.repeat(256) },
  { name: 'nul\0' },
  { name: 'half \ud800' },
  { Name: 'Travel' },
];

/** Bucket ids that are no integers. */
export const NO_INTEGERS: readonly string[] = [
  'x',
  '1x',
  'x1',
  '1.5',
  '1.0',
  '1e3',
  '0x10',
  '1,5',
  'null',
  '%20',
  '%00',
  '%F0%9F%98%80',
  '٣',
];

/** Integers that no bucket and no item has. */
export const NOBODYS_IDS: readonly string[] = [
  '0',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '1000000000000000000000000000001',
];

export const BUCKETS: readonly Row[] = [
  ['POST /bucketlists', { json: { name: 'Travel' } }, 201, writtenBucket('Travel')],
  ['POST /bucketlists', { json: { name: '  tRaVeL \n' } }, 201, writtenBucket('tRaVeL')],
  ['POST /bucketlists', { json: { name: 'x' } }, 201, writtenBucket('x')],
  ['POST /bucketlists', { json: { name: 'a'.repeat(255) } }, 201, writtenBucket('a'.repeat(255))],
  ['POST /bucketlists', { json: { name: ` ${'a'.repeat(255)} ` } }, 201, writtenBucket('a'.repeat(255))],
  ['POST /bucketlists', { json: { name: '😀'.repeat(255) } }, 201, writtenBucket('😀'.repeat(255))],
  ['POST /bucketlists', { json: { name: `<b>'";--\\u0000 %_\\` } }, 201, writtenBucket(`<b>'";--\\u0000 %_\\`)],
  ['POST /bucketlists', { json: { name: 'Travel', id: 1, owner: 1, createdAt: 'x' } }, 201, writtenBucket('Travel')],
  [
    'POST /bucketlists',
    { json: { name: 'Travel' }, type: 'application/json; charset=utf-8' },
    201,
    writtenBucket('Travel'),
  ],
  ['POST /bucketlists', { json: { name: 'Travel' }, authorization: 'bEARER {token}' }, 201, writtenBucket('Travel')],
  ...NO_NAMES.map((json): Row => ['POST /bucketlists', { json }, 400, failed('Missing name attribute')]),
  ['POST /bucketlists', { json: { name: 'Travel' }, type: 'text/plain' }, 202, failed('Content-type must be json')],
  [
    'POST /bucketlists',
    { text: 'name=Travel', type: 'application/x-www-form-urlencoded' },
    202,
    failed('Content-type must be json'),
  ],
  ['POST /bucketlists', {}, 202, failed('Content-type must be json')],
  ['POST /bucketlists', { text: '{"name":"Travel"' }, 400, failed('Bad Request')],
  ['POST /bucketlists', { text: "{'name':'Travel'}" }, 400, failed('Bad Request')],

  ['GET /bucketlists/{bucket}', {}, 200, { status: 'success', bucket: bucket('Travel', '{bucket}') }],
  ...NO_INTEGERS.map((id): Row => [`GET /bucketlists/${id}`, {}, 400, failed('Please provide a valid Bucket Id')]),
  ...[...NOBODYS_IDS, '{bobsBucket}'].map((id): Row => [`GET /bucketlists/${id}`, {}, 404, failed('Bucket not found')]),

  ['PUT /bucketlists/{bucket}', { json: { name: ' Cooking ' } }, 201, writtenBucket('Cooking', '{bucket}')],
  ['PUT /bucketlists/{bucket}', { json: { name: 'Travel' } }, 201, writtenBucket('Travel', '{bucket}')],
  ...NO_NAMES.map((json): Row => [
    'PUT /bucketlists/{bucket}',
    { json },
    400,
    failed('No attribute or value was specified, nothing was changed'),
  ]),
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `PUT /bucketlists/${id}`,
    { json: { name: 'Cooking' } },
    400,
    failed('Please provide a valid Bucket Id'),
  ]),
  ...[...NOBODYS_IDS, '{bobsBucket}'].map((id): Row => [
    `PUT /bucketlists/${id}`,
    { json: { name: 'Cooking' } },
    404,
    failed(`The Bucket with Id ${id} does not exist`),
  ]),
  [
    'PUT /bucketlists/{bucket}',
    { json: { name: 'Cooking' }, type: 'text/json' },
    202,
    failed('Content-type must be json'),
  ],
  ['PUT /bucketlists/{bucket}', { text: 'Cooking' }, 400, failed('Bad Request')],

  ['DELETE /bucketlists/{bucket}', {}, 200, done('Bucket Deleted successfully')],
  ['DELETE /bucketlists/{bucket}', { text: '{', type: 'application/json' }, 200, done('Bucket Deleted successfully')],
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `DELETE /bucketlists/${id}`,
    {},
    400,
    failed('Please provide a valid Bucket Id'),
  ]),
  ...[...NOBODYS_IDS, '{bobsBucket}'].map((id): Row => [
    `DELETE /bucketlists/${id}`,
    {},
    404,
    failed('Bucket resource cannot be found'),
  ]),

  [
    'GET /bucketlists?limit=1',
    {},
    200,
    {
      status: 'success',
      previous: null,
      next: expect.anything(),
      count: expect.any(Number),
      buckets: [expect.anything()],
    },
  ],
];

/** Two things are wrong at once: which is told. */
export const ORDER_OF_BUCKET_CHECKS: readonly Row[] = [
  ['GET /bucketlists/x', { authorization: null }, 401, failed('Token is missing')],
  ['PUT /bucketlists/x', { authorization: 'Bearer {expired}' }, 401, failed('Signature expired, Please sign in again')],
  ['POST /bucketlists', { authorization: null, json: {}, type: 'text/plain' }, 401, failed('Token is missing')],
  ['PUT /bucketlists/x', { text: '{', type: 'text/plain' }, 400, failed('Please provide a valid Bucket Id')],
  ['PUT /bucketlists/x', { text: '{' }, 400, failed('Please provide a valid Bucket Id')],
  ['PUT /bucketlists/x', { json: {} }, 400, failed('Please provide a valid Bucket Id')],
  ['POST /bucketlists', { text: '{', type: 'text/plain' }, 202, failed('Content-type must be json')],
  ['PUT /bucketlists/{bucket}', { text: '{', type: 'text/plain' }, 202, failed('Content-type must be json')],
  [
    'PUT /bucketlists/{missing}',
    { json: { name: 'Cooking' }, type: 'text/plain' },
    202,
    failed('Content-type must be json'),
  ],
  ['PUT /bucketlists/{missing}', { text: '{' }, 400, failed('Bad Request')],
  ['PUT /bucketlists/{missing}', { json: {} }, 400, failed('No attribute or value was specified, nothing was changed')],
];
