import { describe, expect, test } from 'vitest';
import { endOf, makeWorld, signIn, signUp, valueOf } from '../support.ts';

describe('a change of password', () => {
  test('ends every other token, also of the same second, and keeps the one it was made with', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const mine = await signUp(world);
    const other = await signIn(world);
    await valueOf(identity.changePassword(mine.actor, { oldPassword: 'secret', newPassword: 'changed' }));

    expect(await endOf(identity.authenticate(mine.token))).toBe('ok');
    expect(await endOf(identity.authenticate(other.token))).toBe('token-revoked');
    expect(await endOf(identity.logIn({ username: 'ann@example.com', password: 'secret' }))).toBe('wrong-password');
    const later = await signIn(world, 'ann@example.com', 'changed');
    expect(await endOf(identity.authenticate(later.token))).toBe('ok');
    expect(await endOf(identity.authenticate(mine.token))).toBe('ok');
  });

  test('leaves the tokens of other accounts', async () => {
    const world = makeWorld();
    const [ann, bob] = [await signUp(world), await signUp(world, 'bob@example.com')];
    await valueOf(world.quintet.identity.changePassword(ann.actor, { oldPassword: 'secret', newPassword: 'changed' }));
    expect(await endOf(world.quintet.identity.authenticate(bob.token))).toBe('ok');
  });

  test.each([
    ['a wrong old password', 'wrong', 'changed', 'wrong-password'],
    ['a wrong old and a malformed new one', 'wrong', '', 'wrong-password'],
    ['an old one that can be nobody’s', 'x'.repeat(1025), 'changed', 'wrong-password'],
    ['an empty new one', 'secret', '', 'password-malformed'],
    ['a new one that is too long', 'secret', 'é'.repeat(513), 'password-malformed'],
  ])('with %s is refused, and ends no token', async (_, oldPassword, newPassword, kind) => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const [mine, other] = [await signUp(world), await signIn(world)];
    expect(await endOf(identity.changePassword(mine.actor, { oldPassword, newPassword }))).toBe(kind);
    expect(await endOf(identity.authenticate(other.token))).toBe('ok');
    await signIn(world);
  });

  test('of many at once succeeds for one', async () => {
    const world = makeWorld();
    const { actor } = await signUp(world);
    const ends = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        endOf(world.quintet.identity.changePassword(actor, { oldPassword: 'secret', newPassword: `changed ${index}` })),
      ),
    );
    expect(ends.filter((end) => end === 'ok')).toHaveLength(1);
    expect(new Set(ends)).toEqual(new Set(['ok', 'password-changed-meanwhile']));
  });

  test('is no way to guess the old password: failures count as failed logins do', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const { actor } = await signUp(world);
    const guess = (oldPassword: string) =>
      endOf(identity.changePassword(actor, { oldPassword, newPassword: 'changed' }));
    expect(await guess('')).toBe('wrong-password');
    const ends = await Promise.all(Array.from({ length: 30 }, (_, index) => guess(`guess ${index}`)));
    expect(ends.filter((end) => end === 'wrong-password')).toHaveLength(9);
    expect(await guess('secret')).toBe('login-limited');
    expect(await endOf(identity.logIn({ username: 'ann@example.com', password: 'secret' }))).toBe('login-limited');
    world.clock.advance(900_000);
    expect(await guess('secret')).toBe('ok');
  });

  test('is refused to an account that is gone', async () => {
    const world = makeWorld();
    const { actor } = await signUp(world);
    const stranger = { ...actor, accountId: 4711 };
    const change = { oldPassword: 'secret', newPassword: 'changed' };
    expect(await endOf(world.quintet.identity.changePassword(stranger, change))).toBe('account-not-found');
  });
});

describe('confirming a password', () => {
  test('gives the account to who knows it', async () => {
    const world = makeWorld();
    const { account, actor } = await signUp(world);
    expect(await valueOf(world.quintet.identity.confirmPassword(actor, 'secret'))).toEqual(account);
    expect(await endOf(world.quintet.identity.confirmPassword(actor, 'Secret'))).toBe('wrong-password');
    expect(await endOf(world.quintet.identity.confirmPassword(actor, 7 as unknown as string))).toBe('wrong-password');
  });
});

describe('setting a password', () => {
  test('ends every token of the account', async () => {
    const world = makeWorld();
    const { identity } = world.quintet;
    const { token } = await signUp(world);
    await valueOf(identity.setPassword({ username: 'ANN@example.com', password: 'set' }));
    expect(await endOf(identity.authenticate(token))).toBe('token-revoked');
    await signIn(world, 'ann@example.com', 'set');
  });

  test.each([
    ['an unknown account', 'bob@example.com', 'set', 'account-not-found'],
    ['what is no username', 'a\0b', 'set', 'account-not-found'],
    ['no password', 'ann@example.com', '', 'password-malformed'],
  ])('of %s is refused', async (_, username, password, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.identity.setPassword({ username, password }))).toBe(kind);
  });
});
