import type { Actor } from '../kernel/actor.ts';

/**
 * Someone as the external issuer knows them.
 *
 * @example
 * ```ts
 * const subject: ExternalSubject = { issuer: 'https://agency.eu.auth0.com/', subject: 'auth0|5f7c' };
 * ```
 */
export interface ExternalSubject {
  /** The issuer's name, as its tokens have it in `iss`. */
  readonly issuer: string;
  /** The token's `sub`: 1 to 255 characters. */
  readonly subject: string;
}

/**
 * What a token of the external issuer says.
 *
 * @example
 * ```ts
 * const claims: ExternalClaims = {
 *   issuer: 'https://agency.eu.auth0.com/',
 *   subject: 'auth0|5f7c',
 *   expiresAt: new Date('2030-01-01T00:00:00Z'),
 *   permissions: ['get:actors'],
 * };
 * ```
 */
export interface ExternalClaims extends ExternalSubject {
  readonly expiresAt: Date;
  readonly permissions: readonly string[];
}

/**
 * Who acts by a token of the external issuer; may have no account.
 *
 * @example
 * ```ts
 * const director: ExternalActor = {
 *   external: { issuer: 'https://agency.eu.auth0.com/', subject: 'auth0|5f7c' },
 *   permissions: ['get:actors', 'post:actor'],
 * };
 * ```
 */
export interface ExternalActor {
  readonly external: ExternalSubject;
  /** What the external issuer says that they may do. */
  readonly permissions: readonly string[];
}

/**
 * Whoever a token was accepted from: one of ours, or one of the external issuer's where an API takes those too.
 *
 * @example
 * ```ts
 * const name = (bearer: Bearer) => ('external' in bearer ? bearer.external.subject : `account ${bearer.accountId}`);
 * ```
 */
export type Bearer = Actor | ExternalActor;

/**
 * The token of the external issuer does not say which key it was signed with.
 *
 * @example
 * ```ts
 * (await externalTokens.verify(token)).mapErr(({ kind }) => kind); // Err('token-key-unnamed')
 * ```
 */
export interface TokenKeyUnnamed {
  readonly kind: 'token-key-unnamed';
}

/**
 * The external issuer has no such key.
 *
 * @example
 * ```ts
 * (await externalTokens.verify(token)).mapErr(({ kind }) => kind); // Err('token-key-unknown')
 * ```
 */
export interface TokenKeyUnknown {
  readonly kind: 'token-key-unknown';
}
