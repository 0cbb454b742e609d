import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account, RevocableToken } from '@quintet/core';
import { tokenId } from '@quintet/core';
import { adapterFor, anAccount, type StartedAdapter } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { openProxy, type Proxy } from '../support/proxy.ts';
import { endOf, eventually, valueOf } from '../support/settled.ts';

function tokenOf({ id, generation }: Account): RevocableToken {
  return {
    accountId: id,
    tokenId: tokenId(generation, crypto.randomUUID()),
    expiresAt: new Date(Date.now() + 60_000),
  };
}

describe.skipIf(!postgresqlIsThere)('revoked tokens of two servers', () => {
  let database: TestDatabase;
  let proxy: Proxy;
  let here: StartedAdapter;
  let there: StartedAdapter;
  let account: Account;

  beforeEach(async () => {
    database = await makeMigratedDatabase();
    proxy = await openProxy(database.url);
    here = adapterFor(database.url);
    there = adapterFor(proxy.url);
    await here.migrate();
    await Promise.all([here.start(), there.start()]);
    account = await valueOf(here.accounts.add(anAccount()));
  });
  afterEach(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await proxy.close();
    await database.drop();
  });

  const isRevokedThere = (token: RevocableToken): Promise<boolean> => valueOf(there.revocationList.isRevoked(token));
  const listeners = (): Promise<{ pid: number }[]> =>
    database.ask<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'quintet' AND query IN ('SELECT 1', $1)`,
      ['LISTEN quintet_revocation'],
    );
  /** How often a table was looked into by an index. */
  const scans = async (): Promise<number> => {
    const [row] = await database.ask<{ scans: string }>(
      `SELECT sum(idx_scan) AS scans FROM pg_stat_user_tables WHERE relname IN ('token_revocation', 'account')`,
    );
    return Number(row?.scans);
  };

  test('a token revoked on one is refused by the other within a second', async () => {
    for (let times = 0; times < 5; times += 1) {
      const token = tokenOf(account);
      expect(await isRevokedThere(token)).toBe(false);
      await valueOf(here.revocationList.revoke(token));
      await eventually(() => isRevokedThere(token), 1000);
    }
  });

  test('as long as messages come, the database is asked nothing', async () => {
    await delay(700);
    const before = await scans();
    for (let times = 0; times < 500; times += 1) await isRevokedThere(tokenOf(account));
    // PostgreSQL writes its statistics with a delay.
    await delay(1500);
    expect(await scans()).toBeLessThan(before + 50);
  });

  test('with the listening connection ended, no revoked token is accepted for longer than a second', async () => {
    for (let times = 0; times < 3; times += 1) {
      const token = tokenOf(account);
      for (const { pid } of await listeners()) await database.ask('SELECT pg_terminate_backend($1)', [pid]);
      await valueOf(here.revocationList.revoke(token));
      await delay(1000);
      expect(await isRevokedThere(token)).toBe(true);
    }
  });

  test('cut off from the database, it answers for no longer than a second, and knows all when it is back', async () => {
    const [before, during, good] = [tokenOf(account), tokenOf(account), tokenOf(account)];
    await valueOf(here.revocationList.revoke(before));
    await eventually(() => isRevokedThere(before), 1000);
    await proxy.cut();
    await valueOf(here.revocationList.revoke(during));
    await delay(1000);
    expect(await endOf(there.revocationList.isRevoked(during))).toBe('unavailable');
    expect(await endOf(there.revocationList.isRevoked(good))).toBe('unavailable');
    // What is revoked stays revoked.
    expect(await isRevokedThere(before)).toBe(true);

    await proxy.mend();
    await eventually(async () => (await endOf(there.revocationList.isRevoked(good))) === 'ok');
    expect(await isRevokedThere(during)).toBe(true);
    expect(await isRevokedThere(good)).toBe(false);
  });

  test('a connection on which nothing comes through is noticed', async () => {
    const token = tokenOf(account);
    proxy.freeze();
    await valueOf(here.revocationList.revoke(token));
    await delay(1000);
    // The statement that asks the database would take its time to fail; it must not say "not revoked".
    const answer = Promise.resolve(endOf(there.revocationList.isRevoked(token)));
    expect(await Promise.race([answer, delay(300, 'waits')])).not.toBe('ok');
    await proxy.cut();
    expect(await answer).toBe('unavailable');
    await proxy.mend();
    await eventually(async () => (await endOf(there.revocationList.isRevoked(token))) === 'ok');
    expect(await isRevokedThere(token)).toBe(true);
  });

  test('what is revoked in a transaction is known when it is committed, here and there', async () => {
    const token = tokenOf(account);
    let during: boolean | undefined;
    await valueOf(
      here.unitOfWork.run((transaction) =>
        here.revocationList
          .revoke(token, transaction)
          .andThen(() => here.revocationList.isRevoked(token))
          .map((revoked) => {
            during = revoked;
          }),
      ),
    );
    expect(during).toBe(false);
    expect(await valueOf(here.revocationList.isRevoked(token))).toBe(true);
    await eventually(() => isRevokedThere(token), 1000);
  });

  test('what somebody revokes with SQL alone is known too', async () => {
    const [single, ofGeneration] = [tokenOf(account), tokenOf(account)];
    await database.ask(`INSERT INTO token_revocation (token_id, expires_at) VALUES ($1, now() + interval '1 day')`, [
      single.tokenId,
    ]);
    await eventually(() => isRevokedThere(single), 1000);
    expect(await isRevokedThere(ofGeneration)).toBe(false);
    await database.ask('UPDATE account SET generation = generation + 1 WHERE id = $1', [account.id]);
    await eventually(() => isRevokedThere(ofGeneration), 1000);
  });

  test('a server that was not started asks the database', async () => {
    const token = tokenOf(account);
    const idle = adapterFor(database.url);
    try {
      expect(await valueOf(idle.revocationList.isRevoked(token))).toBe(false);
      await valueOf(here.revocationList.revoke(token));
      expect(await valueOf(idle.revocationList.isRevoked(token))).toBe(true);
      await valueOf(here.accounts.setPassword({ accountId: account.id, passwordHash: 'x', updatedAt: new Date() }));
      expect(await valueOf(idle.revocationList.isRevoked(tokenOf(account)))).toBe(true);
    } finally {
      await idle.stop();
    }
  });
});
