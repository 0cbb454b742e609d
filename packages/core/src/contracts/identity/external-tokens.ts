import assert from 'node:assert/strict';
import type { ExternalClaims } from '../../identity/external.ts';
import type { ExternalTokens } from '../../identity/external-ports.ts';
import { errorOf, refused, valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';

/**
 * An adapter that is ready to be tested, and whose tokens it checks.
 *
 * @example
 * ```ts
 * const subject: ExternalTokensSubject = { tokens, issue, advance, now, close: async () => {} };
 * ```
 */
export interface ExternalTokensSubject {
  readonly tokens: ExternalTokens;
  /** Issues a good token as the external issuer does. What it says of the issuer is the issuer's. */
  issue(claims: Omit<ExternalClaims, 'issuer'>): Promise<string>;
  /** Moves the clock of the adapter on by some milliseconds. */
  advance(milliseconds: number): void;
  /** The present moment by that clock. */
  now(): Date;
  close(): Promise<void>;
}

/**
 * What every `ExternalTokens` must do.
 *
 * @example
 * ```ts
 * externalTokensContract({ describe, test, beforeAll, afterAll }, async () => {
 *   const clock = settableClock();
 *   const tokens = memoryExternalTokens(clock, cryptoRandom);
 *   return {
 *     tokens,
 *     issue: async (claims) => tokens.issue({ issuer: 'https://issuer.example.com/', ...claims }),
 *     advance: (milliseconds) => clock.advance(milliseconds),
 *     now: () => clock.now(),
 *     close: async () => {},
 *   };
 * });
 * ```
 */
export function externalTokensContract(runner: TestRunner, open: () => Promise<ExternalTokensSubject>): void {
  runner.describe('contract of ExternalTokens', () => {
    let opened: ExternalTokensSubject | undefined;
    const subject = (): ExternalTokensSubject => opened ?? assert.fail('the subject is not open');
    runner.beforeAll(async () => {
      opened = await open();
    });
    runner.afterAll(async () => {
      await opened?.close();
    });

    /** A token's claims for an hour, to the second. */
    const claims = (permissions: readonly string[] = ['get:actors']): Omit<ExternalClaims, 'issuer'> => ({
      subject: 'auth0|ann',
      expiresAt: new Date(Math.ceil(subject().now().getTime() / 1000) * 1000 + 3_600_000),
      permissions,
    });

    runner.test('accepts a good token, and says what it says', async () => {
      for (const permissions of [[], ['get:actors'], ['get:actors', 'delete:movies', 'something:else']]) {
        const wanted = claims(permissions);
        const token = await subject().issue(wanted);
        assert.equal(subject().tokens.claims(token), true);
        const { issuer, ...said } = await valueOf(subject().tokens.verify(token));
        assert.deepEqual(said, wanted);
        assert.notEqual(issuer, '');
      }
    });

    runner.test('lays no claim to what is no token of its issuer, nor accepts it', async () => {
      for (const token of ['', 'x', 'a.b.c', 'e30.e30.e30', '3.k9dQ0T']) {
        assert.equal(subject().tokens.claims(token), false);
        assert.match((await errorOf(subject().tokens.verify(token))).kind, /^token-(?:invalid|key-unnamed)$/u);
      }
    });

    runner.test('refuses a token whose time is over', async () => {
      const wanted = claims();
      const token = await subject().issue(wanted);
      const left = wanted.expiresAt.getTime() - subject().now().getTime();
      subject().advance(left - 1000);
      await valueOf(subject().tokens.verify(token));
      // clocks may be some seconds apart
      subject().advance(31_000);
      await refused(subject().tokens.verify(token), 'token-expired');
    });
  });
}
