import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { APP, startPusher } from '../../packages/adapters-notify/test/support/pusher.ts';

test('the client prints what the other program tells', async () => {
  const server = await startPusher();
  const env = {
    ...process.env,
    QUINTET_PUSHER_APP_ID: APP.id,
    QUINTET_PUSHER_KEY: APP.key,
    QUINTET_PUSHER_SECRET: APP.secret,
  };
  const client = spawn(process.execPath, [`${import.meta.dirname}/client.js`, server.url], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<unknown> => (await lines.next()).value;
    expect([await next(), await next(), await next()]).toEqual([
      'listening to com.vivere.mentor',
      'listening to com.vivere.announcement',
      'listening to com.vivere.event',
    ]);
    await promisify(execFile)(process.execPath, [`${import.meta.dirname}/tell.js`, server.url, 'Dinner at seven'], {
      env,
    });
    expect(await next()).toBe('com.vivere.announcement save {"message":"Dinner at seven"}');
  } finally {
    const ended = once(client, 'exit');
    client.kill();
    await ended;
    await server.stop();
  }
});
