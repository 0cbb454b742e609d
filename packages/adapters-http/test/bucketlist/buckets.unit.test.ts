import { settableClock } from '@quintet/core/memory';
import { beforeEach, describe, expect, test } from 'vitest';
import { bucketlistInMemory, type BucketlistInMemory, type Received, type Sending } from '../support/in-memory.ts';

const failed = (message: string): object => ({ status: 'failed', message });

let clock = settableClock(new Date('2017-08-23T10:14:52.942Z'));
let api: BucketlistInMemory;
let token: string;

beforeEach(async () => {
  clock = settableClock(new Date('2017-08-23T10:14:52.942Z'));
  api = bucketlistInMemory({ ports: { clock } });
  token = await api.register();
});

const call = (request: string, sending: Sending = {}): Promise<Received> => api.call(request, { token, ...sending });
const answered = async (request: string, sending?: Sending): Promise<readonly [number, unknown]> => {
  const { status, body } = await call(request, sending);
  return [status, body];
};

describe('making a bucket', () => {
  test('answers it with dates in the form of RFC 1123', async () => {
    const { status, body, headers } = await call('POST /v1/bucketlists/', { json: { name: ' Travel ' } });
    expect([status, headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(body).toEqual({
      status: 'success',
      id: 1,
      name: 'Travel',
      createdAt: 'Wed, 23 Aug 2017 10:14:52 GMT',
      modifiedAt: 'Wed, 23 Aug 2017 10:14:52 GMT',
    });
  });

  test.each([
    {},
    [],
    'Travel',
    null,
    { name: '' },
    { name: ' ' },
    { name: null },
    { name: 5 },
    { name: 'x'.repeat(256) },
    { name: 'a\0b' },
    { name: '\ud800' },
    { Name: 'Travel' },
  ])('needs a name: %j', async (json) => {
    expect(await answered('POST /v1/bucketlists', { json })).toEqual([400, failed('Missing name attribute')]);
  });

  test('takes as long a name as 255 characters, not counting the blanks at its ends', async () => {
    const name = '🪣'.repeat(255);
    expect((await call('POST /v1/bucketlists', { json: { name: `  ${name}  ` } })).body).toMatchObject({ name });
  });

  test('wants JSON', async () => {
    const notJson = [202, failed('Content-type must be json')];
    expect(await answered('POST /v1/bucketlists', { text: '{"name":"Travel"}', type: 'text/plain' })).toEqual(notJson);
    expect(await answered('POST /v1/bucketlists', { text: '', type: '' })).toEqual(notJson);
    expect(await answered('POST /v1/bucketlists', { text: '{' })).toEqual([400, failed('Bad Request')]);
    expect(await answered('POST /v1/bucketlists', { text: '' })).toEqual([400, failed('Bad Request')]);
  });
});

describe('one bucket', () => {
  beforeEach(async () => {
    await call('POST /v1/bucketlists', { json: { name: 'Travel' } });
    clock.set(new Date('2017-08-24T09:56:07.042Z'));
  });

  test('is shown with dates in the form of ISO 8601', async () => {
    const bucket = {
      id: 1,
      name: 'Travel',
      createdAt: '2017-08-23T10:14:52.942000',
      modifiedAt: '2017-08-23T10:14:52.942000',
    };
    expect(await answered('GET /v1/bucketlists/1/')).toEqual([200, { status: 'success', bucket }]);
  });

  test('is renamed', async () => {
    expect(await answered('PUT /v1/bucketlists/1', { json: { name: 'Cooking' } })).toEqual([
      201,
      {
        status: 'success',
        id: 1,
        name: 'Cooking',
        createdAt: 'Wed, 23 Aug 2017 10:14:52 GMT',
        modifiedAt: 'Thu, 24 Aug 2017 09:56:07 GMT',
      },
    ]);
    expect((await call('GET /v1/bucketlists/1')).body['bucket']).toMatchObject({
      createdAt: '2017-08-23T10:14:52.942000',
      modifiedAt: '2017-08-24T09:56:07.042000',
    });
  });

  test.each([{}, [], { name: ' ' }, { name: 5 }])('is not renamed without a name: %j', async (json) => {
    const refused = [400, failed('No attribute or value was specified, nothing was changed')];
    expect(await answered('PUT /v1/bucketlists/1', { json })).toEqual(refused);
    expect(await answered('PUT /v1/bucketlists/99', { json })).toEqual(refused);
  });

  test('is deleted with its items', async () => {
    await call('POST /v1/bucketlists/1/items', { json: { name: 'x' } });
    expect(await answered('DELETE /v1/bucketlists/1/')).toEqual([
      200,
      { status: 'success', message: 'Bucket Deleted successfully' },
    ]);
    expect(await answered('DELETE /v1/bucketlists/1')).toEqual([404, failed('Bucket resource cannot be found')]);
    expect((await call('GET /v1/bucketlists/1/items/1')).status).toBe(404);
  });

  test.each(['99', '-1', '0', '-0', '007', '2147483648', '9007199254740993', '9'.repeat(400)])(
    'that is not there is not found, its id as it was sent: %s',
    async (id) => {
      const name = { json: { name: 'Cooking' } };
      expect(await answered(`GET /v1/bucketlists/${id}`)).toEqual([404, failed('Bucket not found')]);
      expect(await answered(`PUT /v1/bucketlists/${id}`, name)).toEqual([
        404,
        failed(`The Bucket with Id ${id} does not exist`),
      ]);
      expect(await answered(`DELETE /v1/bucketlists/${id}`)).toEqual([404, failed('Bucket resource cannot be found')]);
    },
  );

  test('of another user is not there', async () => {
    const other = await api.register('bob@example.com');
    expect((await call('GET /v1/bucketlists/1', { token: other })).status).toBe(404);
    expect((await call('PUT /v1/bucketlists/1', { token: other, json: { name: 'mine' } })).status).toBe(404);
    expect((await call('DELETE /v1/bucketlists/1', { token: other })).status).toBe(404);
    expect((await call('GET /v1/bucketlists/1')).body['bucket']).toMatchObject({ name: 'Travel' });
  });

  test.each(['x', '1x', '1.0', '1e3', '0x1', '--1', '+1', '%20', '１', 'NaN', 'null', '1%00', '%ff'])(
    'has an integer for its id: %s',
    async (id) => {
      const refused = [400, failed('Please provide a valid Bucket Id')];
      expect(await answered(`GET /v1/bucketlists/${id}`)).toEqual(refused);
      expect(await answered(`PUT /v1/bucketlists/${id}`, { text: 'not looked at', type: 'text/plain' })).toEqual(
        refused,
      );
      expect(await answered(`DELETE /v1/bucketlists/${id}`)).toEqual(refused);
    },
  );
});

describe('a page of buckets', () => {
  const LIST = 'http://api.example/bucketlist/v1/bucketlists/';
  const page = async (
    query = '',
  ): Promise<readonly [names: readonly string[], previous: unknown, next: unknown, count: unknown]> => {
    const { body } = await call(`GET /v1/bucketlists/${query}`);
    const buckets = body['buckets'] as { readonly name: string }[];
    return [buckets.map(({ name }) => name), body['previous'], body['next'], body['count']];
  };

  beforeEach(async () => {
    for (let number = 1; number <= 12; number += 1) {
      await call('POST /v1/bucketlists', { json: { name: number === 7 ? '100% "Fun" & more_' : `Bucket ${number}` } });
    }
  });

  test('has ten of them, in order of creation', async () => {
    const [names, previous, next, count] = await page();
    expect([names.length, names[0], names[9]]).toEqual([10, 'Bucket 1', 'Bucket 10']);
    expect([previous, next, count]).toEqual([null, `${LIST}?page=2`, 12]);
    const { body } = await call('GET /v1/bucketlists');
    expect(Object.keys(body).toSorted()).toEqual(['buckets', 'count', 'next', 'previous', 'status']);
    expect((body['buckets'] as unknown[])[0]).toEqual({
      id: 1,
      name: 'Bucket 1',
      createdAt: '2017-08-23T10:14:52.942000',
      modifiedAt: '2017-08-23T10:14:52.942000',
    });
  });

  test.each([
    ['?page=2', 2, `${LIST}?page=1`, null, 12],
    ['?page=3', 0, `${LIST}?page=2`, null, 12],
    ['?page=999', 0, `${LIST}?page=998`, null, 12],
    ['?page=0', 10, null, `${LIST}?page=2`, 12],
    ['?page=-2', 10, null, `${LIST}?page=2`, 12],
    ['?page=1.5', 10, null, `${LIST}?page=2`, 12],
    ['?page=two', 10, null, `${LIST}?page=2`, 12],
    ['?page=', 10, null, `${LIST}?page=2`, 12],
    ['?page=2&page=1', 2, `${LIST}?page=1`, null, 12],
    ['?limit=5', 5, null, `${LIST}?limit=5&page=2`, 12],
    ['?page=2&limit=5', 5, `${LIST}?limit=5&page=1`, `${LIST}?limit=5&page=3`, 12],
    ['?page=3&limit=5', 2, `${LIST}?limit=5&page=2`, null, 12],
    ['?limit=12', 12, null, null, 12],
    ['?limit=0', 1, null, `${LIST}?limit=0&page=2`, 12],
    ['?limit=-7', 1, null, `${LIST}?limit=-7&page=2`, 12],
    ['?limit=1000', 12, null, null, 12],
    ['?limit=few', 10, null, `${LIST}?page=2`, 12],
    ['?limit=', 10, null, `${LIST}?page=2`, 12],
    ['?q=BUCKET%201', 4, null, null, 4],
    ['?q=bucket&limit=2&page=2', 2, `${LIST}?q=bucket&limit=2&page=1`, `${LIST}?q=bucket&limit=2&page=3`, 11],
    ['?limit=2&page=2&q=+bucket+', 2, `${LIST}?q=bucket&limit=2&page=1`, `${LIST}?q=bucket&limit=2&page=3`, 11],
    ['?q=', 10, null, `${LIST}?page=2`, 12],
    ['?q=%20', 10, null, `${LIST}?page=2`, 12],
    ['?q=%25', 1, null, null, 1],
    ['?q=_', 1, null, null, 1],
    ['?q=none', 0, null, null, 0],
    ['?q=%00', 0, null, null, 0],
    ['?q=100%25%20%22fun%22%20%26&page=2', 0, `${LIST}?q=100%25%20%22fun%22%20%26&page=1`, null, 1],
    ['?other=1', 10, null, `${LIST}?page=2`, 12],
  ])('for %s', async (query, length, previous, next, count) => {
    const [names, ...rest] = await page(query);
    expect([names.length, ...rest]).toEqual([length, previous, next, count]);
  });

  test('of a number beyond all has a page before it that can be asked for', async () => {
    const { status, body } = await call(`GET /v1/bucketlists?page=${'9'.repeat(30)}`);
    expect([status, body['buckets'], body['next'], body['count']]).toEqual([200, [], null, 12]);
    const [, path] = String(body['previous']).split('/bucketlist/');
    expect((await call(`GET /${path}`)).status).toBe(200);
  });

  test('is followed by what its links lead to', async () => {
    const seen: string[] = [];
    for (let link: string | null = `${LIST}?q=bucket&limit=3`; link !== null;) {
      const { body } = await call(`GET ${link.slice('http://api.example/bucketlist'.length)}`);
      seen.push(...(body['buckets'] as { readonly name: string }[]).map(({ name }) => name));
      link = body['next'] as string | null;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12].map((number) => `Bucket ${number}`));
  });

  test('has the size that the server is set to', async () => {
    api = bucketlistInMemory({ pageSize: 3, publicUrl: 'https://example.com', basePath: '' });
    token = await api.register();
    for (let number = 1; number <= 4; number += 1) await call('POST /v1/bucketlists', { json: { name: `${number}` } });
    expect(await page()).toEqual([['1', '2', '3'], null, 'https://example.com/v1/bucketlists/?page=2', 4]);
    expect(await page('?page=2')).toEqual([['4'], 'https://example.com/v1/bucketlists/?page=1', null, 4]);
  });

  test('shows names as they are', async () => {
    const name = '"\\</script>\u2028\u007f🪣é';
    await call('POST /v1/bucketlists', { json: { name } });
    expect((await page('?q=script'))[0]).toEqual([name]);
  });
});

test.each([
  ['DELETE /v1/bucketlists', 'GET, HEAD, POST, OPTIONS'],
  ['PATCH /v1/bucketlists/1', 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ['DELETE /v1/bucketlists/x/items', 'GET, HEAD, POST, OPTIONS'],
  ['POST /v1/bucketlists/1/items/1', 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ['GET /v1/auth/login', 'POST, OPTIONS'],
])('%s has another method, whoever asks', async (request, allow) => {
  const { status, body, headers } = await api.call(request);
  expect([status, body, headers.get('allow')]).toEqual([
    405,
    failed('The method is not allowed for the requested URL'),
    allow,
  ]);
});

test.each(['GET /v1', 'GET /v1/none', 'GET /v1/bucketlists/1/items/1/x', 'POST /v1/auth', 'DELETE /none'])(
  '%s is no endpoint',
  async (request) => {
    expect(await answered(request)).toEqual([404, failed('Endpoint not found')]);
  },
);
