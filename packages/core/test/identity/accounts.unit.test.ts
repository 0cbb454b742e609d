import { describe, expect, test } from 'vitest';
import {
  generationOf,
  isRole,
  parsePassword,
  parseUsername,
  permissionsOf,
  ROLES,
  tokenId,
  usernameKey,
  type Role,
} from '../../src/index.ts';
import { memoryFailedLogins } from '../../src/memory/index.ts';
import { endOf, makeWorld, signIn, signUp, valueOf } from '../support.ts';

describe('registering', () => {
  test('makes an account without a role, shown by its username', async () => {
    const world = makeWorld();
    const { account } = await signUp(world, 'Ann@Example.com');
    expect(account).toMatchObject({
      username: 'Ann@Example.com',
      displayName: 'Ann@Example.com',
      roles: [],
      generation: 0,
      createdAt: world.clock.now(),
      updatedAt: world.clock.now(),
    });
    expect(account.passwordHash).not.toContain('secret');
  });

  test('takes another name to be shown', async () => {
    const { quintet } = makeWorld();
    const registration = { username: 'ann', password: 'secret', displayName: 'Ann 🚀' };
    const { account } = await valueOf(quintet.identity.register(registration));
    expect(account.displayName).toBe('Ann 🚀');
  });

  test.each([
    ['a taken username', { username: 'ANN@example.com', password: 'other' }, 'username-taken'],
    ['a blank username', { username: ' ', password: 'secret' }, 'username-malformed'],
    ['a username that is too long', { username: 'x'.repeat(256), password: 'secret' }, 'username-malformed'],
    ['no password', { username: 'bob', password: '' }, 'password-malformed'],
    ['a blank display name', { username: 'bob', password: 'secret', displayName: ' ' }, 'display-name-malformed'],
    [
      'half a character to show',
      { username: 'bob', password: 'secret', displayName: '\uD83D' },
      'display-name-malformed',
    ],
  ])('with %s is refused', async (_, registration, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.identity.register(registration))).toBe(kind);
  });

  test('of many at once under one name succeeds for one', async () => {
    const { quintet } = makeWorld();
    const ends = await Promise.all(
      Array.from({ length: 20 }, () => endOf(quintet.identity.register({ username: 'ann', password: 'secret' }))),
    );
    expect(ends.filter((end) => end === 'ok')).toHaveLength(1);
    expect(ends.filter((end) => end === 'username-taken')).toHaveLength(19);
  });
});

describe('tokens', () => {
  test('are good for as long as is set, to the second', async () => {
    const world = makeWorld({}, { identity: { tokenLifetime: 60 } });
    world.clock.advance(999);
    const { token } = await signUp(world);
    world.clock.set(new Date('2026-11-22T08:00:59.999Z'));
    expect(await endOf(world.quintet.identity.authenticate(token))).toBe('ok');
    world.clock.advance(1);
    expect(await endOf(world.quintet.identity.authenticate(token))).toBe('token-expired');
    expect(await endOf(world.quintet.identity.authenticate(`${token}x`))).toBe('token-invalid');
  });

  test('end with a logout, and the others go on', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const [mine, other] = [await signUp(world), await signIn(world)];
    await valueOf(identity.logOut(mine.actor));
    await valueOf(identity.logOut(mine.actor));
    expect(await endOf(identity.authenticate(mine.token))).toBe('token-revoked');
    expect(await endOf(identity.authenticate(other.token))).toBe('ok');
  });

  test('that were logged out stay so when expired ones are forgotten', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const old = await signUp(world);
    await valueOf(identity.logOut(old.actor));
    world.clock.advance(1000);
    const young = await signIn(world);
    await valueOf(identity.logOut(young.actor));
    world.clock.advance(86_400_000 - 1);
    await valueOf(identity.purge());
    expect(await endOf(identity.authenticate(young.token))).toBe('token-revoked');
    expect(await endOf(identity.authenticate(old.token))).toBe('token-expired');
  });

  test('carry a generation', () => {
    expect(generationOf(tokenId(17, 'abc'))).toBe(17);
    for (const foreign of ['', 'abc', '.abc', 'abc.def']) expect(generationOf(foreign)).toBeNaN();
  });
});

