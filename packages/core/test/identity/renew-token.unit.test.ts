import { describe, expect, test } from 'vitest';
import { endOf, makeWorld, signIn, signUp, valueOf } from '../support.ts';

describe('renewing a token', () => {
  test('gives another that lives from now on, and leaves the old one good', async () => {
    const { clock, quintet } = makeWorld();
    const { account, actor, token } = await signUp({ clock, quintet });
    clock.set(new Date('2026-11-22T20:00:00.000Z'));
    const refreshed = await valueOf(quintet.identity.renewToken(actor));
    expect(refreshed).toEqual({
      account,
      token: expect.any(String),
      expiresAt: new Date('2026-11-23T20:00:00.000Z'),
    });
    expect(refreshed.token).not.toBe(token);
    const after = await valueOf(quintet.identity.authenticate(refreshed.token));
    expect(after.token.expiresAt).toEqual(refreshed.expiresAt);
    expect(await endOf(quintet.identity.authenticate(token))).toBe('ok');
    clock.set(new Date('2026-11-23T08:00:00.000Z'));
    expect(await endOf(quintet.identity.authenticate(token))).toBe('token-expired');
    expect(await endOf(quintet.identity.authenticate(refreshed.token))).toBe('ok');
  });

  test('gives none for a token that was revoked since it was looked at', async () => {
    const world = makeWorld();
    const { actor } = await signUp(world);
    const other = await signIn(world);
    await valueOf(world.quintet.identity.logOut(actor));
    expect(await endOf(world.quintet.identity.renewToken(actor))).toBe('token-revoked');
    const changed = world.quintet.identity.changePassword(actor, { oldPassword: 'secret', newPassword: 'another' });
    expect(await endOf(changed)).toBe('ok');
    expect(await endOf(world.quintet.identity.renewToken(other.actor))).toBe('token-revoked');
  });

  test('gives none for an account that is not there', async () => {
    const world = makeWorld();
    const { actor } = await signUp(world);
    expect(await endOf(world.quintet.identity.renewToken({ ...actor, accountId: 4711 }))).toBe('account-not-found');
  });
});
