import type { Clock, Unavailable } from '@quintet/core';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { ResultAsync } from 'neverthrow';
import { Refreshed, type RefreshSettings } from './refreshed.ts';

/** What an issuer publishes of itself, as far as it is needed here. */
export interface OidcMetadata {
  /** Where its public keys are. */
  readonly jwksUri: string;
  /** Where somebody signs in. */
  readonly authorizationEndpoint: string;
  /** Where somebody signs out; absent: it has no such standard place. */
  readonly endSessionEndpoint?: string;
}

/** Which issuer it is. */
export interface OidcIssuerOptions {
  /** The issuer's URL, with or without its closing slash. */
  readonly issuer: string;
  readonly clock: Clock;
  /** Milliseconds until a request to the issuer is given up. Default 5,000. */
  readonly timeout?: number;
}

/** Metadata for an hour, keys for ten minutes; four requests in a row and four a minute. */
const METADATA: RefreshSettings = { maxAge: 3600, attempts: 4, coolDown: 15 };
const KEYS: RefreshSettings = { maxAge: 600, attempts: 4, coolDown: 15 };

/** An OpenID Connect issuer over HTTP. Nothing is asked of it before it is needed. */
export class OidcIssuer {
  /** With a closing slash: what paths are appended to. */
  readonly url: string;
  /** The names that its tokens may have in `iss`: with and without the closing slash. */
  readonly names: readonly string[];
  readonly #timeout: number;
  readonly #metadata: Refreshed<OidcMetadata>;
  readonly #keys: Refreshed<JWTVerifyGetKey>;

  constructor({ issuer, clock, timeout = 5000 }: OidcIssuerOptions) {
    this.url = issuer.endsWith('/') ? issuer : `${issuer}/`;
    this.names = [this.url, this.url.slice(0, -1)];
    this.#timeout = timeout;
    this.#metadata = new Refreshed(() => this.#discover(), clock, METADATA);
    this.#keys = new Refreshed(() => this.#fetchKeys(), clock, KEYS);
  }

  /** What it publishes of itself, by OpenID Connect Discovery; without it, the places where Auth0 has them. */
  metadata(): ResultAsync<OidcMetadata, Unavailable> {
    return this.#metadata.get();
  }

  /** Its public keys, as far as they are known. */
  keys(): ResultAsync<JWTVerifyGetKey, Unavailable> {
    return this.#keys.get();
  }

  /** Its public keys as they are now; `cooling-down`: those that are known were fetched just now. */
  newKeys(): ResultAsync<JWTVerifyGetKey | 'cooling-down', Unavailable> {
    return this.#keys.renew();
  }

  async #fetchKeys(): Promise<JWTVerifyGetKey> {
    const metadata = await this.metadata();
    if (metadata.isErr()) throw metadata.error.cause;
    // When keys are fetched again is decided here: the library would refuse all of them once they have grown old.
    const keys = createRemoteJWKSet(new URL(metadata.value.jwksUri), {
      timeoutDuration: this.#timeout,
      cacheMaxAge: Number.POSITIVE_INFINITY,
      cooldownDuration: Number.POSITIVE_INFINITY,
    });
    await keys.reload();
    return keys;
  }

  async #discover(): Promise<OidcMetadata> {
    const fallback = { jwksUri: `${this.url}.well-known/jwks.json`, authorizationEndpoint: `${this.url}authorize` };
    const response = await fetch(`${this.url}.well-known/openid-configuration`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(this.#timeout),
    });
    if (response.status === 404) return fallback;
    if (response.status !== 200) throw new Error(`The issuer's metadata was answered with ${response.status}.`);
    const found = (await response.json()) as Readonly<Record<string, unknown>>;
    if (typeof found['issuer'] !== 'string' || !this.names.includes(found['issuer'])) {
      throw new Error(`The issuer ${this.url} says that it is ${JSON.stringify(found['issuer'])}.`);
    }
    const endSessionEndpoint = this.#endpoint(found['end_session_endpoint']);
    return {
      jwksUri: this.#endpoint(found['jwks_uri']) ?? fallback.jwksUri,
      authorizationEndpoint: this.#endpoint(found['authorization_endpoint']) ?? fallback.authorizationEndpoint,
      ...(endSessionEndpoint === undefined ? {} : { endSessionEndpoint }),
    };
  }

  /** A URL that is as safe to follow as the issuer's own. */
  #endpoint(value: unknown): string | undefined {
    if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
    const { protocol } = new URL(value);
    return protocol === 'https:' || protocol === new URL(this.url).protocol ? value : undefined;
  }
}
