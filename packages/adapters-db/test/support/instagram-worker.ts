import 'reflect-metadata';
import {
  createInstagramEngine,
  PORTS,
  type ActionOrder,
  type GatewayFailure,
  type GatewayPage,
  type InstagramGateway,
  type InstagramSettings,
  type PasswordCipher,
  type Post,
} from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import { createAdapter } from '../../src/index.ts';
import { resolveFrom } from './subjects.ts';

// A server that runs accounts and does nothing else. It writes a line when it has worked on a few, and goes on until it
// is killed.

const [databaseUrl = '', network = '', settings = '{}'] = process.argv.slice(2);

async function ask<T>(call: keyof InstagramGateway, given: readonly unknown[]): Promise<Result<T, GatewayFailure>> {
  const order = given.at(-1) as Partial<ActionOrder>;
  try {
    const response = await fetch(network, {
      method: 'POST',
      body: JSON.stringify({ call, given }),
      signal: AbortSignal.timeout(order.timeout ?? 5000),
    });
    const answer = (await response.json()) as { readonly value?: T; readonly error?: GatewayFailure };
    return answer.error === undefined ? ok(answer.value as T) : err(answer.error);
  } catch (cause) {
    return err({ kind: 'gateway-request-failed', cause });
  }
}

function remote<T>(call: keyof InstagramGateway) {
  return (...given: readonly unknown[]): ResultAsync<T, GatewayFailure> => new ResultAsync(ask<T>(call, given));
}

function remoteFeed(call: 'hashtagFeed' | 'userFeed') {
  return (...given: readonly unknown[]) =>
    remote<GatewayPage<Post>>(call)(...given).map((page) => ({
      ...page,
      entries: page.entries.map((post) => ({ ...post, takenAt: new Date(post.takenAt) })),
    }));
}

const gateway: InstagramGateway = {
  login: remote('login'),
  profile: remote('profile'),
  followers: remote('followers'),
  followings: remote('followings'),
  hashtagFeed: remoteFeed('hashtagFeed'),
  userFeed: remoteFeed('userFeed'),
  likers: remote('likers'),
  commenters: remote('commenters'),
  like: remote('like'),
  comment: remote('comment'),
  follow: remote('follow'),
  unfollow: remote('unfollow'),
};

/** Encrypts nothing: there is nothing to hide. */
const plain: PasswordCipher = {
  keyId: 'plain',
  encrypt: (password) => new ResultAsync(Promise.resolve(ok({ keyId: 'plain', sealed: password }))),
  decrypt: ({ sealed }) => new ResultAsync(Promise.resolve(ok(sealed))),
};

/** How many accounts it must have worked on before it says so. */
const ENOUGH = 20;
let worked = 0;

const adapter = createAdapter({ databaseUrl, dataDirectory: 'memory' });
await adapter.start?.();
const resolve = resolveFrom(adapter, memoryAdapters({ gateway, passwordCipher: plain }));
const engine = createInstagramEngine(
  {
    clock: resolve(PORTS.clock),
    delay: resolve(PORTS.delay),
    random: resolve(PORTS.random),
    randomNumbers: resolve(PORTS.randomNumbers),
    leases: resolve(PORTS.leases),
    journal: resolve(PORTS.journal),
    targets: resolve(PORTS.targets),
    leads: resolve(PORTS.leads),
    passwordCipher: plain,
    gateway,
  },
  JSON.parse(settings) as InstagramSettings,
  (event) => {
    if (event.kind === 'worked') worked += 1;
    if (worked === ENOUGH) process.stdout.write('working\n');
    if (event.kind === 'broken') process.stderr.write(`${String((event.cause as Error).stack)}\n`);
  },
);
engine.start();
