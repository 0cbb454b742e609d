import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sending } from '../support/agency.ts';
import { form, hackathonInMemory } from '../support/hackathon.ts';
import { PNG } from '../support/pictures.ts';

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
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Reference }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}

const channels = { mentor: 'm', announcement: 'a', event: 'e' };
const hackathon = hackathonInMemory({
  twilio: { authToken: 'a secret of Twilio', numbers: ['+15005550006'] },
  push: { channels, hasStream: true, webPushKey: 'x', pusher: { key: 'key', secret: 'secret' } },
});
let document: Document;
let ajv: Ajv2020;
let organizer: string;
let username: string;
let mine: string;

beforeAll(async () => {
  document = (await hackathon.call('GET /openapi.json')).body as unknown as Document;
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  organizer = await hackathon.organizer();
  ({ username, token: mine } = await hackathon.attendee());
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

describe('the document', () => {
  test('is OpenAPI', async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect([valid, errors]).toEqual([true, undefined]);
  });

  test('has every route that is mounted, each operation by a name of its own', () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const mounted = hackathon.api.endpoints
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`)
      .filter((route) => !/^(?:GET |GET \/openapi.json|GET \/docs\/.*)$/u.test(route));
    expect(documented.toSorted()).toEqual(mounted.toSorted());
    const names = Object.values(document.paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    expect(new Set(names).size).toBe(names.length);
  });

  test('asks organizers for a token', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      if (!path.startsWith('/admin')) continue;
      for (const { security } of Object.values(operations)) expect([path, security.length]).toEqual([path, 1]);
    }
  });
});

describe('answers are as documented', () => {
  test('in status and form', async () => {
    const ask = async (request: string, sending: Sending = {}, id = ''): Promise<Record<string, unknown>> => {
      const path = request.replace('{id}', id);
      const { status, body } = await hackathon.call(path, { token: organizer, ...sending });
      const documented = operationOf(request).responses[status]?.content?.['application/json'];
      expect(documented, `${path} ${status}`).toBeDefined();
      const validate = validatorOf(documented?.schema);
      expect([path, validate(body), validate.errors]).toEqual([path, true, null]);
      return (body['data'] ?? {}) as Record<string, unknown>;
    };
    const idOf = async (...request: Parameters<typeof ask>): Promise<string> => String((await ask(...request))['id']);

    await ask('POST /user/create', { json: { name: 'a', username: 'documented', password: 'b' } });
    await ask('POST /user/create', { json: { name: 'a', username: 'documented', password: 'b' } });
    await ask('POST /user/create', { json: { name: 'a', username: 'b', password: 'x'.repeat(2000) } });
    await ask('POST /user/login', { json: { username: 'documented', password: 'b' } });
    await ask('POST /user/login', { json: { username: 'documented', password: 'c' } });
    await ask('GET /times');
    const json = {
      event_start_time: '2017-03-18T00:15:00',
      event_end_time: '2017-03-19T02:00:00',
      hacking_start_time: '2017-03-18T02:00:00',
      hacking_end_time: '2017-03-19T00:00:00',
    };
    await ask('PUT /admin/times', { json });
    await ask('PUT /admin/times', { json: {} });
    const picture = await form({ name: 'Gym', rank: '1', picture: { bytes: PNG } });
    const location = await idOf('POST /admin/locations', picture);
    await ask('POST /admin/locations', { json: { name: 'Storage' } });
    await ask('POST /admin/locations', await form({ name: 'x', picture: { bytes: Buffer.from('x') } }));
    await ask('PATCH /admin/locations/{id}', { json: { rank: 2 } }, location);
    await ask('GET /admin/locations');
    await ask('GET /maps');
    await ask('GET /location/image/{id}', {}, 'x');
    const happening = {
      short_description: 'a',
      long_description: '',
      location,
      start_time: '2017-03-18T00:15:00',
      end_time: '2017-03-18T00:15:00',
    };
    const event = await idOf('POST /admin/events', { json: happening });
    await ask('PATCH /admin/events/{id}', { json: { short_description: 'b' } }, event);
    await ask('GET /events');
    await ask('DELETE /admin/locations/{id}', {}, location);
    await ask('DELETE /admin/events/{id}', {}, event);
    await ask('DELETE /admin/locations/{id}', {}, location);
    const announcement = await idOf('POST /admin/announcements', { json: { message: 'a' } });
    await ask('PATCH /admin/announcements/{id}', { json: { message: 'b' } }, announcement);
    await ask('GET /announcements');
    await ask('GET /announcements?since_date=x');
    await ask('GET /admin/announcements');
    await ask('DELETE /admin/announcements/{id}', {}, announcement);
    const wish = { description: 'a', location: 'b', contact: '' };
    const ticket = await idOf('POST /mentorship/create', { token: mine, json: wish });
    await ask('POST /mentorship/create', { token: '', json: wish });
    await ask('GET /mentorship/queue');
    for (const what of ['reopen', 'claim', 'claim', 'close', 'close', 'claim', 'reopen']) {
      await ask(`POST /mentorship/${what}`, { json: { id: ticket } });
    }
    await ask('POST /mentorship/claim', { json: { id: ticket } });
    await ask('GET /mentorship/user/queue', { token: mine });
    await ask('GET /mentorship/user/claimed');
    await ask('GET /admin/tickets');
    await ask('GET /admin/people');
    for (const path of [
      '/admin/checkin',
      '/admin/checkin',
      '/user/checkout',
      '/user/checkout',
      '/user/checkin',
      '/admin/checkout',
    ]) {
      await ask(`POST ${path}`, { json: { username } });
    }
    await ask('GET /push');
    await ask('POST /push/subscriptions', { json: {} });
    await ask('DELETE /push/subscriptions', { json: { endpoint: 'https://push.example.com/x' } });
    await ask('POST /pusher/auth', { json: { socket_id: '1.2', channel_name: 'presence-organizers' } });
    await ask('POST /pusher/auth', { json: { socket_id: '1.2', channel_name: 'private-x' } });
    await ask('POST /twilio/announcement', { text: 'Body=x' });
  });

  test('in every example', () => {
    let examples = 0;
    for (const operation of Object.values(document.paths).flatMap((operations) => Object.values(operations))) {
      for (const { content } of Object.values(operation.responses)) {
        if (content === undefined) continue;
        const validate = validatorOf(content['application/json'].schema);
        for (const { value } of Object.values(content['application/json'].examples)) {
          examples += 1;
          expect([value, validate(value), validate.errors]).toEqual([value, true, null]);
        }
      }
    }
    expect(examples).toBeGreaterThan(100);
  });
});

test('requests are as documented', () => {
  const ticket = { description: 'a', location: 'b', contact: '' };
  const rows: readonly (readonly [string, unknown, unknown, string?])[] = [
    ['POST /user/create', { name: 'a', username: 'b', password: 'c' }, { username: 'b', password: 'c' }],
    ['POST /mentorship/create', ticket, { ...ticket, description: '' }],
    ['POST /mentorship/claim', { id: '5'.repeat(24) }, { id: 'x' }],
    ['POST /admin/announcements', { message: 'a' }, {}],
    ['PATCH /admin/announcements/{id}', { message: 'a' }, {}],
    ['POST /admin/locations', { name: 'a' }, { name: 'a', rank: 1.5 }],
    ['POST /admin/locations', { name: 'a', picture: 'b' }, {}, 'multipart/form-data'],
    ['POST /pusher/auth', { socket_id: '1.2', channel_name: 'private-x' }, {}, 'application/x-www-form-urlencoded'],
  ];
  for (const [request, good, bad, type = 'application/json'] of rows) {
    const validate = validatorOf(operationOf(request).requestBody?.content[type]?.schema);
    expect([request, validate(good), validate(bad)]).toEqual([request, true, false]);
  }
});
