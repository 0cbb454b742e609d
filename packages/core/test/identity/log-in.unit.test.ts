import { errAsync, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { LogInError, PasswordHasher, SignedIn } from '../../src/index.ts';
import { scryptPasswordHasher } from '../../src/memory/index.ts';
import { AWAY, endOf, fastHasher, makeWorld, signUp, valueOf, type World } from '../support.ts';

const username = 'ann@example.com';
const password = 'secret';

function tryToLogIn({ quintet }: World, guess: string, clientAddress?: string): ResultAsync<SignedIn, LogInError> {
  return quintet.identity.logIn({
    username,
    password: guess,
    ...(clientAddress === undefined ? {} : { clientAddress }),
  });
}

async function failTimes(world: World, times: number, clientAddress?: string): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(await endOf(tryToLogIn(world, 'wrong', clientAddress))).toBe('wrong-password');
  }
}

describe('logging in', () => {
  test('gives the account and a token that is recognised', async () => {
    const world = makeWorld();
    const { account } = await signUp(world);
    const signedIn = await valueOf(world.quintet.identity.logIn({ username: 'ANN@example.com', password }));
    expect(signedIn.account).toEqual(account);
    const actor = await valueOf(world.quintet.identity.authenticate(signedIn.token));
    expect(actor).toEqual({
      accountId: account.id,
      permissions: [],
      token: { id: expect.stringMatching(/^0\.[\w-]{22}$/), expiresAt: new Date('2026-11-23T08:00:00.000Z') },
    });
  });

  test('twice in one second gives two different tokens', async () => {
    const world = makeWorld();
    await signUp(world);
    const [one, other] = [await valueOf(tryToLogIn(world, password)), await valueOf(tryToLogIn(world, password))];
    expect(one.token).not.toBe(other.token);
    const actors = [one, other].map(({ token }) => world.quintet.identity.authenticate(token));
    const [first, second] = await Promise.all(actors.map((actor) => valueOf(actor)));
    expect(first?.token.id).not.toBe(second?.token.id);
  });

  test.each([
    ['an unknown name', { username: 'bob@example.com', password }, 'account-not-found'],
    ['a wrong password', { username, password: 'Secret' }, 'wrong-password'],
    ['no name', { username: '', password }, 'username-malformed'],
    ['no text for a name', { username: null as unknown as string, password }, 'username-malformed'],
    ['a NUL in the name', { username: `${username}\0`, password }, 'username-malformed'],
    ['no password', { username, password: '' }, 'password-malformed'],
    ['no text for a password', { username, password: 7 as unknown as string }, 'password-malformed'],
    ['a password that is too long', { username, password: 'x'.repeat(1025) }, 'password-malformed'],
  ])('with %s is refused', async (_, credentials, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.identity.logIn(credentials))).toBe(kind);
  });

  test('as nobody known costs a verification too, without a hash', async () => {
    const verified: (string | undefined)[] = [];
    const passwordHasher: PasswordHasher = {
      ...fastHasher,
      verify: (candidate, hash) => {
        verified.push(hash);
        return fastHasher.verify(candidate, hash);
      },
    };
    const world = makeWorld({ passwordHasher });
    const { account } = await signUp(world);
    await world.quintet.identity.logIn({ username: 'bob@example.com', password });
    await tryToLogIn(world, 'wrong');
    expect(verified).toEqual([undefined, account.passwordHash]);
  });

  test('says that the storage is away', async () => {
    const { quintet } = makeWorld({
      failedLogins: { check: () => errAsync(AWAY), record: () => errAsync(AWAY), purge: () => errAsync(AWAY) },
    });
    expect(await endOf(quintet.identity.logIn({ username, password }))).toBe('unavailable');
  });
});

