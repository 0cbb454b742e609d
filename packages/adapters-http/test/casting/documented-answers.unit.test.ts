import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { actorBody, agencyInMemory, movieBody, type Agency, type Sending } from '../support/agency.ts';

interface Reference {
  readonly $ref: string;
}
interface Content {
  readonly schema: Reference;
  readonly examples: Record<string, { readonly value: unknown }>;
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly responses: Record<string, { readonly content?: { readonly 'application/json': Content } }>;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Reference } } };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}

let agency: Agency;
let token: string;
let document: Document;
let ajv: Ajv2020;

beforeAll(async () => {
  agency = agencyInMemory();
  document = (await agency.call('GET /openapi.json')).body as unknown as Document;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  token = await agency.tokenOf('executive-producer');
  await agency.call('POST /actors/create', { token, json: actorBody() });
  await agency.call('POST /movies/create', { token, json: movieBody() });
  await agency.call('POST /movies/1/castings', { token, json: { actor_id: 1, role: 'x' } });
});

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

/** Requests as documented, the number that takes the place of a parameter, and what goes with them. */
const REQUESTS: readonly (readonly [request: string, id: string, sending: Sending])[] = [
  ['GET /actors', '', {}],
  ['GET /actors?page=1', '', {}],
  ['GET /actors', '', { token: '' }],
  ['GET /actors/{actorId}', '1', {}],
  ['GET /actors/{actorId}', '99', {}],
  ['POST /actors/create', '', { json: actorBody() }],
  ['POST /actors/create', '', { json: {} }],
  ['POST /actors/create', '', { json: actorBody({ age: 0 }) }],
  ['POST /actors/create', '', { text: 'x'.repeat(2 ** 20 + 1) }],
  ['PATCH /actors/{actorId}', '1', { json: { age: 5 } }],
  ['PATCH /actors/{actorId}', '99', { json: { age: 5 } }],
  ['GET /movies', '', {}],
  ['GET /movies/{movieId}', '1', {}],
  ['POST /movies/create', '', { json: movieBody() }],
  ['PATCH /movies/{movieId}', '1', { json: { genres: [] } }],
  ['PATCH /movies/{movieId}', '1', { json: { genres: 5 } }],
  ['GET /movies/{movieId}/castings', '1', {}],
  ['GET /actors/{actorId}/castings', '1', {}],
  ['POST /movies/{movieId}/castings', '1', { json: { actor_id: 1, role: 'y' } }],
  ['POST /movies/{movieId}/castings', '1', { json: { actor_id: 1, role: 'y' } }],
  ['PATCH /castings/{castingId}', '1', { json: { status: 'accept' } }],
  ['DELETE /castings/{castingId}', '1', {}],
  ['DELETE /movies/{movieId}', '1', {}],
  ['DELETE /actors/{actorId}', '1', {}],
  ['DELETE /actors/{actorId}', '1', {}],
];

describe('the document', () => {
  test('is OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test('has every route that is mounted, but for the pages', () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = agency.api.endpoints
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{[^}]*\})?/gu, '{$1}')}`)
      .filter((route) => !/^(?:GET |GET \/openapi.json|GET \/docs\/.*|.* \/sign-in|GET \/signed-out)$/u.test(route));
    expect(documented.toSorted()).toEqual(mounted.toSorted());
  });

  test('asks for a token wherever one is needed', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { security } of Object.values(operations)) {
        expect([path, security.length > 0]).toEqual([path, !['/login', '/logout'].includes(path)]);
      }
    }
  });
});

describe('answers are as documented', () => {
  test('in status and form', async () => {
    for (const [request, id, sending] of REQUESTS) {
      const path = request.replace(/\{\w+\}/u, id);
      const { status, body } = await agency.call(path, { token, ...sending });
      const documented = operationOf(request).responses[status]?.content?.['application/json'];
      expect(documented, `${path} ${status}`).toBeDefined();
      const validate = validatorOf(documented?.schema);
      expect([path, validate(body), validate.errors]).toEqual([path, true, null]);
    }
    for (const path of ['/login', '/logout']) {
      const { status } = await agency.call(`GET ${path}`);
      expect(operationOf(`GET ${path}`).responses[status]).toBeDefined();
    }
  });

  test('in every example', () => {
    let examples = 0;
    for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
      for (const { content } of Object.values(operation.responses)) {
        if (content === undefined) continue;
        const validate = validatorOf(content['application/json'].schema);
        for (const { value } of Object.values(content['application/json'].examples)) {
          examples += 1;
          expect([value, validate(value)]).toEqual([value, true]);
        }
      }
    }
    expect(examples).toBeGreaterThan(100);
  });
});

describe('requests are as documented', () => {
  test.each([
    ['POST /actors/create', actorBody(), { name: 'Ann' }],
    ['PATCH /actors/{actorId}', { age: 5 }, {}],
    ['POST /movies/create', movieBody(), movieBody({ genres: 'Drama' })],
    ['PATCH /movies/{movieId}', { title: 'x' }, { title: '' }],
    ['POST /movies/{movieId}/castings', { actor_id: 1, role: 'x' }, { role: 'x' }],
    ['PATCH /castings/{castingId}', { status: 'reject' }, { status: 'maybe' }],
  ])('%s', (request, good, bad) => {
    const validate = validatorOf(operationOf(request).requestBody?.content['application/json'].schema);
    expect([validate(good), validate(bad)]).toEqual([true, false]);
  });
});
