import { createHash, createHmac } from 'node:crypto';
import { expect } from 'vitest';
import type { Variables } from './server.ts';

const ID = '1';
const KEY = 'key';
const SECRET = 'secret of the tests’ Pusher app';

/** What makes a server have an app that {@link trigger} knows, and streams. */
export const PUSHER_APP: Variables = {
  QUINTET_APIS: 'bucketlist,hackathon',
  QUINTET_PUSHER_APP_ID: ID,
  QUINTET_PUSHER_KEY: KEY,
  QUINTET_PUSHER_SECRET: SECRET,
};

/** A message as the Pusher HTTP API takes it. */
export interface Triggered {
  readonly name: string;
  readonly channel: string;
  /** Text in JSON. */
  readonly data: string;
}

/** Triggers messages as Pusher's libraries do; resolves when the server has acknowledged them. */
export async function trigger(url: string, batch: readonly Triggered[]): Promise<void> {
  const path = `/apps/${ID}/batch_events`;
  const body = JSON.stringify({ batch });
  const query = new URLSearchParams({
    auth_key: KEY,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    body_md5: createHash('md5').update(body).digest('hex'),
  }).toString();
  const signature = createHmac('sha256', SECRET).update(`POST\n${path}\n${query}`).digest('hex');
  const answer = await fetch(`${url}${path}?${query}&auth_signature=${signature}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  expect([answer.status, await answer.text()]).toEqual([200, '{}']);
}
