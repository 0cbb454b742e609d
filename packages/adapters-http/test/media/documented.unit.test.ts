import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createMediaApi } from '../../src/media/index.ts';
import { parseMediaWish } from '@quintet/core';
import { appOf, quintetInMemory } from '../support/in-memory.ts';

interface Schema {
  readonly $ref?: string;
}
interface Content {
  readonly schema: Schema;
  readonly examples: Record<string, { readonly value: unknown }>;
}
interface Operation {
  readonly responses: Record<string, { readonly content: Record<string, Content> }>;
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}

const { app } = appOf([createMediaApi({ quintet: quintetInMemory(), basePath: '/media' })]);
let document: { readonly paths: Record<string, Record<string, Operation>> };
let ajv: Ajv2020;
let token = '';

beforeAll(async () => {
  document = (await (await app.request('/media/openapi.json')).json()) as typeof document;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const { body } = await call('POST /register', { username: 'ann', password: 'pass123' });
  token = String((body as { auth_token?: string }).auth_token);
});

async function call(request: string, json?: unknown, authorization = `JWT ${token}`) {
  const [method = '', path = ''] = request.split(' ');
  const answer = await app.request(`/media${path}`, {
    method,
    headers: { authorization },
    ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  const body: unknown = await answer.json();
  return { status: answer.status, body };
}

/** References are to the document, whatever part of it they are in. */
function validatorOf(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
  return ajv.compile(JSON.parse(text) as object);
}

const MEDIA = '/user/{username}/media';
const REQUESTS: readonly (readonly [request: string, query: string, json?: unknown, authorization?: string])[] = [
  ['POST /register', '', { username: 'bob', password: 'pass123' }],
  ['POST /register', '', { username: 'bob', password: 'pass123' }],
  ['POST /register', '', {}],
  ['POST /login', '', { username: 'bob', password: 'pass123' }],
  ['POST /login', '', { username: 'bob', password: 'wrong' }],
  ['POST /login', '', { username: 'nobody', password: 'wrong' }],
  ['GET /logout', '', undefined, 'JWT x'],
  [`PUT ${MEDIA}`, '', { name: 'Dune' }],
  [`PUT ${MEDIA}`, '', [{ name: 'Emma' }, { id: 1, consumed_state: 'finished' }]],
  [`PUT ${MEDIA}`, '', { id: 99 }],
  [`PUT ${MEDIA}`, '', '{'],
  [`PUT ${MEDIA}`, '', `"${'x'.repeat(2 ** 20)}"`],
  [`GET ${MEDIA}`, ''],
  [`GET ${MEDIA}`, '?limit=1'],
  [`GET ${MEDIA}`, '?medium=x'],
  [`GET ${MEDIA}`, '', undefined, ''],
  [`GET ${MEDIA}/history`, ''],
  [`GET ${MEDIA}/history`, '?id=x'],
  [`GET ${MEDIA}/stats`, ''],
  [`GET ${MEDIA}/export`, ''],
  [`GET ${MEDIA}/export`, '?format=x'],
  [`POST ${MEDIA}/import`, '', [{ name: 'Solaris', started_at: null }]],
  [`POST ${MEDIA}/import`, '?format=csv', 'name\n""\n'],
  [`DELETE ${MEDIA}`, '', { id: 2 }],
  [`DELETE ${MEDIA}`, '', {}],
];

test('the document is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
});

describe('answers are as documented', () => {
  test('in status and form', async () => {
    for (const [request, query, json, authorization] of REQUESTS) {
      const [method = '', path = ''] = request.split(' ');
      const { status, body } = await call(request.replace('{username}', 'ann') + query, json, authorization);
      const documented = document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content['application/json'];
      expect(documented, `${request}${query} ${status}`).toBeDefined();
      const validate = validatorOf(documented?.schema ?? {});
      expect([request, query, validate(body), validate.errors]).toEqual([request, query, true, null]);
    }
  });

  test('in every example', () => {
    let examples = 0;
    for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
      for (const { content } of Object.values(operation.responses)) {
        const { schema, examples: shown } = content['application/json'] ?? { schema: {}, examples: {} };
        const validate = validatorOf(schema);
        for (const { value } of Object.values(shown)) {
          examples += 1;
          expect([value, validate(value)]).toEqual([value, true]);
        }
      }
    }
    expect(examples).toBeGreaterThan(80);
  });

  test('and every example of a refusal is of the seed’s kind', () => {
    const shown = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ responses }) => Object.keys(responses)),
    );
    expect(new Set(shown)).toEqual(new Set(['200', '201', '401', '409', '413', '422', '429', '500', '503']));
  });
});

test('the schema of an element to put lets through what is let through', () => {
  const body = document.paths[MEDIA]?.['put']?.requestBody?.content['application/json'];
  const validate = validatorOf(body?.schema ?? {});
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 90 }),
    fc.constantFrom(
      '',
      'x'.repeat(80),
      'x'.repeat(81),
      '😀'.repeat(80),
      '😀'.repeat(81),
      'x'.repeat(500),
      'x'.repeat(501),
    ),
  );
  const integer = fc.oneof(fc.integer(), fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 1.5));
  const element = fc.record(
    {
      id: fc.oneof(integer, fc.jsonValue()),
      name: fc.oneof(text, fc.jsonValue()),
      medium: fc.oneof(fc.constantFrom('film', 'audio', 'literature', 'other', 'Film'), fc.jsonValue()),
      consumed_state: fc.oneof(fc.constantFrom('not started', 'started', 'finished', 'not-started'), fc.jsonValue()),
      description: fc.oneof(text, fc.jsonValue()),
      order: fc.oneof(integer, fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(element, (element) => {
      const { consumed_state: consumedState, ...fields } = element;
      const isText = [element.name, element.description].every(
        (value) => typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')),
      );
      // JSON Schema has no word for what text may not hold
      const parsed = parseMediaWish({ ...fields, consumedState }).isOk() || !isText;
      expect(validate(element) || !isText).toBe(parsed);
    }),
    { numRuns: 2000 },
  );
});
