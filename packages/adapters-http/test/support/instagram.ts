import {
  createInstagramEngine,
  createQuintet,
  INSTAGRAM_DEFAULTS,
  PORTS,
  simulatedNetwork,
  type InstagramEngine,
  type Ports,
  type Quintet,
  type SimulatedNetwork,
} from '@quintet/core';
import { memoryAdapters, scryptPasswordHasher, settableClock, type SettableClock } from '@quintet/core/memory';
import { createInstagramApi } from '../../src/instagram/index.ts';
import { appOf, type Received, type Sending, type Witness } from './in-memory.ts';

/** What a new instagram is in most tests. */
export const NEW_INSTAGRAM = {
  username: 'instalogin',
  password: 'instapassword',
  trusted: false,
  hours: { min: 0, max: 0 },
  speed: { like: 10, comment: 10, follow: 10, unfollow: 10 },
};

/** What a new channel is in most tests. */
export const NEW_CHANNEL = { action: 'like', target: 'followers', value: 'natgeo', comments: [] };

/** The API in memory, with a simulated network and an engine that works when it is told to. */
export interface InstagramInMemory {
  readonly seen: Witness;
  readonly quintet: Quintet;
  readonly clock: SettableClock;
  readonly network: SimulatedNetwork;
  readonly engine: InstagramEngine;
  readonly ports: Pick<Ports, 'accessTokens' | 'journal'>;
  /** @param request - Method and path below `/api/v1`: `GET /instagrams`. */
  readonly call: (request: string, sending?: Sending) => Promise<Received>;
  /** Signs somebody up, and logs them in. */
  readonly signIn: (username?: string) => Promise<string>;
}

export function instagramInMemory(overrides: Partial<Ports> = {}): InstagramInMemory {
  const clock = settableClock(new Date('2026-11-22T12:00:00.000Z'));
  const network = simulatedNetwork({ clock, seed: 7 });
  const resolve = memoryAdapters({
    clock,
    gateway: network,
    passwordHasher: scryptPasswordHasher({ logCost: 1, parallelization: 1 }),
    ...overrides,
  });
  const quintet = createQuintet(resolve);
  const { app, seen } = appOf([createInstagramApi({ quintet, basePath: '/instagram' })]);
  const engine = createInstagramEngine(
    {
      clock,
      delay: resolve(PORTS.delay),
      random: resolve(PORTS.random),
      randomNumbers: resolve(PORTS.randomNumbers),
      leases: resolve(PORTS.leases),
      journal: resolve(PORTS.journal),
      targets: resolve(PORTS.targets),
      leads: resolve(PORTS.leads),
      passwordCipher: resolve(PORTS.passwordCipher),
      gateway: resolve(PORTS.gateway),
    },
    INSTAGRAM_DEFAULTS,
  );

  const call: InstagramInMemory['call'] = async (request, { token, json, text, type, headers } = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
    const answer = await app.request(`http://api.example/instagram/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined && type === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };

  const signIn: InstagramInMemory['signIn'] = async (username = 'user@example.com') => {
    const json = { username, password: 'correct horse' };
    await call('POST /signup', { json });
    return String((await call('POST /login', { json })).body['token']);
  };

  const ports = { accessTokens: resolve(PORTS.accessTokens), journal: resolve(PORTS.journal) };
  return { seen, quintet, clock, network, engine, ports, call, signIn };
}
