import { settableClock } from '@quintet/core/memory';
import { beforeEach, describe, expect, test } from 'vitest';
import { bucketlistInMemory, type BucketlistInMemory, type Received, type Sending } from '../support/in-memory.ts';

const failed = (message: string): object => ({ status: 'failed', message });

const CREATED = '2017-08-24T19:56:07.942000';
const MODIFIED = '2017-08-25T08:00:00.000000';

let clock = settableClock(new Date('2017-08-24T19:56:07.942Z'));
let api: BucketlistInMemory;
let token: string;

beforeEach(async () => {
  clock = settableClock(new Date('2017-08-24T19:56:07.942Z'));
  api = bucketlistInMemory({ ports: { clock } });
  token = await api.register();
  await call('POST /v1/bucketlists', { json: { name: 'Travel' } });
});

const call = (request: string, sending: Sending = {}): Promise<Received> => api.call(request, { token, ...sending });
const answered = async (request: string, sending?: Sending): Promise<readonly [number, unknown]> => {
  const { status, body } = await call(request, sending);
  return [status, body];
};
const item = (attributes: object): object => ({
  status: 'success',
  item: {
    id: 1,
    bucketId: 1,
    name: 'biscuits',
    description: null,
    createdAt: CREATED,
    modifiedAt: CREATED,
    ...attributes,
  },
});

describe('adding an item', () => {
  test.each([
    [{ name: ' biscuits ' }, {}],
    [{ name: 'biscuits', description: null }, {}],
    [{ name: 'biscuits', description: '' }, { description: '' }],
    [{ name: 'biscuits', description: 'lorem\nipsum' }, { description: 'lorem\nipsum' }],
    [{ name: 'biscuits', id: 99, bucketId: 7 }, {}],
  ])('answers it: %j', async (json, attributes) => {
    expect(await answered('POST /v1/bucketlists/1/items/', { json })).toEqual([200, item(attributes)]);
  });

  test.each([
    {},
    [],
    null,
    'x',
    { name: '' },
    { name: ' ' },
    { name: null },
    { name: 5 },
    { name: 'x'.repeat(256) },
    { description: 'x' },
    { name: 'x', description: 5 },
    { name: 'x', description: ['y'] },
    { name: 'x', description: 'a\0b' },
  ])('needs a name, and text where there is a description: %j', async (json) => {
    const refused = [401, failed('No name or value attribute found')];
    expect(await answered('POST /v1/bucketlists/1/items', { json })).toEqual(refused);
    expect(await answered('POST /v1/bucketlists/99/items', { json })).toEqual(refused);
  });

  test('needs a bucket', async () => {
    for (const id of ['99', '-1', '9007199254740993']) {
      expect(await answered(`POST /v1/bucketlists/${id}/items`, { json: { name: 'x' } })).toEqual([
        202,
        failed(`User has no Bucket with Id ${id}`),
      ]);
    }
  });
});

