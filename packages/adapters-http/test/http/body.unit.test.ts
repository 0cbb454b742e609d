import { describe, expect, test } from 'vitest';
import { json, type ReadyAnswer } from '../../src/http/answer.ts';
import type { Endpoint, HttpFailure } from '../../src/http/api.ts';
import { jsonBody } from '../../src/http/guard.ts';
import { appOf } from '../support/in-memory.ts';

describe('a body', () => {
  const body = jsonBody({
    schema: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } as const,
    notJson: json(415, {}),
    malformed: json(400, { malformed: true }),
    refuse: () => json(422, {}),
  });
  const echo: Endpoint = {
    method: 'POST',
    path: '/x',
    handle: async (exchange) =>
      (await body.read(exchange)).match(
        ({ text }) => json(200, { length: text.length }),
        (answer) => answer,
      ),
  };
  const send = async (
    text: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<readonly [number, unknown]> => {
    const failure = (failure: HttpFailure): ReadyAnswer => json(599, { failure });
    const { app } = appOf([{ name: 'media', basePath: '/a', endpoints: [echo], failure }], { bodyLimit: 100 });
    const answer = await app.request('/a/x', {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
    return [answer.status, await answer.json()];
  };
  const ofLength = (length: number): string => JSON.stringify({ text: 'x'.repeat(length - '{"text":""}'.length) });

  test('may be as large as the limit', async () => {
    expect(await send(ofLength(100))).toEqual([200, { length: 89 }]);
    expect(await send(ofLength(101))).toEqual([599, { failure: 'body-too-large' }]);
  });

  test('is refused by its declared length, unread', async () => {
    expect(await send('{}', { 'content-length': '101' })).toEqual([599, { failure: 'body-too-large' }]);
  });

  test('is measured in bytes', async () => {
    expect(await send(JSON.stringify({ text: 'ä'.repeat(40) }))).toEqual([200, { length: 40 }]);
    expect(await send(JSON.stringify({ text: 'ä'.repeat(45) }))).toEqual([599, { failure: 'body-too-large' }]);
  });

  test.each(['', '{', '{"text":1', 'undefined', "{'text':''}", '{"text":""}x', '\u0000'])(
    'that is no JSON is malformed: %j',
    async (text) => {
      expect(await send(text)).toEqual([400, { malformed: true }]);
    },
  );

  test('that is no UTF-8 is malformed', async () => {
    expect(await send(new Uint8Array([...Buffer.from('{"text":"'), 0xff, ...Buffer.from('"}')]))).toEqual([
      400,
      { malformed: true },
    ]);
  });

  test.each(['[]', '1', 'null', '"text"', 'true', '[{"text":"x"}]', '{"__proto__":{"text":"x"}}', '{"text":1}'])(
    'in another form is refused: %s',
    async (text) => {
      expect(await send(text)).toEqual([422, {}]);
    },
  );

  test.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset=UTF-8', 200],
    [' application/json ', 200],
    ['application/jsonp', 415],
    ['text/plain', 415],
    ['text/plain; application/json', 415],
    ['application/x-www-form-urlencoded', 415],
    ['', 415],
  ])('of the content type %j: %i', async (type, status) => {
    expect((await send('{"text":""}', { 'content-type': type }))[0]).toBe(status);
  });
});
