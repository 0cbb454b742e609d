import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { bucketlistInMemory, type BucketlistInMemory, type Sending } from '../support/in-memory.ts';

interface Reference {
  readonly $ref: string;
}
interface Content {
  readonly schema: Reference;
  readonly examples: Record<string, { readonly value: unknown }>;
}
interface Operation {
  readonly responses: Record<string, { readonly content: { readonly 'application/json': Content } }>;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Reference } } };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: object;
}

let api: BucketlistInMemory;
let token: string;
let document: Document;
let ajv: Ajv2020;

beforeAll(async () => {
  api = bucketlistInMemory();
  document = (await (await api.app.request('/bucketlist/openapi.json')).json()) as Document;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  token = await api.register();
  for (const name of ['First', 'Second']) await api.call('POST /v1/bucketlists', { token, json: { name } });
  await api.call('POST /v1/bucketlists/1/items', { token, json: { name: 'x' } });
  await api.call('POST /v1/bucketlists/1/items', { token, json: { name: 'y', description: 'z' } });
});

/** Bodies are documented by reference to a schema of the document. */
function validatorOf(schema: Reference | undefined): ValidateFunction {
  const validate = ajv.getSchema(`document${schema?.$ref}`);
  if (validate === undefined) throw new Error(`${schema?.$ref} is not documented`);
  return validate;
}

function operationOf(request: string): Operation {
  const [method = '', path = ''] = request.split(' ');
  const operation = document.paths[path.split('?')[0] ?? '']?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${request} is not documented`);
  return operation;
}

/** Requests as documented, with numbers in the place of parameters, and what goes with them. */
const REQUESTS: readonly (readonly [request: string, bucketId: string, itemId: string, sending: Sending])[] = [
  ['POST /v1/auth/register', '', '', { json: { email: 'bob@example.com', password: '123456' } }],
  ['POST /v1/auth/register', '', '', { json: { email: 'bob@example.com', password: '123456' } }],
  ['POST /v1/auth/register', '', '', { json: {} }],
  ['POST /v1/auth/register', '', '', { text: '{' }],
  ['POST /v1/auth/register', '', '', { text: `"${'x'.repeat(2 ** 20)}"` }],
  ['POST /v1/auth/login', '', '', { json: { email: 'bob@example.com', password: '123456' } }],
  ['POST /v1/auth/login', '', '', { json: { email: 'bob@example.com', password: 'wrong' } }],
  ['POST /v1/auth/login', '', '', { text: '{}', type: 'text/plain' }],
  ['POST /v1/auth/logout', '', '', { token: '' }],
  ['POST /v1/auth/logout', '', '', { token: 'x' }],
  ['POST /v1/auth/reset/password', '', '', { json: {} }],
  ['GET /v1/bucketlists', '', '', {}],
  ['GET /v1/bucketlists?limit=1', '', '', {}],
  ['GET /v1/bucketlists', '', '', { token: '' }],
  ['POST /v1/bucketlists', '', '', { json: { name: 'Third' } }],
  ['POST /v1/bucketlists', '', '', { json: {} }],
  ['GET /v1/bucketlists/{bucketId}', '1', '', {}],
  ['GET /v1/bucketlists/{bucketId}', '99', '', {}],
  ['GET /v1/bucketlists/{bucketId}', 'x', '', {}],
  ['PUT /v1/bucketlists/{bucketId}', '1', '', { json: { name: 'Other' } }],
  ['PUT /v1/bucketlists/{bucketId}', '99', '', { json: { name: 'Other' } }],
  ['PUT /v1/bucketlists/{bucketId}', '1', '', { json: {} }],
  ['DELETE /v1/bucketlists/{bucketId}', '2', '', {}],
  ['DELETE /v1/bucketlists/{bucketId}', '2', '', {}],
  ['GET /v1/bucketlists/{bucketId}/items', '1', '', {}],
  ['GET /v1/bucketlists/{bucketId}/items', '99', '', {}],
  ['POST /v1/bucketlists/{bucketId}/items', '1', '', { json: { name: 'x' } }],
  ['POST /v1/bucketlists/{bucketId}/items', '99', '', { json: { name: 'x' } }],
  ['GET /v1/bucketlists/{bucketId}/items/{itemId}', '1', '1', {}],
  ['GET /v1/bucketlists/{bucketId}/items/{itemId}', '1', 'y', {}],
  ['GET /v1/bucketlists/{bucketId}/items/{itemId}', '99', '1', {}],
  ['PUT /v1/bucketlists/{bucketId}/items/{itemId}', '1', '1', { json: { description: 'new' } }],
  ['PUT /v1/bucketlists/{bucketId}/items/{itemId}', '1', '1', { json: {} }],
  ['PUT /v1/bucketlists/{bucketId}/items/{itemId}', '1', '99', { json: { name: 'x' } }],
  ['DELETE /v1/bucketlists/{bucketId}/items/{itemId}', '1', '2', {}],
  ['DELETE /v1/bucketlists/{bucketId}/items/{itemId}', '99', '2', {}],
];

describe('answers are as documented', () => {
  test('in status and form', async () => {
    for (const [request, bucketId, itemId, sending] of REQUESTS) {
      const { responses } = operationOf(request);
      const path = request.replace('{bucketId}', bucketId).replace('{itemId}', itemId);
      const { status, body } = await api.call(path, { token, ...sending });
      const documented = responses[status]?.content['application/json'];
      expect(documented, `${path} ${status}`).toBeDefined();
      const validate = validatorOf(documented?.schema);
      expect([path, validate(body), validate.errors]).toEqual([path, true, null]);
    }
  });

  test('in every example', () => {
    let examples = 0;
    for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
      for (const { content } of Object.values(operation.responses)) {
        const validate = validatorOf(content['application/json'].schema);
        for (const { value } of Object.values(content['application/json'].examples)) {
          examples += 1;
          expect([value, validate(value)]).toEqual([value, true]);
        }
      }
    }
    expect(examples).toBeGreaterThan(60);
  });
});

describe('requests are as documented', () => {
  test.each([
    ['POST /v1/auth/register', { email: 'a@b.co', password: '1234' }, { email: 'a@b.co' }],
    ['POST /v1/bucketlists', { name: 'x' }, { name: 5 }],
    ['POST /v1/bucketlists/{bucketId}/items', { name: 'x', description: null }, { description: 'x' }],
    ['PUT /v1/bucketlists/{bucketId}/items/{itemId}', { description: 'x' }, {}],
  ])('%s', (request, good, bad) => {
    const validate = validatorOf(operationOf(request).requestBody?.content['application/json'].schema);
    expect([validate(good), validate(bad)]).toEqual([true, false]);
  });
});
