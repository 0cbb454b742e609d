import assert from 'node:assert/strict';
import { ROLES } from '../../identity/role.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, newAccount, NO_IDS, TEXTS, unusedUsername } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

/**
 * What every `AccountRepository` must do. Resolves `PORTS.accounts`.
 *
 * @example
 * ```ts
 * accountsContract({ describe, test, beforeAll, afterAll }, open, { shared: true });
 * ```
 */
export function accountsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of AccountRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('add', () => {
      test('stores the account under a new number, in generation 0', async () => {
        const wanted = newAccount({ roles: ['organizer'], updatedAt: LATER });
        const added = await valueOf(ports.accounts.add(wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.deepEqual(added, { ...wanted, id: added.id, generation: 0 });
        assert.deepEqual(await valueOf(ports.accounts.findById(added.id)), added);
      });

      test('gives no number twice', async () => {
        const first = await addAccount(ports);
        const second = await addAccount(ports);
        assert.ok(second.id > first.id);
      });

      test('keeps the username as it was typed', async () => {
        const username = `Ann.${unusedUsername()}`;
        assert.equal((await addAccount(ports, { username })).username, username);
      });

      test('keeps dates to the millisecond', async () => {
        const dates = {
          createdAt: new Date('1970-01-01T00:00:00.001Z'),
          updatedAt: new Date('2199-12-31T23:59:59.999Z'),
        };
        const { id } = await addAccount(ports, dates);
        const { createdAt, updatedAt } = await valueOf(ports.accounts.findById(id));
        assert.deepEqual({ createdAt, updatedAt }, dates);
      });

      for (const text of TEXTS) {
        test(`keeps the text ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const { id } = await addAccount(ports, { displayName: text, passwordHash: text });
          const { displayName, passwordHash } = await valueOf(ports.accounts.findById(id));
          assert.deepEqual({ displayName, passwordHash }, { displayName: text, passwordHash: text });
        });
      }

      test('keeps a username of 255 characters', async () => {
        const unused = unusedUsername();
        const username = `${unused}${'😀'.repeat(255 - unused.length)}`;
        const { id } = await addAccount(ports, { username });
        assert.equal((await valueOf(ports.accounts.findByUsername(username))).id, id);
      });

      test('refuses a username that is taken, in whatever case', async () => {
        const username = unusedUsername();
        await addAccount(ports, { username });
        await refused(ports.accounts.add(newAccount({ username })), 'username-taken');
        await refused(ports.accounts.add(newAccount({ username: username.toUpperCase() })), 'username-taken');
      });

      test('compares letters beyond ASCII without regard to case too, and however they are composed', async () => {
        const username = unusedUsername();
        await addAccount(ports, { username: `Zoë-ЯНА-${username}` });
        await refused(ports.accounts.add(newAccount({ username: `ZOË-яна-${username}` })), 'username-taken');
        await refused(ports.accounts.add(newAccount({ username: `zoe\u0308-Яна-${username}` })), 'username-taken');
        await addAccount(ports, { username: `zoe-яна-${username}` });
      });

      test(`lets one of ${RACERS} at once have a username`, async () => {
        const username = unusedUsername();
        const results = await race((racer) =>
          ports.accounts.add(newAccount({ username: racer % 2 === 0 ? username : username.toUpperCase() })),
        );
        assert.deepEqual(tally(results), { ok: 1, 'username-taken': RACERS - 1 });
        const winner = results.find((result) => result.isOk())?.unwrapOr(undefined);
        assert.deepEqual(await valueOf(ports.accounts.findByUsername(username)), winner);
      });
    });

    describe('findByUsername and findById', () => {
      test('find an account, by its username in any case', async () => {
        const account = await addAccount(ports, { username: `Ünal.${unusedUsername()}` });
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), account);
        for (const typed of [account.username, account.username.toUpperCase(), account.username.toLowerCase()]) {
          assert.deepEqual(await valueOf(ports.accounts.findByUsername(typed)), account);
        }
      });

      test('take no character of a username for a pattern', async () => {
        const username = unusedUsername();
        await addAccount(ports, { username });
        await refused(ports.accounts.findByUsername(`%${username.slice(1)}`), 'account-not-found');
        await refused(ports.accounts.findByUsername(`_${username.slice(1)}`), 'account-not-found');
      });

      test('do not find what is not there', async () => {
        await refused(ports.accounts.findByUsername(unusedUsername()), 'account-not-found');
        for (const id of NO_IDS) await refused(ports.accounts.findById(id), 'account-not-found');
      });
    });

    describe('changePassword', () => {
      const renewed = { expectedHash: 'hash-0', passwordHash: 'hash-1', updatedAt: LATER };

      test('stores the new hash', async () => {
        const account = await addAccount(ports);
        const changed = await valueOf(ports.accounts.changePassword({ accountId: account.id, ...renewed }));
        assert.deepEqual(changed, { ...account, passwordHash: 'hash-1', updatedAt: LATER });
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), changed);
      });

      test('leaves the generation where no token is revoked, and raises it by one where some are', async () => {
        const { id: accountId } = await addAccount(ports);
        const change = (from: number, revokeAllBut?: string): Promise<number> =>
          valueOf(
            ports.accounts.changePassword({
              accountId,
              expectedHash: `hash-${from}`,
              passwordHash: `hash-${from + 1}`,
              updatedAt: LATER,
              ...(revokeAllBut === undefined ? {} : { revokeAllBut }),
            }),
          ).then(({ generation }) => generation);
        assert.deepEqual(
          [await change(0), await change(1, '0.a'), await change(2), await change(3, '1.b')],
          [0, 1, 1, 2],
        );
      });

      test('is refused, and changes nothing, when another hash is in force', async () => {
        const account = await addAccount(ports);
        const late = { accountId: account.id, ...renewed, expectedHash: 'hash-9', revokeAllBut: '0.a' };
        await refused(ports.accounts.changePassword(late), 'password-changed-meanwhile');
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), account);
      });

      test('is refused for an account that is not there', async () => {
        for (const accountId of NO_IDS) {
          await refused(ports.accounts.changePassword({ accountId, ...renewed }), 'password-changed-meanwhile');
        }
      });

      test('changes no other account', async () => {
        const [account, other] = [await addAccount(ports), await addAccount(ports)];
        await valueOf(ports.accounts.changePassword({ accountId: account.id, ...renewed, revokeAllBut: '0.a' }));
        assert.deepEqual(await valueOf(ports.accounts.findById(other.id)), other);
      });

      test(`lets one of ${RACERS} at once succeed`, async () => {
        const { id: accountId } = await addAccount(ports);
        const results = await race((racer) =>
          ports.accounts.changePassword({
            accountId,
            expectedHash: 'hash-0',
            passwordHash: `hash-of-${racer}`,
            updatedAt: LATER,
            revokeAllBut: '0.a',
          }),
        );
        assert.deepEqual(tally(results), { ok: 1, 'password-changed-meanwhile': RACERS - 1 });
        const now = await valueOf(ports.accounts.findById(accountId));
        assert.deepEqual(now, results.find((result) => result.isOk())?.unwrapOr(undefined));
        assert.equal(now.generation, 1);
      });
    });

    describe('setPassword', () => {
      test('stores the new hash whatever the old one was, and raises the generation by one', async () => {
        const account = await addAccount(ports);
        const changed = await valueOf(
          ports.accounts.setPassword({ accountId: account.id, passwordHash: 'hash-1', updatedAt: LATER }),
        );
        assert.deepEqual(changed, { ...account, passwordHash: 'hash-1', updatedAt: LATER, generation: 1 });
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), changed);
      });

      test('does not find an account that is not there', async () => {
        for (const accountId of NO_IDS) {
          const change = { accountId, passwordHash: 'hash-1', updatedAt: LATER };
          await refused(ports.accounts.setPassword(change), 'account-not-found');
        }
      });

      test(`raises the generation by one for each of ${RACERS} at once`, async () => {
        const { id: accountId } = await addAccount(ports);
        const results = await race((racer) =>
          ports.accounts.setPassword({ accountId, passwordHash: `hash-of-${racer}`, updatedAt: LATER }),
        );
        assert.deepEqual(tally(results), { ok: RACERS });
        assert.equal((await valueOf(ports.accounts.findById(accountId))).generation, RACERS);
      });
    });

    describe('grantRole and revokeRole', () => {
      test('granting adds a role, and leaves the generation', async () => {
        const account = await addAccount(ports, { roles: ['organizer'] });
        const granted = await valueOf(
          ports.accounts.grantRole({ accountId: account.id, role: 'admin', updatedAt: LATER }),
        );
        assert.deepEqual([...granted.roles].toSorted(), ['admin', 'organizer']);
        assert.deepEqual({ ...granted, roles: [] }, { ...account, roles: [], updatedAt: LATER });
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), granted);
      });

      test('granting a role that the account has leaves it as it is', async () => {
        const account = await addAccount(ports, { roles: ['organizer'] });
        const granted = ports.accounts.grantRole({ accountId: account.id, role: 'organizer', updatedAt: LATER });
        assert.deepEqual(await valueOf(granted), account);
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), account);
      });

      test('revoking takes a role away, and raises the generation by one', async () => {
        const account = await addAccount(ports, { roles: ['organizer', 'admin'] });
        const left = await valueOf(
          ports.accounts.revokeRole({ accountId: account.id, role: 'organizer', updatedAt: LATER }),
        );
        assert.deepEqual(left, { ...account, roles: ['admin'], updatedAt: LATER, generation: 1 });
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), left);
      });

      test('revoking a role that the account lacks leaves it as it is', async () => {
        const account = await addAccount(ports, { roles: ['organizer'] });
        const left = ports.accounts.revokeRole({ accountId: account.id, role: 'admin', updatedAt: LATER });
        assert.deepEqual(await valueOf(left), account);
        assert.deepEqual(await valueOf(ports.accounts.findById(account.id)), account);
      });

      test('do not find an account that is not there', async () => {
        for (const accountId of NO_IDS) {
          const grant = { accountId, role: 'admin', updatedAt: LATER } as const;
          await refused(ports.accounts.grantRole(grant), 'account-not-found');
          await refused(ports.accounts.revokeRole(grant), 'account-not-found');
        }
      });

      test('granting several roles at once loses none, and adds none twice', async () => {
        const { id: accountId } = await addAccount(ports);
        const roleOf = (racer: number) => ROLES[racer % ROLES.length] ?? 'admin';
        const results = await race((racer) =>
          ports.accounts.grantRole({ accountId, role: roleOf(racer), updatedAt: LATER }),
        );
        assert.deepEqual(tally(results), { ok: RACERS });
        assert.deepEqual(
          [...(await valueOf(ports.accounts.findById(accountId))).roles].toSorted(),
          [...ROLES].toSorted(),
        );
      });

      test('granting some roles while others are revoked loses neither', async () => {
        const { id: accountId } = await addAccount(ports, { roles: ['organizer', 'admin'] });
        const change = { accountId, updatedAt: LATER };
        await race((racer) => {
          if (racer === 7) return ports.accounts.revokeRole({ ...change, role: 'organizer' });
          if (racer === 13) return ports.accounts.revokeRole({ ...change, role: 'admin' });
          return ports.accounts.grantRole({ ...change, role: racer < 10 ? 'casting-assistant' : 'casting-director' });
        });
        const { roles, generation } = await valueOf(ports.accounts.findById(accountId));
        assert.deepEqual([...roles].toSorted(), ['casting-assistant', 'casting-director']);
        assert.equal(generation, 2);
      });

      test(`revoking one role ${RACERS} times at once raises the generation by one`, async () => {
        const { id: accountId } = await addAccount(ports, { roles: ['organizer'] });
        const results = await race(() => ports.accounts.revokeRole({ accountId, role: 'organizer', updatedAt: LATER }));
        assert.deepEqual(tally(results), { ok: RACERS });
        assert.equal((await valueOf(ports.accounts.findById(accountId))).generation, 1);
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'an account is there for every server at once': async (here, there) => {
        const account = await addAccount(here, { createdAt: MOMENT });
        assert.deepEqual(await valueOf(there.accounts.findByUsername(account.username)), account);
      },
      'servers that race for a username leave it to one': async (here, there) => {
        const username = unusedUsername();
        const results = await race((racer) => (racer % 2 === 0 ? here : there).accounts.add(newAccount({ username })));
        assert.deepEqual(tally(results), { ok: 1, 'username-taken': RACERS - 1 });
      },
    });
  });
}