describe('forgetting', () => {
  test('takes failed logins out of the longest window only', async () => {
    const forgotten: Date[] = [];
    const failedLogins = memoryFailedLogins();
    const purge = (before: Date) => {
      forgotten.push(before);
      return failedLogins.purge(before);
    };
    const { quintet } = makeWorld(
      { failedLogins: { ...failedLogins, purge } },
      {
        identity: {
          loginLimitOfAccount: { failures: 10, window: 60 },
          loginLimitOfAddress: { failures: 100, window: 3600 },
        },
      },
    );
    await valueOf(quintet.identity.purge());
    expect(forgotten).toEqual([new Date('2026-11-22T07:00:00.000Z')]);
  });
});

describe('roles', () => {
  test('are in the tokens made after they were granted', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const before = await signUp(world);
    await valueOf(identity.grantRole({ username: 'ANN@example.com', role: 'organizer' }));
    expect((await valueOf(identity.authenticate(before.token))).permissions).toEqual([]);
    expect((await signIn(world)).actor.permissions).toEqual(['organize:hackathon']);
  });

  test('end every token when they are revoked, and none when they were not there', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    await signUp(world);
    await valueOf(identity.grantRole({ username: 'ann@example.com', role: 'organizer' }));
    const { token } = await signIn(world);
    await valueOf(identity.revokeRole({ username: 'ann@example.com', role: 'admin' }));
    expect(await endOf(identity.authenticate(token))).toBe('ok');
    await valueOf(identity.revokeRole({ username: 'ann@example.com', role: 'organizer' }));
    expect(await endOf(identity.authenticate(token))).toBe('token-revoked');
    expect((await signIn(world)).actor.permissions).toEqual([]);
  });

  test.each([
    ['that are none', 'ann@example.com', 'king', 'role-unknown'],
    ['of every object', 'ann@example.com', 'toString', 'role-unknown'],
    ['of nobody', 'bob@example.com', 'admin', 'account-not-found'],
    ['of what is no username', '\0', 'admin', 'account-not-found'],
  ])('%s are neither granted nor revoked', async (_, username, role, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.identity.grantRole({ username, role: role as Role }))).toBe(kind);
    expect(await endOf(world.quintet.identity.revokeRole({ username, role: role as Role }))).toBe(kind);
  });

  test('permit each what the ones below permit, and admin all', () => {
    const all = permissionsOf(ROLES);
    expect(new Set(all).size).toBe(all.length);
    expect([...permissionsOf(['admin'])].toSorted()).toEqual([...all].toSorted());
    expect(permissionsOf(['casting-director'])).toEqual(
      expect.arrayContaining([...permissionsOf(['casting-assistant'])]),
    );
    expect(permissionsOf(['executive-producer'])).toEqual(
      expect.arrayContaining([...permissionsOf(['casting-director']), 'post:movie', 'delete:movies']),
    );
    expect(permissionsOf([])).toEqual([]);
  });

  test('are known by their names alone', () => {
    for (const role of ROLES) expect(isRole(role)).toBe(true);
    for (const other of ['', 'Admin', '__proto__', 'constructor', 7, null, undefined])
      expect(isRole(other)).toBe(false);
  });
});

describe('a username', () => {
  test.each(['x', 'Ann', ' Ann ', 'ann@example.com', '😀'.repeat(255), '0'])('may be %j', (username) => {
    expect(parseUsername(username)._unsafeUnwrap()).toBe(username);
  });

  test.each(['', ' \t', '😀'.repeat(256), 'a\0b', '\uD800', null, undefined, 7, {}, ['ann']])(
    'may not be %j',
    async (username) => {
      expect(await endOf(parseUsername(username))).toBe('username-malformed');
    },
  );

  test.each([
    ['Ann@Example.com', 'ann@example.com'],
    ['ZOË', 'zoë'],
    ['zoe\u0308', 'zoë'],
    ['ЯНА', 'яна'],
  ])('%j is the same as %j', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  test('is another with other letters', () => {
    expect(usernameKey('zoe')).not.toBe(usernameKey('zoë'));
    expect(usernameKey('ann ')).not.toBe(usernameKey('ann'));
  });
});

describe('a password', () => {
  test.each(['x', '   ', 'пароль', 'x'.repeat(1024), 'é'.repeat(512), 'a\0b'])('may be %j', (password) => {
    expect(parsePassword(password)._unsafeUnwrap()).toBe(password);
  });

  test.each(['', 'x'.repeat(1025), 'é'.repeat(513), '\uDC00', null, undefined, 7, {}])(
    'may not be %j',
    async (password) => {
      expect(await endOf(parsePassword(password))).toBe('password-malformed');
    },
  );
});
