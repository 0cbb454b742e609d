import { createQuintet, type Ports, type Quintet } from '@quintet/core';
import { cryptoRandom, memoryAdapters, scryptPasswordHasher } from '@quintet/core/memory';
import type { Hono } from 'hono';
import { createBucketlistApi } from '../../src/bucketlist/index.ts';
import type { Api } from '../../src/http/api.ts';
import { createHttpApp, type HttpAppOptions } from '../../src/http/app.ts';
import type { HttpEnvironment } from '../../src/http/environment.ts';
import type { AnsweredRequest, Observer } from '../../src/http/observer.ts';

/** An observer that keeps what it is told. */
export interface Witness extends Observer {
  readonly requests: readonly AnsweredRequest[];
  readonly failures: readonly (readonly [requestId: string, error: unknown])[];
  readonly outages: readonly (readonly [requestId: string, cause: unknown])[];
}

function witness(): Witness {
  const requests: AnsweredRequest[] = [];
  const failures: (readonly [string, unknown])[] = [];
  const outages: (readonly [string, unknown])[] = [];
  return {
    requests,
    failures,
    outages,
    answered: (request) => requests.push(request),
    failed: (requestId, error) => failures.push([requestId, error]),
    unavailable: (requestId, cause) => outages.push([requestId, cause]),
  };
}

/** The app over some APIs, told to a witness. */
export function appOf(
  apis: readonly Api[],
  options: Partial<HttpAppOptions> = {},
): { readonly app: Hono<HttpEnvironment>; readonly seen: Witness } {
  const seen = witness();
  return { app: createHttpApp({ apis, observer: seen, random: cryptoRandom, ...options }), seen };
}

/** All use cases in memory, with passwords that are quick to hash. */
export function quintetInMemory(overrides: Partial<Ports> = {}): Quintet {
  return createQuintet(memoryAdapters({ passwordHasher: scryptPasswordHasher({ logCost: 4 }), ...overrides }));
}

/** What goes with a request. */
export interface Sending {
  readonly token?: string;
  readonly json?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, its body as JSON. */
export interface Received {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** The bucket list API in memory, and a way to call it. */
export interface BucketlistInMemory {
  readonly app: Hono<HttpEnvironment>;
  readonly seen: Witness;
  readonly quintet: Quintet;
  /** @param request - Method and path under the base path: `GET /v1/bucketlists/`. */
  call(request: string, sending?: Sending): Promise<Received>;
  /** Registers somebody, and gives their token. */
  register(email?: string): Promise<string>;
}

export function bucketlistInMemory({
  ports = {},
  basePath = '/bucketlist',
  pageSize = 10,
  ...options
}: Partial<HttpAppOptions> & {
  ports?: Partial<Ports>;
  basePath?: string;
  pageSize?: number;
} = {}): BucketlistInMemory {
  const quintet = quintetInMemory(ports);
  const { app, seen } = appOf([createBucketlistApi({ quintet, basePath, pageSize })], options);

  const call: BucketlistInMemory['call'] = async (request, { token, json, text, type, headers } = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
    const answer = await app.request(`http://api.example${basePath}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined && type === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
    });
    const answered = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (answered === '' ? {} : JSON.parse(answered)) as Record<string, unknown>,
    };
  };

  const register: BucketlistInMemory['register'] = async (email = 'ann@example.com') => {
    const { body } = await call('POST /v1/auth/register', { json: { email, password: '123456' } });
    return String(body['auth_token']);
  };

  return { app, seen, quintet, call, register };
}
