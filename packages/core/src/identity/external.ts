import type { Actor } from '../kernel/actor.ts';

/** Someone as the external issuer knows them. */
export interface ExternalSubject {
  /** The issuer's name, as its tokens have it in `iss`. */
  readonly issuer: string;
  /** The token's `sub`: 1 to 255 characters. */
  readonly subject: string;
}

/** What a token of the external issuer says. */
export interface ExternalClaims extends ExternalSubject {
  readonly expiresAt: Date;
  readonly permissions: readonly string[];
}

/** Who acts by a token of the external issuer; may have no account. */
export interface ExternalActor {
  readonly external: ExternalSubject;
  /** What the external issuer says that they may do. */
  readonly permissions: readonly string[];
}

/** Whoever a token was accepted from: one of ours, or one of the external issuer's where an API takes those too. */
export type Bearer = Actor | ExternalActor;

/** The token of the external issuer does not say which key it was signed with. */
export interface TokenKeyUnnamed {
  readonly kind: 'token-key-unnamed';
}

/** The external issuer has no such key. */
export interface TokenKeyUnknown {
  readonly kind: 'token-key-unknown';
}
