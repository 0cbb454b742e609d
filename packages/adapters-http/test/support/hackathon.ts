import { createQuintet, permissionsOf, type Ports, type Quintet } from '@quintet/core';
import { memoryAdapters, scryptPasswordHasher, settableClock, type SettableClock } from '@quintet/core/memory';
import type { Hono } from 'hono';
import type { Api } from '../../src/http/api.ts';
import type { HttpAppOptions } from '../../src/http/app.ts';
import type { HttpEnvironment } from '../../src/http/environment.ts';
import { createHackathonApi, type HackathonApiOptions } from '../../src/hackathon/index.ts';
import { jwtAccessTokens } from '../../src/identity/jwt-access-tokens.ts';
import type { Received, Sending } from './agency.ts';
import { send } from './client.ts';
import { appOf, type Witness } from './in-memory.ts';
import { SECRET, startHere, type RunningServer, type Storage, type Variables } from './server.ts';
import { resign } from './tokens.ts';

/** Somebody with an account. */
export interface Attendee {
  readonly username: string;
  readonly password: string;
  readonly name: string;
  readonly token: string;
}

/** A hackathon's API that is tried, wherever it runs. */
export interface TriedHackathon {
  /** Everything up to and with its base path. */
  readonly base: string;
  /** @param request - Method and path under the base path: `GET /times`. */
  readonly call: (request: string, sending?: Sending) => Promise<Received>;
  /** Makes an account with a name that nobody else has. */
  readonly attendee: () => Promise<Attendee>;
  /** A token of somebody who may organize. */
  readonly organizer: () => Promise<string>;
}

/** One in memory, whose parts can be reached. */
export interface HackathonInMemory extends TriedHackathon {
  readonly api: Api;
  readonly app: Hono<HttpEnvironment>;
  readonly seen: Witness;
  readonly quintet: Quintet;
  readonly clock: SettableClock;
}

export interface HackathonOptions extends Partial<Omit<HackathonApiOptions, 'quintet' | 'clock'>> {
  readonly ports?: Partial<Ports>;
  readonly clock?: SettableClock;
  readonly http?: Partial<HttpAppOptions>;
}

let count = 0;

/** A username that no other test has. */
export function freshName(): string {
  return `user-${process.pid}-${Date.now().toString(36)}-${(count += 1)}@example.com`;
}

/** A form with files as a client sends it. */
export async function form(
  fields: Readonly<
    Record<string, string | { readonly bytes: Uint8Array; readonly name?: string; readonly type?: string }>
  >,
): Promise<Sending> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new Blob([new Uint8Array(value.bytes)], { type: value.type ?? '' }), value.name ?? 'map');
  }
  const body = new Response(data);
  return { text: new Uint8Array(await body.arrayBuffer()), type: body.headers.get('content-type') ?? '' };
}

export function hackathonInMemory({
  basePath = '/hackathon',
  ports = {},
  clock = settableClock(),
  http = {},
  ...options
}: HackathonOptions = {}): HackathonInMemory {
  const accessTokens = jwtAccessTokens({ keys: [{ secret: SECRET }], issuer: 'quintet', audience: 'quintet', clock });
  const passwordHasher = scryptPasswordHasher({ logCost: 4 });
  const quintet = createQuintet(memoryAdapters({ clock, passwordHasher, accessTokens, ...ports }), {
    hackathon: { timeZone: options.timeZone ?? 'UTC' },
  });
  const api = createHackathonApi({ quintet, basePath, clock, ...options });
  const { app, seen } = appOf([api], http);
  const base = `http://api.example${basePath}`;
  const call: TriedHackathon['call'] = async (request, sending = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const { body, headers } = requestOf(sending);
    return received(await app.request(base + path, { method, headers, ...(body === undefined ? {} : { body }) }));
  };
  return { api, app, seen, quintet, clock, base, call, ...peopleOf(call, SECRET) };
}

/** The hackathon's API of a server that runs. */
export interface RunningHackathon extends TriedHackathon {
  readonly server: RunningServer;
  stop(): Promise<void>;
}

/** Starts a server with the hackathon's API. */
export async function startHackathon(variables: Variables = {}, storage?: Storage): Promise<RunningHackathon> {
  const server = await startHere({ QUINTET_APIS: 'hackathon', ...variables }, storage);
  const base = server.url + (variables['QUINTET_MOUNT_HACKATHON'] ?? '/hackathon').replace(/\/$/u, '');
  return { server, stop: () => server.stop(), ...hackathonAt(base) };
}

/** The hackathon's API at an address. */
export function hackathonAt(base: string): TriedHackathon {
  const call: TriedHackathon['call'] = async (request, sending = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const { body, headers } = requestOf(sending);
    return received(
      await send(method, base + path, { headers, type: null, ...(body === undefined ? {} : { text: body }) }),
    );
  };
  return { base, call, ...peopleOf(call, SECRET) };
}

function peopleOf(call: TriedHackathon['call'], secret: string): Pick<TriedHackathon, 'attendee' | 'organizer'> {
  const attendee = async (): Promise<Attendee> => {
    const username = freshName();
    const person = { username, password: '123456', name: `Name of ${username}` };
    const { body } = await call('POST /user/create', { json: person });
    const { token } = (body['data'] ?? {}) as { readonly token?: string };
    if (token === undefined) throw new Error(`no account was made: ${JSON.stringify(body)}`);
    return { ...person, token };
  };
  return {
    attendee,
    organizer: async () => resign((await attendee()).token, { permissions: permissionsOf(['organizer']) }, secret),
  };
}

function requestOf({ authorization, token, json, text, type, headers }: Sending): {
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
} {
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  return {
    ...(body === undefined ? {} : { body: typeof body === 'string' ? new TextEncoder().encode(body) : body }),
    headers: {
      ...(authorization ? { authorization } : {}),
      ...(token ? { 'x-menlohacks-authorization': token } : {}),
      ...(body === undefined && type === undefined ? {} : { 'content-type': type ?? 'application/json' }),
      ...headers,
    },
  };
}

async function received(answer: Response): Promise<Received> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const isJson = text !== '' && answer.headers.get('content-type') === 'application/json';
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}
