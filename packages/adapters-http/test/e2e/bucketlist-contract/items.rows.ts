import { item } from '../../support/forms.ts';
import { done, failed, type Row } from '../../support/table.ts';
import { NOBODYS_IDS, NO_INTEGERS } from './buckets.rows.ts';

const FEW_IDS = ['0', '2147483648', '9007199254740993'];

const ITEMS = '/bucketlists/{bucket}/items';
const ITEM = '/bucketlists/{bucket}/items/{item}';

const NO_NAME = failed('No name or value attribute found');
const one = (shown: object): object => ({ status: 'success', item: shown });

/** Names that are none, with or without a description. */
const NO_NAMES: readonly unknown[] = [
  {},
  { name: '' },
  { name: ' \t ' },
  { name: null },
  { name: 5 },
  { name: ['biscuits'] },
  { name: {} },
  { name: 'a'.repeat(256) },
  { name: 'nul\0' },
  { name: 'half \udfff' },
  { description: 'lorem ispum' },
  { name: ' ', description: 'lorem ispum' },
];

export const ITEM_ROWS: readonly Row[] = [
  [
    `GET ${ITEMS}`,
    {},
    200,
    { status: 'success', previous: null, next: null, count: 1, items: [item('biscuits', 'lorem ispum', '{item}')] },
  ],
  [
    'GET /bucketlists/{otherBucket}/items?q=nothing',
    {},
    200,
    { status: 'success', previous: null, next: null, count: 0, items: [] },
  ],
  ...NO_INTEGERS.map((id): Row => [`GET /bucketlists/${id}/items`, {}, 401, failed('Provide a valid Bucket Id')]),
  ...[...NOBODYS_IDS, '{bobsBucket}'].map((id): Row => [
    `GET /bucketlists/${id}/items`,
    {},
    404,
    failed('Bucket not found'),
  ]),

  [
    `POST ${ITEMS}`,
    { json: { name: 'biscuits', description: 'lorem ispum' } },
    200,
    one(item('biscuits', 'lorem ispum')),
  ],
  [`POST ${ITEMS}`, { json: { name: '  Biscuits ' } }, 200, one(item('Biscuits', null))],
  [`POST ${ITEMS}`, { json: { name: 'biscuits', description: null } }, 200, one(item('biscuits', null))],
  [
    `POST ${ITEMS}`,
    { json: { name: 'a'.repeat(255), description: 'd'.repeat(10_000) } },
    200,
    one(item('a'.repeat(255), 'd'.repeat(10_000))),
  ],
  [
    `POST ${ITEMS}`,
    { json: { name: 'biscuits' }, type: 'application/json; charset=utf-8' },
    200,
    one(item('biscuits', null)),
  ],
  [`POST ${ITEMS}`, { json: { name: 'biscuits', bucketId: '{bobsBucket}', id: 1 } }, 200, one(item('biscuits', null))],
  ...NO_NAMES.map((json): Row => [`POST ${ITEMS}`, { json }, 401, NO_NAME]),
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `POST /bucketlists/${id}/items`,
    { json: { name: 'biscuits' } },
    401,
    failed('Provide a valid Bucket Id'),
  ]),
  ...[...FEW_IDS, '{bobsBucket}'].map((id): Row => [
    `POST /bucketlists/${id}/items`,
    { json: { name: 'biscuits' } },
    202,
    failed(`User has no Bucket with Id ${id}`),
  ]),
  [
    `POST ${ITEMS}`,
    { json: { name: 'biscuits' }, type: 'text/plain' },
    401,
    failed('Content-type must be application/json'),
  ],
  [`POST ${ITEMS}`, {}, 401, failed('Content-type must be application/json')],
  [`POST ${ITEMS}`, { text: '{"name"' }, 400, failed('Bad request')],

  [`GET ${ITEM}`, {}, 200, one(item('biscuits', 'lorem ispum', '{item}'))],
  ...NO_INTEGERS.map((id): Row => [
    `GET /bucketlists/${id}/items/{item}`,
    {},
    401,
    failed('Provide a valid Bucket Id'),
  ]),
  ...NO_INTEGERS.map((id): Row => [`GET ${ITEMS}/${id}`, {}, 202, failed('Provide a valid item Id')]),
  ...[...NOBODYS_IDS, '{bobsBucket}'].map((id): Row => [
    `GET /bucketlists/${id}/items/{item}`,
    {},
    404,
    failed(`User has no Bucket with Id ${id}`),
  ]),
  ...[...NOBODYS_IDS, '{bobsItem}', '{otherItem}'].map((id): Row => [
    `GET ${ITEMS}/${id}`,
    {},
    404,
    failed('Item not found'),
  ]),

  [`PUT ${ITEM}`, { json: { name: ' Cake ', description: 'sweet' } }, 200, one(item('Cake', 'sweet', '{item}'))],
  [`PUT ${ITEM}`, { json: { name: 'Cake' } }, 200, one(item('Cake', 'lorem ispum', '{item}'))],
  [`PUT ${ITEM}`, { json: { description: 'sweet' } }, 200, one(item('biscuits', 'sweet', '{item}'))],
  [`PUT ${ITEM}`, { json: { name: 'Cake', description: null } }, 200, one(item('Cake', 'lorem ispum', '{item}'))],
  [`PUT ${ITEM}`, { json: { name: null, description: 'sweet' } }, 200, one(item('biscuits', 'sweet', '{item}'))],
  [`PUT ${ITEM}`, { json: { name: ' ', description: 'sweet' } }, 200, one(item('biscuits', 'sweet', '{item}'))],
  [
    `PUT ${ITEM}`,
    { json: { name: 'Cake', bucketId: '{bobsBucket}', id: 1 } },
    200,
    one(item('Cake', 'lorem ispum', '{item}')),
  ],
  [`PUT ${ITEM}`, { json: {} }, 401, failed('No attributes specified in the request')],
  [`PUT ${ITEM}`, { json: { name: '' } }, 401, NO_NAME],
  [`PUT ${ITEM}`, { json: { name: ' ', description: null } }, 401, NO_NAME],
  [`PUT ${ITEM}`, { json: { name: null } }, 401, NO_NAME],
  [`PUT ${ITEM}`, { json: { name: 5 } }, 401, NO_NAME],
  [`PUT ${ITEM}`, { json: { name: 'a'.repeat(256) } }, 401, NO_NAME],
  [`PUT ${ITEM}`, { json: { colour: 'red' } }, 401, NO_NAME],
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `PUT /bucketlists/${id}/items/{item}`,
    { json: { name: 'Cake' } },
    401,
    failed('Provide a valid Bucket Id'),
  ]),
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `PUT ${ITEMS}/${id}`,
    { json: { name: 'Cake' } },
    202,
    failed('Provide a valid item Id'),
  ]),
  ...[...FEW_IDS, '{bobsBucket}'].map((id): Row => [
    `PUT /bucketlists/${id}/items/{item}`,
    { json: { name: 'Cake' } },
    202,
    failed(`User has no Bucket with Id ${id}`),
  ]),
  ...[...FEW_IDS, '{bobsItem}', '{otherItem}'].map((id): Row => [
    `PUT ${ITEMS}/${id}`,
    { json: { name: 'Cake' } },
    404,
    failed('Item not found'),
  ]),
  [`PUT ${ITEM}`, { json: { name: 'Cake' }, type: 'text/plain' }, 401, failed('Content-type must be application/json')],
  [`PUT ${ITEM}`, { text: 'Cake' }, 400, failed('Bad request')],

  [`DELETE ${ITEM}`, {}, 200, done('Successfully deleted the item from bucket with Id {bucket}')],
  [
    `DELETE ${ITEM}`,
    { text: '{', type: 'application/json' },
    200,
    done('Successfully deleted the item from bucket with Id {bucket}'),
  ],
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [
    `DELETE /bucketlists/${id}/items/{item}`,
    {},
    401,
    failed('Provide a valid Bucket Id'),
  ]),
  ...NO_INTEGERS.slice(0, 3).map((id): Row => [`DELETE ${ITEMS}/${id}`, {}, 202, failed('Provide a valid item Id')]),
  ...[...FEW_IDS, '{bobsBucket}'].map((id): Row => [
    `DELETE /bucketlists/${id}/items/{item}`,
    {},
    202,
    failed(`User has no Bucket with Id ${id}`),
  ]),
  ...[...FEW_IDS, '{bobsItem}', '{otherItem}'].map((id): Row => [
    `DELETE ${ITEMS}/${id}`,
    {},
    404,
    failed('Item not found'),
  ]),
];

