import { decodeJwt, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { SECRET } from './server.ts';

/** A real token with other claims, signed with a secret. */
export function resign(token: string, changed: Record<string, unknown>, secret: string = SECRET): Promise<string> {
  return new SignJWT(claimsOf(token, changed))
    .setProtectedHeader({ ...headerOf(token), alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

/** A real token as an unsigned one, `alg: none`. */
export function unsigned(token: string): string {
  return new UnsecuredJWT(claimsOf(token, {})).encode();
}

/** A real token with another header; the signature stays. */
export function withHeader(token: string, header: object): string {
  const [, claims = '', signature = ''] = token.split('.');
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), claims, signature].join('.');
}

/** A real token with a character of one of its three parts changed. */
export function damaged(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  const at = Math.floor(text.length / 2);
  parts[part] = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  return parts.join('.');
}

/** What a token says, with changes; a claim that is changed to `undefined` is left out. */
export function claimsOf(token: string, changed: Record<string, unknown> = {}): JWTPayload {
  const claims = Object.entries({ ...decodeJwt(token), ...changed }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(claims);
}

function headerOf(token: string): object {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object;
}
