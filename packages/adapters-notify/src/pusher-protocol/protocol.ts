import type { Message } from '@quintet/core';

/**
 * Why a connection ends, or what a client did wrong. 4000 to 4099: it shall not come back; 4100 to 4199: it shall wait
 * a while; 4200 to 4299: it may come back at once; 4300 and above: something else, and the connection may go on.
 */
export const CODES = {
  unknownApp: 4001,
  pathNotFound: 4005,
  versionMalformed: 4006,
  versionUnsupported: 4007,
  versionMissing: 4008,
  unauthorized: 4009,
  overCapacity: 4100,
  reconnect: 4200,
  silent: 4201,
  malformed: 4200,
  clientEventRejected: 4301,
} as const;

/** The versions of the protocol whose messages are alike as far as we use them; clients of this decade speak 7. */
const OLDEST_VERSION = 5;
const NEWEST_VERSION = 7;

/** Why a client can't be served that asks for a version of the protocol; `undefined`: it can. */
export function versionProblem(
  version: string | null,
): { readonly code: number; readonly message: string } | undefined {
  if (version === null || version === '') {
    return { code: CODES.versionMissing, message: 'No protocol version supplied' };
  }
  if (!/^\d{1,9}$/.test(version)) return { code: CODES.versionMalformed, message: 'Invalid version string format' };
  return Number(version) >= OLDEST_VERSION && Number(version) <= NEWEST_VERSION
    ? undefined
    : { code: CODES.versionUnsupported, message: `Unsupported protocol version: ${version}; supported is 7` };
}

/** What a client sends. */
export interface ClientMessage {
  readonly event: string;
  readonly channel?: string;
  readonly data: unknown;
}

/** Reads what a client sent; `undefined`: it is no message. */
export function parseClientMessage(text: string): ClientMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { event, channel, data } = value as Readonly<Record<string, unknown>>;
  if (typeof event !== 'string' || event === '' || event.length > LONGEST_EVENT) return undefined;
  if (channel !== undefined && channel !== null && typeof channel !== 'string') return undefined;
  return { event, data, ...(typeof channel === 'string' ? { channel } : {}) };
}

const LONGEST_EVENT = 200;

/** An object's members that are text; of a data that is text in JSON, those of what it says. */
export function fieldsOf(data: unknown): Readonly<Record<string, unknown>> {
  const value = typeof data === 'string' ? parsed(data) : data;
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** What a text in JSON says; `undefined` where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A stored message as clients get it. What the protocol does not know of, the id, its clients overlook. */
export function messageText({ id, channel, event, data }: Message): string {
  return JSON.stringify({ event, channel, data, id });
}

/** Something that the protocol itself says; its data is text in JSON, as that of every event. */
export function eventText(event: string, data: unknown, channel?: string): string {
  return JSON.stringify({ event, ...(channel === undefined ? {} : { channel }), data: JSON.stringify(data) });
}

/** What a client did wrong; its data is an object, unlike that of any other event. */
export function errorText(code: number | null, message: string): string {
  return JSON.stringify({ event: 'pusher:error', data: { code, message } });
}
