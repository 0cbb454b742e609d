import { createHmac, timingSafeEqual } from 'node:crypto';
import { AUDIENCE, ISSUER } from '../../tokens.ts';

/** The account that a token names, or `undefined` where the token is not good. */
export function accountOf(token: string, secret: string): number | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return undefined;
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { alg } = decode(header);
  const { iss, aud, exp, sub } = decode(payload);
  const good =
    alg === 'HS256' && iss === ISSUER && aud === AUDIENCE && typeof exp === 'number' && exp * 1000 > Date.now();
  return good ? Number(sub) : undefined;
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}