describe('one item', () => {
  beforeEach(async () => {
    await call('POST /v1/bucketlists/1/items', { json: { name: 'biscuits', description: 'lorem' } });
    clock.set(new Date('2017-08-25T08:00:00Z'));
  });

  test('is shown', async () => {
    expect(await answered('GET /v1/bucketlists/1/items/1/')).toEqual([200, item({ description: 'lorem' })]);
  });

  test.each([
    [{ name: 'cake' }, { name: 'cake', description: 'lorem' }],
    [{ description: 'ipsum' }, { description: 'ipsum' }],
    [
      { name: ' cake ', description: 'ipsum' },
      { name: 'cake', description: 'ipsum' },
    ],
    [
      { name: 'cake', description: null },
      { name: 'cake', description: 'lorem' },
    ],
    [{ name: null, description: 'ipsum' }, { description: 'ipsum' }],
    [{ name: ' ', description: 'ipsum' }, { description: 'ipsum' }],
    [
      { name: 'cake', description: '' },
      { name: 'cake', description: '' },
    ],
  ])('is edited, and what is absent stays: %j', async (json, attributes) => {
    expect(await answered('PUT /v1/bucketlists/1/items/1', { json })).toEqual([
      200,
      item({ modifiedAt: MODIFIED, ...attributes }),
    ]);
  });

  test('is not edited by an empty object', async () => {
    const refused = [401, failed('No attributes specified in the request')];
    expect(await answered('PUT /v1/bucketlists/1/items/1', { json: {} })).toEqual(refused);
    expect(await answered('PUT /v1/bucketlists/99/items/99', { json: {} })).toEqual(refused);
  });

  test.each([
    [],
    null,
    'x',
    5,
    { name: '' },
    { name: null, description: null },
    { description: null },
    { other: 'x' },
    { name: 5 },
    { name: 5, description: 'x' },
    { name: 'x', description: 5 },
    { name: 'x'.repeat(256) },
  ])('is not edited without a value: %j', async (json) => {
    const refused = [401, failed('No name or value attribute found')];
    expect(await answered('PUT /v1/bucketlists/1/items/1', { json })).toEqual(refused);
    expect(await answered('PUT /v1/bucketlists/99/items/99', { json })).toEqual(refused);
    expect((await answered('GET /v1/bucketlists/1/items/1'))[1]).toEqual(item({ description: 'lorem' }));
  });

  test('is deleted', async () => {
    expect(await answered('DELETE /v1/bucketlists/1/items/1/')).toEqual([
      200,
      { status: 'success', message: 'Successfully deleted the item from bucket with Id 1' },
    ]);
    expect(await answered('DELETE /v1/bucketlists/1/items/1')).toEqual([404, failed('Item not found')]);
    expect(await answered('GET /v1/bucketlists/1/items/1')).toEqual([404, failed('Item not found')]);
  });

  test.each([
    ['GET', 404],
    ['PUT', 202],
    ['DELETE', 202],
  ])('in a bucket that is not there: %s', async (method, status) => {
    const sending = method === 'PUT' ? { json: { name: 'x' } } : {};
    for (const id of ['99', '-1', '007', '9007199254740993']) {
      const none = [status, failed(`User has no Bucket with Id ${id}`)];
      expect(await answered(`${method} /v1/bucketlists/${id}/items/1`, sending)).toEqual(none);
    }
    const other = await api.register('bob@example.com');
    const others = await call(`${method} /v1/bucketlists/1/items/1`, { ...sending, token: other });
    expect([others.status, others.body]).toEqual([status, failed('User has no Bucket with Id 1')]);
  });

  test.each(['GET', 'PUT', 'DELETE'])('that is not there is not found: %s', async (method) => {
    for (const id of ['99', '-1', '2147483648', '9007199254740993']) {
      const sending = method === 'PUT' ? { json: { name: 'x' } } : {};
      expect(await answered(`${method} /v1/bucketlists/1/items/${id}`, sending)).toEqual([
        404,
        failed('Item not found'),
      ]);
    }
  });

  test('in another bucket is not found', async () => {
    await call('POST /v1/bucketlists', { json: { name: 'Other' } });
    expect(await answered('GET /v1/bucketlists/2/items/1')).toEqual([404, failed('Item not found')]);
  });
});

describe('the order of checks', () => {
  const anything = { text: '{', type: 'text/plain' };

  test.each(['GET x/items', 'POST x/items', 'GET x/items/y', 'PUT x/items/y', 'DELETE x/items/y'])(
    'the bucket’s id is looked at first: %s',
    async (request) => {
      const [method = '', path = ''] = request.split(' ');
      const sending = method === 'GET' ? {} : anything;
      expect(await answered(`${method} /v1/bucketlists/${path}`, sending)).toEqual([
        401,
        failed('Provide a valid Bucket Id'),
      ]);
    },
  );

  test.each(['GET', 'PUT', 'DELETE'])('then the item’s: %s', async (method) => {
    const sending = method === 'GET' ? {} : anything;
    expect(await answered(`${method} /v1/bucketlists/99/items/y`, sending)).toEqual([
      202,
      failed('Provide a valid item Id'),
    ]);
  });

  test.each(['POST /v1/bucketlists/99/items', 'PUT /v1/bucketlists/99/items/99'])(
    'then the content type, then the JSON: %s',
    async (request) => {
      expect(await answered(request, anything)).toEqual([401, failed('Content-type must be application/json')]);
      expect(await answered(request, { text: '{' })).toEqual([400, failed('Bad request')]);
      expect(await answered(request, { text: '' })).toEqual([400, failed('Bad request')]);
    },
  );
});

describe('a page of items', () => {
  const LIST = 'http://api.example/bucketlist/v1/bucketlists/1/items/';

  test('has ten of them, newest first', async () => {
    for (let number = 1; number <= 12; number += 1) {
      await call('POST /v1/bucketlists/1/items', { json: { name: `Item ${number}` } });
    }
    const { status, body } = await call('GET /v1/bucketlists/1/items');
    const items = body['items'] as { readonly name: string }[];
    expect([status, items.length, items[0]?.name, items[9]?.name]).toEqual([200, 10, 'Item 12', 'Item 3']);
    expect([body['previous'], body['next'], body['count']]).toEqual([null, `${LIST}?page=2`, 12]);
    const second = await call('GET /v1/bucketlists/1/items/?q=item&limit=4&page=2');
    expect([second.body['previous'], second.body['next'], second.body['count']]).toEqual([
      `${LIST}?q=item&limit=4&page=1`,
      `${LIST}?q=item&limit=4&page=3`,
      12,
    ]);
  });

  test('is of a bucket that is there', async () => {
    for (const id of ['99', '-1', '9007199254740993']) {
      expect(await answered(`GET /v1/bucketlists/${id}/items`)).toEqual([404, failed('Bucket not found')]);
    }
    expect(await answered('GET /v1/bucketlists/1/items')).toEqual([
      200,
      { status: 'success', previous: null, next: null, count: 0, items: [] },
    ]);
  });
});
