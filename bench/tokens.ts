import { createHmac, randomBytes } from 'node:crypto';

/** `iss` and `aud` of the server's own access tokens. */
export const ISSUER = 'quintet';
export const AUDIENCE = 'quintet';

const LIFETIME = 86_400;

/** Signs an access token as the server itself does at login: HS256, an account of generation 0. */
export function signToken(account: number, secret: string, permissions: readonly string[] = []): string {
  const issued = Math.floor(Date.now() / 1000);
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
    iss: ISSUER,
    aud: AUDIENCE,
    sub: String(account),
    jti: `0.${randomBytes(16).toString('base64url')}`,
    iat: issued,
    exp: issued + LIFETIME,
    permissions,
  })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
