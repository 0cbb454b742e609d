import { timingSafeEqual } from 'node:crypto';
import type { Actor, Identity } from '@quintet/core';
import { getCookie } from 'hono/cookie';
import { serialize } from 'hono/utils/cookie';
import type { Exchange } from '../../http/exchange.ts';

const SESSION = 'quintet_session';
const CSRF = 'quintet_sign_in';
/** Identifiers of the random source have 22 characters and more. */
const IDENTIFIER = /^[\w-]{16,128}$/u;

/** Whoever is signed in with the browser that sent a request. */
export interface Session {
  readonly token: string;
  readonly actor: Actor;
}

/** The session that a browser keeps; none where its token is no longer good. */
export async function sessionOf(
  exchange: Exchange,
  { authenticate }: Pick<Identity, 'authenticate'>,
): Promise<Session | undefined> {
  const token = getCookie(exchange.context, SESSION);
  if (token === undefined || token === '') return undefined;
  const actor = await authenticate(token);
  return actor.isOk() ? { token, actor: actor.value } : undefined;
}

/** Has the browser keep a session until it is closed. Scripts do not see it, and other sites' forms do not send it. */
export function keepSession(exchange: Exchange, basePath: string, token: string): string {
  return cookie(exchange, basePath, SESSION, token);
}

/** Has the browser forget its session. */
export function dropSession(exchange: Exchange, basePath: string): string {
  return cookie(exchange, basePath, SESSION, '', 0);
}

/** What tells our own forms from others' in this browser: kept by it, and repeated in every form. */
export function csrfOf(exchange: Exchange): string | undefined {
  const value = getCookie(exchange.context, CSRF);
  return value !== undefined && IDENTIFIER.test(value) ? value : undefined;
}

/** Has the browser keep what tells our own forms from others'. */
export function keepCsrf(exchange: Exchange, basePath: string, value: string): string {
  return cookie(exchange, basePath, CSRF, value);
}

/** Whether a form was sent from our own page in the same browser. */
export function isOwnForm(exchange: Exchange, sent: string | null): boolean {
  const site = exchange.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const kept = csrfOf(exchange);
  if (kept === undefined || sent === null) return false;
  const [one, other] = [Buffer.from(kept), Buffer.from(sent)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function cookie(exchange: Exchange, basePath: string, name: string, value: string, maxAge?: number): string {
  return serialize(name, value, {
    path: basePath === '' ? '/' : basePath,
    httpOnly: true,
    sameSite: 'Lax',
    secure: exchange.origin.startsWith('https:'),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}