describe('failed logins', () => {
  test('beyond the limit, even the right password is refused', async () => {
    const world = makeWorld();
    await signUp(world);
    await failTimes(world, 10);
    const refused = await tryToLogIn(world, password);
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'login-limited', retryAfter: 900 });
    expect(await endOf(tryToLogIn(world, 'wrong'))).toBe('login-limited');
  });

  test('within the limit, the right password is taken', async () => {
    const world = makeWorld();
    await signUp(world);
    await failTimes(world, 9);
    expect(await endOf(tryToLogIn(world, password))).toBe('ok');
    await failTimes(world, 1);
    expect(await endOf(tryToLogIn(world, password))).toBe('login-limited');
  });

  test('count for the name in any case', async () => {
    const world = makeWorld();
    await signUp(world);
    await failTimes(world, 10);
    expect(await endOf(world.quintet.identity.logIn({ username: username.toUpperCase(), password }))).toBe(
      'login-limited',
    );
  });

  test('count for names that nobody has, too', async () => {
    const { quintet } = makeWorld();
    const attempt = () => endOf(quintet.identity.logIn({ username: 'nobody', password }));
    for (let count = 0; count < 10; count += 1) expect(await attempt()).toBe('account-not-found');
    expect(await attempt()).toBe('login-limited');
  });

  test('of one account leave the others alone', async () => {
    const world = makeWorld();
    await signUp(world);
    await signUp(world, 'bob@example.com');
    await failTimes(world, 10);
    expect(await endOf(world.quintet.identity.logIn({ username: 'bob@example.com', password }))).toBe('ok');
  });

  test('leave the window one by one', async () => {
    const world = makeWorld();
    await signUp(world);
    await failTimes(world, 5);
    world.clock.advance(100_000);
    await failTimes(world, 5);
    world.clock.advance(799_999);
    expect(await endOf(tryToLogIn(world, password))).toBe('login-limited');
    world.clock.advance(1);
    expect(await endOf(tryToLogIn(world, password))).toBe('ok');
    await failTimes(world, 5);
    expect(await endOf(tryToLogIn(world, password))).toBe('login-limited');
  });

  test('are limited for a client address as well, whatever the accounts', async () => {
    const world = makeWorld({}, { identity: { loginLimitOfAddress: { failures: 3, window: 60 } } });
    await signUp(world);
    const { identity } = world.quintet;
    for (const name of ['a', 'b', 'c']) {
      const attempt = identity.logIn({ username: name, password, clientAddress: '203.0.113.9' });
      expect(await endOf(attempt)).toBe('account-not-found');
    }
    expect(await endOf(tryToLogIn(world, password, '203.0.113.9'))).toBe('login-limited');
    expect(await endOf(tryToLogIn(world, password, '203.0.113.10'))).toBe('ok');
    expect(await endOf(tryToLogIn(world, password))).toBe('ok');
  });

  test('may be without limit', async () => {
    const world = makeWorld({}, { identity: { loginLimitOfAccount: undefined, loginLimitOfAddress: undefined } });
    await signUp(world);
    await failTimes(world, 120, '203.0.113.9');
    expect(await endOf(tryToLogIn(world, password, '203.0.113.9'))).toBe('ok');
  });

  test('at once, no more than the limit learn that they are wrong', async () => {
    const world = makeWorld();
    await signUp(world);
    const ends = await Promise.all(
      Array.from({ length: 50 }, (_, guess) => endOf(tryToLogIn(world, `guess ${guess}`))),
    );
    expect(ends.filter((end) => end === 'wrong-password')).toHaveLength(10);
    expect(ends.filter((end) => end === 'login-limited')).toHaveLength(40);
  });

  test('at once, the right guess learns nothing when it comes after the limit', async () => {
    // The right guess takes longest to check: by the time it is known to be right, ten others have failed.
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const passwordHasher: PasswordHasher = {
      ...fastHasher,
      verify: (candidate, hash) =>
        fastHasher
          .verify(candidate, hash)
          .andThen((known) =>
            ResultAsync.fromSafePromise(candidate === password ? held : Promise.resolve()).map(() => known),
          ),
    };
    const world = makeWorld({ passwordHasher });
    await signUp(world);
    const right = endOf(tryToLogIn(world, password));
    await failTimes(world, 10);
    release();
    expect(await right).toBe('login-limited');
  });

  test('are not forgotten by a login that succeeds', async () => {
    const world = makeWorld();
    await signUp(world);
    await failTimes(world, 9);
    await valueOf(tryToLogIn(world, password));
    await failTimes(world, 1);
    expect(await endOf(tryToLogIn(world, 'wrong'))).toBe('login-limited');
  });
});

describe('a hash of weaker parameters', () => {
  const weaker = scryptPasswordHasher({ logCost: 1, parallelization: 1 });
  const stronger = scryptPasswordHasher({ logCost: 2, parallelization: 1 });
  const hasher = { ...weaker };

  /** An account that was made before the parameters were raised. */
  async function withOldHash(): Promise<World> {
    Object.assign(hasher, weaker);
    const world = makeWorld({ passwordHasher: hasher });
    await signUp(world);
    Object.assign(hasher, stronger);
    return world;
  }

  test('is renewed at the next login, and the tokens go on', async () => {
    const world = await withOldHash();
    const { identity } = world.quintet;
    const old = await valueOf(identity.logIn({ username, password: 'secret' }));
    expect(old.account.passwordHash).toMatch(/^\$scrypt\$ln=2,/);
    expect(old.account.generation).toBe(0);
    const again = await valueOf(identity.logIn({ username, password: 'secret' }));
    expect(again.account.passwordHash).toBe(old.account.passwordHash);
    expect(await endOf(identity.authenticate(old.token))).toBe('ok');
  });

  test('is not renewed by a wrong password', async () => {
    const world = await withOldHash();
    await failTimes(world, 1);
    Object.assign(hasher, weaker);
    const { account } = await valueOf(tryToLogIn(world, password));
    expect(account.passwordHash).toMatch(/^\$scrypt\$ln=1,/);
  });

  test('may be renewed by many logins at once', async () => {
    const world = await withOldHash();
    const ends = await Promise.all(Array.from({ length: 20 }, () => endOf(tryToLogIn(world, password))));
    expect(new Set(ends)).toEqual(new Set(['ok']));
  });
});
