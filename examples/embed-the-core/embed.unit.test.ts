import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './express.ts';

const SCRIPTS = {
  'script.ts': [
    'bucket 1: Cooking',
    'bucket 2: Travel',
    'bucket 3: Go outdoors',
    'bucket 4: Photography',
    'Cooking, Go outdoors (3 in all)',
    'A bucket needs a name.',
  ],
  'media.ts': [
    'Dune: not started -> started (2026-11-01)',
    'Dune: started -> finished (2026-11-10)',
    '1 read, 1 to be seen',
    'refused: media-name-out-of-bounds',
  ],
  'casting.ts': ['with the old token: permission-lacking', 'The neighbour: evaluation', 'again: already-cast'],
};

test.concurrent.for(Object.entries(SCRIPTS))('%s prints what it did', async ([name, lines], { expect }) => {
  const script = `${import.meta.dirname}/${name}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', script]);
  expect(stdout.trim().split('\n')).toEqual(lines);
});

const server = createServer(createApp());
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function call(method: string, path: string, body?: object, token = ''): Promise<[number, unknown]> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const answer = await fetch(origin + path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}

test('the Express app serves the same use cases in its own form', async () => {
  const ann = { email: 'ann@example.com', password: 'correct horse' };
  const [status, { token }] = (await call('POST', '/accounts', ann)) as [number, { token: string }];
  expect(status).toBe(201);
  expect(await call('POST', '/accounts', ann)).toEqual([409, { error: 'username-taken' }]);
  expect(await call('POST', '/lists', { name: 'Travel' }, token)).toEqual([201, { id: 1, name: 'Travel' }]);
  expect(await call('POST', '/lists', {}, token)).toEqual([422, { error: 'name-missing' }]);
  expect(await call('GET', '/lists', undefined, token)).toEqual([200, [{ id: 1, name: 'Travel' }]]);
  expect(await call('GET', '/lists', undefined, 'forged')).toEqual([401, { error: 'token-invalid' }]);
});
