import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AccessTokenClaims } from '../../identity/access-token.ts';
import { settableClock } from '../../memory/clock.ts';
import { errorOf, refused, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

const ISSUED_AT = new Date('2026-11-22T08:00:00Z');

/**
 * What every `AccessTokens` must do. Resolves `PORTS.accessTokens`. The adapter must ask the clock that the harness is
 * given, for the suite moves it. `shared` says whether what one server signed another accepts.
 *
 * @example
 * ```ts
 * const open: Harness = async (clock) => ({
 *   resolve: memoryAdapters({ accessTokens: myAccessTokens({ clock }) }),
 *   close: async () => {},
 * });
 *
 * accessTokensContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function accessTokensContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of AccessTokens', () => {
    const clock = settableClock(ISSUED_AT);
    const opened = openSubject(runner, open, clock);
    const { ports } = opened;
    const sign = (claims: AccessTokenClaims): Promise<string> => valueOf(ports.accessTokens.sign(claims));

    test('gives back what was signed', async () => {
      clock.set(ISSUED_AT);
      for (const claims of [
        newClaims(),
        newClaims({ permissions: ['get:actors', 'organize:hackathon'] }),
        newClaims({ accountId: Number.MAX_SAFE_INTEGER, tokenId: `17.${randomUUID()}` }),
      ]) {
        assert.deepEqual(await valueOf(ports.accessTokens.verify(await sign(claims))), claims);
      }
    });

    test('signs text that fits into a header', async () => {
      clock.set(ISSUED_AT);
      assert.match(await sign(newClaims()), /^[\w.~+/=-]+$/);
    });

    test('signs two tokens of the same second differently', async () => {
      clock.set(ISSUED_AT);
      assert.notEqual(await sign(newClaims()), await sign(newClaims()));
    });

    test('refuses a token from the very moment of its expiry on', async () => {
      clock.set(ISSUED_AT);
      const claims = newClaims();
      const token = await sign(claims);
      for (const [milliseconds, good] of [
        [-1000, true],
        [-1, true],
        [0, false],
        [1, false],
        [3_600_000, false],
      ] as const) {
        clock.set(new Date(claims.expiresAt.getTime() + milliseconds));
        if (good) assert.deepEqual(await valueOf(ports.accessTokens.verify(token)), claims);
        else await refused(ports.accessTokens.verify(token), 'token-expired');
      }
    });

    test('refuses a token of which any character was changed, removed or added', async () => {
      clock.set(ISSUED_AT);
      const claims = newClaims();
      const token = await sign(claims);
      for (const tampered of tamperedWith(token)) {
        await refused(ports.accessTokens.verify(tampered), 'token-invalid');
      }
      assert.deepEqual(await valueOf(ports.accessTokens.verify(token)), claims);
    });

    test('tells a forged token that pretends to be old from one that is', async () => {
      clock.set(ISSUED_AT);
      const claims = newClaims();
      const token = await sign(claims);
      clock.set(new Date(claims.expiresAt.getTime() + 1));
      // The first character of the last part: the last one may carry bits that mean nothing.
      const last = token.lastIndexOf('.') + 1;
      const forged = `${token.slice(0, last)}${token[last] === 'A' ? 'B' : 'A'}${token.slice(last + 1)}`;
      await refused(ports.accessTokens.verify(forged), 'token-invalid');
      await refused(ports.accessTokens.verify(token), 'token-expired');
    });

    for (const [what, text] of Object.entries(GARBAGE)) {
      test(`refuses ${what}`, async () => {
        clock.set(ISSUED_AT);
        assert.deepEqual(await errorOf(ports.accessTokens.verify(text)), { kind: 'token-invalid' });
      });
    }

    testSharedStorage(runner, opened, capabilities, {
      'a server accepts what another has signed': async (here, there) => {
        clock.set(ISSUED_AT);
        const claims = newClaims();
        const token = await valueOf(here.accessTokens.sign(claims));
        assert.deepEqual(await valueOf(there.accessTokens.verify(token)), claims);
      },
    });
  });
}

function newClaims(changes: Partial<AccessTokenClaims> = {}): AccessTokenClaims {
  return {
    accountId: 7,
    tokenId: `0.${randomUUID()}`,
    issuedAt: ISSUED_AT,
    expiresAt: new Date(ISSUED_AT.getTime() + 3_600_000),
    permissions: [],
    ...changes,
  };
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Every way to change a token by one character, and some to write the same bytes differently. */
function* tamperedWith(token: string): Generator<string> {
  for (let position = 0; position < token.length; position += 1) {
    const [before, character, after] = [token.slice(0, position), token[position] ?? '', token.slice(position + 1)];
    yield `${before}${after}`;
    yield `${before}${character}A${after}`;
    yield `${before}${character === '.' ? 'A' : '.'}${after}`;
    // Differs in the lowest of six bits: a lenient decoder drops that bit at the end of a part.
    const index = BASE64URL.indexOf(character);
    if (index >= 0) yield `${before}${BASE64URL[index ^ 1] ?? ''}${after}`;
  }
  for (const added of ['=', '!', ' ', '\n', '\0', '.', '.A', 'é']) {
    yield `${token}${added}`;
    yield `${added}${token}`;
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const GARBAGE: Readonly<Record<string, string>> = {
  'no text at all': '',
  'a blank': ' ',
  'a word': 'token',
  'dots alone': '..',
  'text beyond ASCII': '👩‍🚀.é.\uFFFD',
  'half a surrogate pair': '\uD800.\uDC00.\uD800',
  'a NUL': '\0',
  'a megabyte': 'A'.repeat(1 << 20),
  'a megabyte of dots': '.'.repeat(1 << 20),
  'the name of a property of every object': '__proto__',
  'JSON in three parts': ['{}', '{}', '{}'].map((part) => Buffer.from(part).toString('base64url')).join('.'),
  'an unsigned JWT': `${encode({ alg: 'none' })}.${encode({ sub: '7', exp: 4_102_444_800 })}.`,
  'an unsigned JWT in capitals': `${encode({ alg: 'NONE', typ: 'JWT' })}.${encode({ sub: '7', exp: 4_102_444_800 })}.`,
};
