import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { Provider, type Configuration } from 'oidc-provider';

/** What tokens of the provider are for. */
export const AUDIENCE = 'https://casting.example.com';

/** The client that asks for tokens, and whose users sign in. */
export const CLIENT = {
  client_id: 'agency-portal',
  client_secret: 'a-secret-of-the-portal',
  callback: 'http://127.0.0.1:8100/callback',
};

/** A pair of keys of the provider. */
export interface ProviderKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

/** A real OpenID Connect provider in this process. */
export interface TestProvider {
  readonly issuer: string;
  /** Its keys at present; the first signs. */
  readonly keys: readonly ProviderKey[];
  /** The paths that it was asked for, in order. */
  readonly requests: readonly string[];
  /** An access token as it issues them to a client, with the permissions that it was asked for. */
  token(permissions: readonly string[] | undefined, audience?: string): Promise<string>;
  /** A token that it could have issued, or that somebody would like to pass off as such. */
  forge(claims: JWTPayload, header?: Readonly<Record<string, unknown>>, key?: CryptoKey | Uint8Array): Promise<string>;
  /** Signs with a new key from now on, and publishes it with the old ones, or alone. */
  rotate(keep?: 'keep-old-keys'): Promise<void>;
  /** Stops listening, as if the provider were down. */
  down(): Promise<void>;
  /** Listens again, under the same address. */
  up(): Promise<void>;
  close(): Promise<void>;
}

const EPOCH = (): number => Math.floor(Date.now() / 1000);

/** Starts a provider under a free port. */
export async function startProvider(): Promise<TestProvider> {
  const requests: string[] = [];
  let keys = [await newKey()];
  let answer: ReturnType<Provider['callback']> | undefined;
  let server = listener();
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;
  renew();

  function listener(): Server {
    return createServer((request, response) => {
      requests.push((request.url ?? '').split('?', 1)[0] ?? '');
      void answer?.(request, response);
    });
  }

  function renew(): void {
    const provider = new Provider(issuer, configuration(keys));
    answer = provider.callback();
  }

  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  return {
    issuer,
    requests,
    get keys() {
      return keys;
    },
    async token(permissions, audience = AUDIENCE) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${CLIENT.client_id}:${CLIENT.client_secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
          ...(permissions === undefined ? {} : { 'x-permissions': permissions.join(' ') }),
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
      });
      const body = (await response.json()) as { readonly access_token?: string };
      if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
      return body.access_token;
    },
    async forge(claims, header = {}, key) {
      const [signing] = keys;
      if (signing === undefined) throw new Error('the provider has no key');
      return new SignJWT({
        iss: issuer,
        aud: AUDIENCE,
        sub: 'ann',
        iat: EPOCH(),
        exp: EPOCH() + 600,
        permissions: ['get:actors'],
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: signing.kid, ...header })
        .sign(key ?? signing.privateKey);
    },
    async rotate(keep) {
      keys = [await newKey(), ...(keep === undefined ? [] : keys)];
      renew();
    },
    down: stop,
    async up() {
      if (server.listening) return;
      server = listener();
      await listen(server, port);
    },
    close: stop,
  };
}

/** A pair of keys that no provider has published. */
export async function newKey(): Promise<ProviderKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const common = { kid, alg: 'RS256', use: 'sig' };
  return {
    kid,
    privateKey,
    privateJwk: { ...(await exportJWK(privateKey)), ...common },
    publicJwk: { ...jwk, ...common },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function configuration(keys: readonly ProviderKey[]): Configuration {
  return {
    jwks: { keys: keys.map(({ privateJwk }) => privateJwk) },
    clients: [
      {
        client_id: CLIENT.client_id,
        client_secret: CLIENT.client_secret,
        grant_types: ['client_credentials', 'authorization_code'],
        redirect_uris: [CLIENT.callback],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['a key for cookies of the test'] },
    ttl: { ClientCredentials: 600 },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, audience) => ({
          scope: '',
          audience,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    // What a client may do is asked for by a header here; a real issuer looks it up.
    extraTokenClaims: (context) => {
      const asked = context.get('x-permissions');
      return context.headers['x-permissions'] === undefined
        ? undefined
        : { permissions: asked.split(' ').filter(Boolean) };
    },
  };
}
