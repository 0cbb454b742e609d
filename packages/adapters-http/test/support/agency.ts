import { createQuintet, type Ports, type Quintet, type Role } from '@quintet/core';
import {
  cryptoRandom,
  memoryAdapters,
  scryptPasswordHasher,
  settableClock,
  type SettableClock,
} from '@quintet/core/memory';
import type { Hono } from 'hono';
import { SignJWT, type JWTPayload } from 'jose';
import { createBucketlistApi } from '../../src/bucketlist/index.ts';
import { createCastingApi, type CastingApiOptions } from '../../src/casting/index.ts';
import type { Api } from '../../src/http/api.ts';
import type { HttpAppOptions } from '../../src/http/app.ts';
import type { HttpEnvironment } from '../../src/http/environment.ts';
import { jwtAccessTokens } from '../../src/identity/jwt-access-tokens.ts';
import { appOf, type Witness } from './in-memory.ts';

const SECRET = 'a secret of the tests of more than 32 bytes';
const ISSUER = 'quintet';

/** What goes with a request. */
export interface Sending {
  /** The whole header; `null` sends none. Absent: `Bearer` and the token. */
  readonly authorization?: string | null;
  readonly token?: string;
  readonly json?: unknown;
  /** Sent as it is, as JSON where `type` says nothing else. */
  readonly text?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Received {
  readonly status: number;
  readonly text: string;
  /** Of JSON its value, else nothing. */
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

/** The casting API in memory, with real tokens, and ways to call it. */
export interface Agency {
  readonly api: Api;
  readonly app: Hono<HttpEnvironment>;
  readonly seen: Witness;
  readonly quintet: Quintet;
  readonly clock: SettableClock;
  /** @param request - Method and path under the base path: `GET /actors`. */
  call(request: string, sending?: Sending): Promise<Received>;
  /** Makes an account with some roles, and gives a token of it. */
  tokenOf(...roles: readonly Role[]): Promise<string>;
  /** A token that whoever has the secret could make. */
  forge(claims: JWTPayload, secret?: string): Promise<string>;
}

/** An actor as it is sent, with an email and a phone that nobody else has. */
export function actorBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1;
  return {
    name: 'Random Guy',
    age: 32,
    gender: 'male',
    email: `guy-${count}@example.com`,
    phone: `555-${count}`,
    photo: 'link_to_photo',
    seeking_movie: true,
    ...changes,
  };
}

let count = 0;

/** A movie as it is sent. */
export function movieBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: 'Big house',
    genres: ['TV show'],
    release_date: '2038-01-01 00:00:00',
    seeking_actor: true,
    ...changes,
  };
}

export interface AgencyOptions extends Partial<Pick<CastingApiOptions, 'callbacks' | 'external'>> {
  readonly basePath?: string;
  readonly ports?: Partial<Ports>;
  readonly clock?: SettableClock;
  readonly http?: Partial<HttpAppOptions>;
}

export function agencyInMemory({
  basePath = '/casting',
  ports = {},
  clock = settableClock(),
  http = {},
  callbacks = [],
  external,
}: AgencyOptions = {}): Agency {
  const accessTokens = jwtAccessTokens({ keys: [{ secret: SECRET }], issuer: ISSUER, audience: ISSUER, clock });
  const passwordHasher = scryptPasswordHasher({ logCost: 4 });
  const quintet = createQuintet(memoryAdapters({ clock, passwordHasher, accessTokens, ...ports }));
  const api = createCastingApi({ quintet, basePath, clock, random: cryptoRandom, callbacks, external });
  const { app, seen } = appOf([api, createBucketlistApi({ quintet, basePath: '/bucketlist' })], http);

  const call: Agency['call'] = async (request, { authorization, token, json, text, type, headers } = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
    const sent = authorization === undefined ? token && `Bearer ${token}` : authorization;
    const answer = await app.request(`http://api.example${basePath}${path}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
      headers: {
        ...(sent ? { authorization: sent } : {}),
        ...(body === undefined && type === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
    });
    const received = await answer.text();
    const isJson = answer.headers.get('content-type') === 'application/json';
    return {
      status: answer.status,
      headers: answer.headers,
      text: received,
      body: isJson ? (JSON.parse(received) as Record<string, unknown>) : {},
    };
  };

  return {
    api,
    app,
    seen,
    quintet,
    clock,
    call,
    async tokenOf(...roles) {
      count += 1;
      const credentials = { username: `user-${count}@example.com`, password: '123456' };
      const created = await quintet.identity.createAccount(credentials);
      if (created.isErr()) throw new Error(created.error.kind);
      for (const role of roles) await quintet.identity.grantRole({ username: credentials.username, role });
      const signedIn = await quintet.identity.logIn(credentials);
      if (signedIn.isErr()) throw new Error(signedIn.error.kind);
      return signedIn.value.token;
    },
    forge: (claims, secret = SECRET) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      const base = { iss: ISSUER, aud: ISSUER, sub: '1', jti: '0.forged', iat: now, exp: now + 600, permissions: [] };
      const merged = Object.entries({ ...base, ...claims }).filter(([, value]) => value !== undefined);
      return new SignJWT(Object.fromEntries(merged))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(secret));
    },
  };
}
