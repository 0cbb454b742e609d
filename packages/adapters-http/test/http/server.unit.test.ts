import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, test } from 'vitest';
import { json } from '../../src/http/answer.ts';
import { jsonBody } from '../../src/http/guard.ts';
import { appOf, type Witness } from '../support/in-memory.ts';

const LIMIT = 1000;
const opened: (() => void)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

const body = jsonBody({
  schema: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } } as const,
  notJson: json(415, {}),
  malformed: json(400, { malformed: true }),
  refuse: () => json(422, {}),
});

async function openServer(): Promise<{ readonly port: number; readonly seen: Witness }> {
  const { app, seen } = appOf(
    [
      {
        name: 'media',
        basePath: '',
        failure: (failure) => json(413, { failure }),
        endpoints: [
          {
            method: 'POST',
            path: '/echo',
            handle: async (exchange) =>
              (await body.read(exchange)).match(
                ({ text }) => json(200, { text, from: exchange.clientAddress, at: exchange.origin }),
                (answer) => answer,
              ),
          },
        ],
      },
    ],
    { bodyLimit: LIMIT },
  );
  const listen = getRequestListener(app.fetch);
  const server = createServer((incoming, outgoing) => void listen(incoming, outgoing)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

async function post(
  port: number,
  chunks: readonly Buffer[],
  headers: Record<string, string> = {},
): Promise<{
  readonly status: number | undefined;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}> {
  const sent = request({
    port,
    method: 'POST',
    path: '/echo',
    headers: { 'content-type': 'application/json', ...headers },
  });
  // what is refused may be cut off while it is still being sent
  sent.on('error', () => {});
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  for (const chunk of chunks) sent.write(chunk);
  sent.end();
  const [answer] = await answered;
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return { status: answer.statusCode, body: JSON.parse(Buffer.concat(parts).toString()), headers: answer.headers };
}

describe('through a server', () => {
  test('a body arrives whole, however it was cut', async () => {
    const { port } = await openServer();
    const [first = 0, ...rest] = Buffer.from('{"text":"\u20ac"}');
    const cut = await post(port, [Buffer.from([first]), ...rest.map((byte) => Buffer.from([byte]))]);
    expect(cut).toMatchObject({ status: 200, body: { text: '\u20ac', at: `http://localhost:${port}` } });
    const whole = Buffer.from('{"text":"b"}');
    const declared = await post(port, [whole], { 'content-length': String(whole.length), host: 'api.example' });
    expect(declared.body).toEqual({ text: 'b', from: '127.0.0.1', at: 'http://api.example' });
  });

  test('a body beyond the limit is refused, declared or not', async () => {
    const { port } = await openServer();
    const tooLarge = Buffer.from(JSON.stringify({ text: 'x'.repeat(LIMIT) }));
    const refused = { status: 413, body: { failure: 'body-too-large' } };
    expect(await post(port, [tooLarge], { 'content-length': String(tooLarge.length) })).toMatchObject(refused);
    expect(await post(port, [tooLarge])).toMatchObject(refused);
    expect(
      await post(
        port,
        Array.from({ length: 200 }, () => Buffer.alloc(50_000, 'x')),
      ),
    ).toMatchObject(refused);
  });

  test('a client that goes away in the middle of a body does no harm', async () => {
    const { port, seen } = await openServer();
    const sent = request({
      port,
      method: 'POST',
      path: '/echo',
      headers: { 'content-type': 'application/json', 'content-length': '500' },
    });
    sent.on('error', () => {});
    sent.write('{"text":');
    await new Promise((resolve) => setTimeout(resolve, 50));
    sent.destroy();
    await expect.poll(() => seen.requests.length).toBe(1);
    expect([seen.requests[0]?.status, seen.failures]).toEqual([400, []]);
    expect((await post(port, [Buffer.from('{"text":"y"}')])).status).toBe(200);
  });

  test('an answer tells its length, and nothing of what made it', async () => {
    const { port } = await openServer();
    const { headers } = await post(port, [Buffer.from('{"text":"y"}')]);
    expect(headers['content-type']).toBe('application/json');
    expect(headers['content-length']).toMatch(/^\d+$/u);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });
});