/** Two things are wrong at once: which is told. */
export const ORDER_OF_ITEM_CHECKS: readonly Row[] = [
  ['GET /bucketlists/x/items/x', { authorization: null }, 401, failed('Token is missing')],
  ['POST /bucketlists/x/items', { authorization: 'Bearer' }, 403, failed('Provide a valid auth token')],
  ['PUT /bucketlists/x/items/x', { authorization: null, text: '{' }, 401, failed('Token is missing')],
  ['GET /bucketlists/x/items/x', {}, 401, failed('Provide a valid Bucket Id')],
  ['PUT /bucketlists/x/items/x', { text: '{', type: 'text/plain' }, 401, failed('Provide a valid Bucket Id')],
  ['POST /bucketlists/x/items', { text: '{', type: 'text/plain' }, 401, failed('Provide a valid Bucket Id')],
  ['DELETE /bucketlists/x/items/x', {}, 401, failed('Provide a valid Bucket Id')],
  ['GET /bucketlists/{missing}/items/x', {}, 202, failed('Provide a valid item Id')],
  ['PUT /bucketlists/{missing}/items/x', { json: {} }, 202, failed('Provide a valid item Id')],
  [`PUT ${ITEMS}/x`, { json: {}, type: 'text/plain' }, 202, failed('Provide a valid item Id')],
  [`PUT ${ITEMS}/x`, { text: '{' }, 202, failed('Provide a valid item Id')],
  [`POST ${ITEMS}`, { text: '{', type: 'text/plain' }, 401, failed('Content-type must be application/json')],
  [`PUT ${ITEM}`, { text: '{', type: 'text/plain' }, 401, failed('Content-type must be application/json')],
  [
    'POST /bucketlists/{missing}/items',
    { json: { name: 'Cake' }, type: 'text/plain' },
    401,
    failed('Content-type must be application/json'),
  ],
  ['POST /bucketlists/{missing}/items', { text: '{' }, 400, failed('Bad request')],
  ['POST /bucketlists/{missing}/items', { json: {} }, 401, failed('No name or value attribute found')],
  ['PUT /bucketlists/{missing}/items/{item}', { text: '{' }, 400, failed('Bad request')],
  ['PUT /bucketlists/{missing}/items/{item}', { json: {} }, 401, failed('No attributes specified in the request')],
  ['PUT /bucketlists/{missing}/items/{item}', { json: { name: ' ' } }, 401, failed('No name or value attribute found')],
  [`PUT ${ITEMS}/{missing}`, { json: {} }, 401, failed('No attributes specified in the request')],
  ['GET /bucketlists/{missing}/items/{missing}', {}, 404, failed('User has no Bucket with Id {missing}')],
  [
    'PUT /bucketlists/{missing}/items/{missing}',
    { json: { name: 'Cake' } },
    202,
    failed('User has no Bucket with Id {missing}'),
  ],
  ['DELETE /bucketlists/{missing}/items/{missing}', {}, 202, failed('User has no Bucket with Id {missing}')],
];
