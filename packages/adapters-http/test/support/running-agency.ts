import { permissionsOf, type Role } from '@quintet/core';
import { newUser, send } from './client.ts';
import type { Received, Sending } from './agency.ts';
import { startHere, type RunningServer, type Storage, type Variables } from './server.ts';
import { resign } from './tokens.ts';

/** The casting API of a server that runs. */
export interface RunningAgency {
  readonly server: RunningServer;
  /** Everything up to and with its base path. */
  readonly base: string;
  call(request: string, sending?: Sending): Promise<Received>;
  /** A token that says of a new account what a role permits; nobody granted it. */
  tokenOf(role: Role): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server with the casting API, and with the bucket list API for making accounts. */
export async function startAgency(variables: Variables = {}, storage?: Storage): Promise<RunningAgency> {
  const server = await startHere({ QUINTET_APIS: 'bucketlist,casting', ...variables }, storage);
  const base = server.url + (variables['QUINTET_MOUNT_CASTING'] ?? '/casting').replace(/\/$/u, '');
  return {
    server,
    base,
    call: (request, sending) => callAt(base, request, sending),
    tokenOf: async (role) => {
      const { token } = await newUser(server.base);
      return resign(token, { permissions: permissionsOf([role]) });
    },
    stop: () => server.stop(),
  };
}

/** One request to the casting API under an address. Redirects are not followed. */
async function callAt(base: string, request: string, sending: Sending = {}): Promise<Received> {
  const { authorization, token, json, text, type, headers } = sending;
  const [method = 'GET', path = '/'] = request.split(' ');
  const sent = authorization === undefined ? token && `Bearer ${token}` : authorization;
  const answer = await send(method, base + path, {
    ...(json === undefined ? {} : { json }),
    ...(text === undefined ? {} : { text }),
    ...(type === undefined ? {} : { type }),
    ...(sent ? { authorization: sent } : {}),
    ...(headers === undefined ? {} : { headers }),
  });
  const received = await answer.text();
  const isJson = answer.headers.get('content-type') === 'application/json';
  return {
    status: answer.status,
    headers: answer.headers,
    text: received,
    body: isJson ? (JSON.parse(received) as Record<string, unknown>) : {},
  };
}
