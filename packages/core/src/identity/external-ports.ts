import type { ResultAsync } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Transaction } from '../kernel/unit-of-work.ts';
import type { TokenExpired, TokenInvalid } from './access-token.ts';
import type { ExternalClaims, ExternalSubject, TokenKeyUnknown, TokenKeyUnnamed } from './external.ts';

/**
 * Why a token of the external issuer was not accepted.
 *
 * @example
 * ```ts
 * const isWorthRetrying = ({ kind }: ExternalTokenError) => kind === 'unavailable';
 * ```
 */
export type ExternalTokenError = TokenExpired | TokenInvalid | TokenKeyUnnamed | TokenKeyUnknown | Unavailable;

/**
 * Checks the tokens of the external issuer. Where none is configured, no token is one of its.
 *
 * @example
 * ```ts
 * const tokens: ExternalTokens = memoryExternalTokens(systemClock, cryptoRandom);
 * if (tokens.claims(token)) await tokens.verify(token);
 * ```
 */
export interface ExternalTokens {
  /** Whether a token names the external issuer in its `iss`. Looks at nothing else. */
  claims(token: string): boolean;

  /**
   * Checks form, signature, issuer, audience and expiry. An issuer that is away makes the tokens signed with a key that
   * was not seen before `Unavailable`, and no others.
   */
  verify(token: string): ResultAsync<ExternalClaims, ExternalTokenError>;
}

/**
 * The external subject has no account.
 *
 * @example
 * ```ts
 * (await subjects.find(subject)).mapErr(({ kind }) => kind); // Err('subject-unknown')
 * ```
 */
export interface SubjectUnknown {
  readonly kind: 'subject-unknown';
}

/**
 * The external subject has an account already.
 *
 * @example
 * ```ts
 * (await subjects.link(subject, 2)).mapErr(({ kind }) => kind); // Err('subject-linked')
 * ```
 */
export interface SubjectLinked {
  readonly kind: 'subject-linked';
}

/**
 * Which accounts belong to subjects of the external issuer.
 *
 * @example
 * ```ts
 * const subjects: ExternalSubjectRepository = memoryExternalSubjects(new MemoryDatabase());
 * await subjects.link({ issuer, subject }, account.id);
 * await subjects.find({ issuer, subject }); // ok(account.id)
 * ```
 */
export interface ExternalSubjectRepository {
  find(subject: ExternalSubject): ResultAsync<AccountId, SubjectUnknown | Unavailable>;

  /** Links a subject to an account, once and for all; of any number of calls for a subject one succeeds. */
  link(
    subject: ExternalSubject,
    accountId: AccountId,
    transaction?: Transaction,
  ): ResultAsync<void, SubjectLinked | Unavailable>;
}
