import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { createInstagramApi } from '../../src/instagram/index.ts';
import { appOf, quintetInMemory } from '../support/in-memory.ts';
import { instagramInMemory, NEW_CHANNEL, NEW_INSTAGRAM } from '../support/instagram.ts';

interface Schema {
  readonly $ref?: string;
}
interface Content {
  readonly schema: Schema;
  readonly examples: Record<string, { readonly value: unknown }>;
}
interface Operation {
  readonly responses: Record<string, { readonly content: Record<string, Content> }>;
}

const { app } = appOf([createInstagramApi({ quintet: quintetInMemory(), basePath: '/instagram' })]);
let document: { readonly paths: Record<string, Record<string, Operation>> };
let ajv: Ajv2020;

beforeAll(async () => {
  document = (await (await app.request('/instagram/openapi.json')).json()) as typeof document;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
});

/** References are to the document, whatever part of it they are in. */
function validatorOf(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
  return ajv.compile(JSON.parse(text) as object);
}

const ONE = '/instagrams/{instagramId}';
const CHANNELS = '/instagram/{instagramId}/channels';
const CHANNEL = `${CHANNELS}/{channelId}`;
const PERSON = { username: 'ann@example.com', password: 'correct horse' };

const REQUESTS: readonly (readonly [request: string, json?: unknown, query?: string])[] = [
  ['POST /signup', PERSON],
  ['POST /signup', PERSON],
  ['POST /login', PERSON],
  ['POST /login', { ...PERSON, password: 'wrong' }],
  ['POST /login', {}],
  ['GET /user'],
  ['GET /user/refresh_token'],
  ['POST /instagrams', NEW_INSTAGRAM],
  ['POST /instagrams', { ...NEW_INSTAGRAM, password: 'wrong-password' }],
  ['POST /instagrams', 'x'.repeat(2 ** 20)],
  ['GET /instagrams'],
  [`GET ${ONE}`],
  [`PUT ${ONE}`, NEW_INSTAGRAM],
  [`PUT ${ONE}`, {}],
  ['POST /intagram/{instagramId}/channels', NEW_CHANNEL],
  [`POST ${CHANNELS}`, { ...NEW_CHANNEL, target: 'hashtag', value: 'sea' }],
  [`POST ${CHANNELS}`, { ...NEW_CHANNEL, target: 'nobody' }],
  [`GET ${CHANNELS}`],
  [`GET ${CHANNEL}`],
  [`PUT ${CHANNEL}`, { ...NEW_CHANNEL, value: 'nasa' }],
  [`GET ${CHANNEL}/start`],
  ['GET /instagram/{instagramId}/stats'],
  ['GET /instagram/{instagramId}/journal'],
  ['GET /instagram/{instagramId}/journal', undefined, '?after=-1&limit=2'],
  [`GET ${CHANNEL}/stop`],
  ['GET /instagram/{instagramId}/stats', undefined, '?from=2026-11-23'],
  ['GET /instagram/{instagramId}/stats', undefined, '?from=yesterday'],
  [`GET ${ONE}/stop`],
  [`GET ${CHANNEL}/start`],
  [`GET ${ONE}/start`],
  [`DELETE ${CHANNEL}`],
  [`DELETE ${CHANNEL}`],
  [`DELETE ${ONE}`],
  [`GET ${ONE}`],
];

test('the document is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(document))).toMatchObject({ valid: true });
});

describe('answers are as documented', () => {
  test('in status and form', async () => {
    const { call, engine, network } = instagramInMemory();
    let token = '';
    let channelId = '';
    for (const [request, json, query = ''] of REQUESTS) {
      const [method = '', path = ''] = request.split(' ');
      const url = path.replace('{instagramId}', '1').replace('{channelId}', channelId) + query;
      const { status, body } = await call(`${method} ${url}`, { token, ...(json === undefined ? {} : { json }) });
      if (typeof body['token'] === 'string') ({ token } = body as { token: string });
      if ('action' in body) channelId = String(body['id']);
      if (path.endsWith('/start')) {
        // so that there is something to tell of
        network.fail({ call: 'like', failure: { kind: 'gateway-request-failed' } });
        for (let turn = 0; turn < 4; turn += 1) await engine.runDue();
      }
      const operation = document.paths[`/api/v1${path}`]?.[method.toLowerCase()];
      const documented = operation?.responses[status]?.content['application/json'];
      expect(documented, `${request} ${status}`).toBeDefined();
      const validate = validatorOf(documented?.schema ?? {});
      expect([request, body, validate(body), validate.errors]).toEqual([request, body, true, null]);
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
    expect(examples).toBeGreaterThan(100);
  });
});
