import { createHmac, timingSafeEqual } from 'node:crypto';
import { AUDIENCE, ISSUER } from '../../tokens.ts';

/** What a token says. */
export interface Claims {
  readonly account: number;
  readonly permissions: readonly unknown[];
}

/** What a token says, or `undefined` where it is not good. */
export function claimsOf(token: string, secret: string): Claims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return undefined;
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { alg } = decode(header);
  const { iss, aud, exp, sub, permissions } = decode(payload);
  const good =
    alg === 'HS256' && iss === ISSUER && aud === AUDIENCE && typeof exp === 'number' && exp * 1000 > Date.now();
  return good && Array.isArray(permissions) ? { account: Number(sub), permissions } : undefined;
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}
