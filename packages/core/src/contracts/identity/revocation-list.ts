import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../identity/account.ts';
import type { RevocableToken } from '../../identity/ports.ts';
import type { Ports } from '../../ports.ts';
import { race, RACERS, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, LATER, newToken } from '../samples.ts';
import { openSubject, portsOf, testSharedStorage } from '../subject.ts';

/** How soon a server learns of what was revoked on another, in milliseconds. */
const LEARNED_WITHIN = 1000;

/**
 * What every `RevocationList` must do. Resolves `PORTS.revocationList`, and `PORTS.accounts` on the same storage for
 * the changes that revoke all tokens of an account.
 *
 * @example
 * ```ts
 * revocationListContract({ describe, test, beforeAll, afterAll }, open, { shared: true });
 * ```
 */
export function revocationListContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of RevocationList', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const areRevoked = async (...tokens: readonly RevocableToken[]): Promise<boolean[]> =>
      Promise.all(tokens.map((token) => valueOf(ports.revocationList.isRevoked(token))));

    describe('revoke', () => {
      test('revokes a token at once, and no other', async () => {
        const account = await addAccount(ports);
        const [token, other, foreign] = [newToken(account), newToken(account), newToken(await addAccount(ports))];
        assert.deepEqual(await areRevoked(token, other, foreign), [false, false, false]);
        assert.equal(await valueOf(ports.revocationList.revoke(token)), undefined);
        assert.deepEqual(await areRevoked(token, other, foreign), [true, false, false]);
      });

      test('twice is the same as once', async () => {
        const token = newToken(await addAccount(ports));
        await valueOf(ports.revocationList.revoke(token));
        await valueOf(ports.revocationList.revoke(token));
        assert.deepEqual(await areRevoked(token), [true]);
      });

      test(`${RACERS} times at once is the same as once`, async () => {
        const token = newToken(await addAccount(ports));
        assert.deepEqual(tally(await race(() => ports.revocationList.revoke(token))), { ok: RACERS });
        assert.deepEqual(await areRevoked(token), [true]);
      });

      test(`revokes each of ${RACERS} tokens that are revoked at once`, async () => {
        const account = await addAccount(ports);
        const tokens = Array.from({ length: RACERS }, () => newToken(account));
        const kept = newToken(account);
        const revoked = await Promise.all(tokens.map((token) => ports.revocationList.revoke(token)));
        assert.deepEqual(tally(revoked), { ok: RACERS });
        assert.deepEqual(await areRevoked(...tokens, kept), [...tokens.map(() => true), false]);
      });
    });

    describe('a change of password', () => {
      test('revokes every token of the account but the one named', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        const foreign = newToken(await addAccount(ports));
        await changePassword(ports, account, mine);
        assert.deepEqual(await areRevoked(mine, other, foreign), [false, true, false]);
      });

      test('leaves tokens that are made after it', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        const later = newToken(await changePassword(ports, account, mine));
        assert.deepEqual(await areRevoked(mine, other, later), [false, true, false]);
      });

      test('made again with the same token keeps it', async () => {
        const account = await addAccount(ports);
        const mine = newToken(account);
        const once = await changePassword(ports, account, mine);
        const between = newToken(once);
        const twice = await changePassword(ports, once, mine);
        assert.deepEqual(await areRevoked(mine, between, newToken(twice)), [false, true, false]);
      });

      test('made again with a later token keeps that one alone', async () => {
        const account = await addAccount(ports);
        const first = newToken(account);
        const once = await changePassword(ports, account, first);
        const second = newToken(once);
        const twice = await changePassword(ports, once, second);
        assert.deepEqual(await areRevoked(first, second, newToken(twice)), [true, false, false]);
      });

      test('brings back no token that was revoked by itself, before it or after', async () => {
        const account = await addAccount(ports);
        const [before, after] = [newToken(account), newToken(account)];
        await valueOf(ports.revocationList.revoke(before));
        const once = await changePassword(ports, account, before);
        assert.deepEqual(await areRevoked(before), [true]);
        await changePassword(ports, once, after);
        await valueOf(ports.revocationList.revoke(after));
        assert.deepEqual(await areRevoked(before, after), [true, true]);
      });

      test('that is refused revokes nothing', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        const late = { accountId: account.id, expectedHash: 'another', passwordHash: 'hash-1', updatedAt: LATER };
        assert.ok((await ports.accounts.changePassword({ ...late, revokeAllBut: mine.tokenId })).isErr());
        assert.deepEqual(await areRevoked(mine, other), [false, false]);
      });

      test('that only renews the hash revokes nothing', async () => {
        const account = await addAccount(ports);
        const token = newToken(account);
        const change = { accountId: account.id, expectedHash: account.passwordHash, updatedAt: LATER };
        await valueOf(ports.accounts.changePassword({ ...change, passwordHash: 'renewed' }));
        assert.deepEqual(await areRevoked(token), [false]);
      });

      test('that only renews the hash leaves the exempt token exempt', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        const { id, passwordHash } = await changePassword(ports, account, mine);
        const change = { accountId: id, expectedHash: passwordHash, updatedAt: LATER };
        await valueOf(ports.accounts.changePassword({ ...change, passwordHash: 'renewed' }));
        assert.deepEqual(await areRevoked(mine, other), [false, true]);
      });
    });

    describe('what the operator does', () => {
      const updatedAt = LATER;

      test('setting a password revokes every token, also one that a change of password had kept', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        const changed = await changePassword(ports, account, mine);
        const later = newToken(changed);
        const set = await valueOf(
          ports.accounts.setPassword({ accountId: account.id, passwordHash: 'hash-9', updatedAt }),
        );
        assert.deepEqual(await areRevoked(mine, other, later, newToken(set)), [true, true, true, false]);
      });

      test('revoking a role revokes every token', async () => {
        const account = await addAccount(ports, { roles: ['organizer'] });
        const token = newToken(account);
        const left = await valueOf(ports.accounts.revokeRole({ accountId: account.id, role: 'organizer', updatedAt }));
        assert.deepEqual(await areRevoked(token, newToken(left)), [true, false]);
      });

      test('granting a role, or revoking one that the account lacks, revokes none', async () => {
        const account = await addAccount(ports);
        const token = newToken(account);
        await valueOf(ports.accounts.grantRole({ accountId: account.id, role: 'organizer', updatedAt }));
        await valueOf(ports.accounts.revokeRole({ accountId: account.id, role: 'admin', updatedAt }));
        assert.deepEqual(await areRevoked(token), [false]);
      });

      test('tokens are judged by number, not by text: generation 10 is later than 9', async () => {
        const account = await addAccount(ports);
        let latest = account;
        for (let times = 0; times < 10; times += 1) {
          const change = { accountId: account.id, passwordHash: `hash-${times}`, updatedAt };
          latest = await valueOf(ports.accounts.setPassword(change));
        }
        assert.deepEqual(await areRevoked(newToken({ ...latest, generation: 9 }), newToken(latest)), [true, false]);
      });

      test('a token whose identifier tells no generation is revoked with the others', async () => {
        const account = await addAccount(ports);
        const nameless = { ...newToken(account), tokenId: randomUUID() };
        await valueOf(ports.accounts.setPassword({ accountId: account.id, passwordHash: 'hash-9', updatedAt }));
        assert.deepEqual(await areRevoked(nameless), [true]);
      });
    });

    describe('purge', () => {
      test('forgets tokens that expired before the moment, and no others', async () => {
        const account = await addAccount(ports);
        const expiresAt = new Date((Math.floor(Date.now() / 1000) + 60) * 1000);
        const [soon, late] = [{ ...newToken(account), expiresAt }, newToken(account)];
        await valueOf(ports.revocationList.revoke(soon));
        await valueOf(ports.revocationList.revoke(late));

        await valueOf(ports.revocationList.purge(expiresAt));
        assert.deepEqual(await areRevoked(soon, late), [true, true]);
        const forgotten = await valueOf(ports.revocationList.purge(new Date(expiresAt.getTime() + 1)));
        assert.ok(forgotten >= 1, `${forgotten} forgotten`);
        assert.deepEqual(await areRevoked(late), [true]);
      });

      test('leaves accounts in their generation', async () => {
        const account = await addAccount(ports);
        const [mine, other] = [newToken(account), newToken(account)];
        await changePassword(ports, account, mine);
        await valueOf(ports.revocationList.purge(new Date()));
        assert.deepEqual(await areRevoked(mine, other), [false, true]);
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'every server learns of a token that is revoked': async (here, there) => {
        const account = await addAccount(here);
        const [token, other] = [newToken(account), newToken(account)];
        // What a server knows of a token by now must not keep it from learning better.
        assert.equal(await valueOf(there.revocationList.isRevoked(token)), false);
        await valueOf(here.revocationList.revoke(token));
        await learned(there, token);
        assert.equal(await valueOf(there.revocationList.isRevoked(other)), false);
      },
      'every server learns of a change of password, whichever made it': async (here, there) => {
        const account = await addAccount(here);
        const [mine, other] = [newToken(account), newToken(account)];
        assert.equal(await valueOf(here.revocationList.isRevoked(other)), false);
        const later = newToken(await changePassword(there, account, mine));
        await learned(here, other);
        assert.equal(await valueOf(here.revocationList.isRevoked(mine)), false);
        assert.equal(await valueOf(here.revocationList.isRevoked(later)), false);
      },
      'every server learns of a role that is revoked': async (here, there) => {
        const account = await addAccount(here, { roles: ['admin'] });
        const token = newToken(account);
        assert.equal(await valueOf(there.revocationList.isRevoked(token)), false);
        await valueOf(here.accounts.revokeRole({ accountId: account.id, role: 'admin', updatedAt: LATER }));
        await learned(there, token);
      },
      'a server that starts later knows what was revoked before': async (here, there) => {
        const account = await addAccount(here);
        const [mine, other, single] = [newToken(account), newToken(account), newToken(await addAccount(here))];
        await valueOf(here.revocationList.revoke(single));
        await changePassword(here, account, mine);
        await learned(there, single);
        await learned(there, other);

        const { subject } = opened;
        const latecomer = await (subject.openPeer?.() ?? assert.fail('no peer'));
        try {
          const { revocationList } = portsOf(latecomer.resolve);
          const known = [other, single, mine].map((token) => valueOf(revocationList.isRevoked(token)));
          assert.deepEqual(await Promise.all(known), [true, true, false]);
        } finally {
          await latecomer.close();
        }
      },
    });
  });
}

/** Changes an account's password by the token, and gives the account as it is then. */
function changePassword({ accounts }: Ports, account: Account, { tokenId }: RevocableToken): Promise<Account> {
  return valueOf(
    accounts.changePassword({
      accountId: account.id,
      expectedHash: account.passwordHash,
      passwordHash: `${account.passwordHash}+`,
      updatedAt: LATER,
      revokeAllBut: tokenId,
    }),
  );
}

/** Makes sure that a server refuses a token soon enough. */
async function learned({ revocationList }: Ports, token: RevocableToken): Promise<void> {
  const deadline = performance.now() + LEARNED_WITHIN;
  while (!(await valueOf(revocationList.isRevoked(token)))) {
    assert.ok(performance.now() < deadline, `not refused after ${LEARNED_WITHIN} ms`);
    await setTimeout(10);
  }
}
