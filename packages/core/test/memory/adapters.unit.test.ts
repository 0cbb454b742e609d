import { describe, expect, test } from 'vitest';
import { createQuintet, port, PORTS, type Ports } from '../../src/index.ts';
import {
  cryptoRandom,
  memoryAccessTokens,
  memoryAdapters,
  MemoryDatabase,
  memoryFailedLogins,
  resolverOf,
  SCRYPT_DEFAULTS,
  scryptPasswordHasher,
  settableClock,
  systemClock,
} from '../../src/memory/index.ts';
import { endOf, fastHasher, valueOf } from '../support.ts';

describe('memoryAdapters', () => {
  test('has an adapter of every port', () => {
    const resolve = memoryAdapters();
    for (const name of Object.keys(PORTS) as (keyof Ports)[]) expect(resolve<unknown>(PORTS[name])).toBeDefined();
  });

  test('puts others in their place, also where its own adapters need them', async () => {
    const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
    const resolve = memoryAdapters({ clock, passwordHasher: fastHasher });
    expect(resolve(PORTS.clock)).toBe(clock);
    const { identity } = createQuintet(resolve);
    const { token } = await valueOf(identity.register({ username: 'ann', password: 'secret' }));
    clock.advance(86_400_000);
    expect(await endOf(identity.authenticate(token))).toBe('token-expired');
  });

  test('says which port has no adapter', () => {
    expect(() => memoryAdapters()(port('media/films'))).toThrow('No adapter of Symbol(quintet:media/films).');
    expect(() => resolverOf({})(PORTS.clock)).toThrow('No adapter of Symbol(quintet:clock).');
  });
});

describe('a settable clock', () => {
  test('shows the present until it is moved', () => {
    const before = Date.now();
    const clock = settableClock();
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
    clock.set(new Date('2026-11-22T08:00:00Z'));
    clock.advance(1500);
    expect(clock.now()).toEqual(new Date('2026-11-22T08:00:01.500Z'));
    clock.advance(-2000);
    expect(clock.now()).toEqual(new Date('2026-11-22T07:59:59.500Z'));
  });

  test('is not moved through the date that it began with', () => {
    const start = new Date('2026-11-22T08:00:00Z');
    const clock = settableClock(start);
    start.setTime(0);
    expect(clock.now()).toEqual(new Date('2026-11-22T08:00:00Z'));
  });
});

describe('the hasher with scrypt', () => {
  test('takes as much work as is recommended, if not told otherwise', async () => {
    expect(SCRYPT_DEFAULTS).toEqual({ logCost: 15, blockSize: 8, parallelization: 3 });
    expect(await valueOf(scryptPasswordHasher().hash('secret'))).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
  });

  test.each([
    [{ logCost: 2 }, { logCost: 1 }, true],
    [{ blockSize: 9 }, { blockSize: 8 }, true],
    [{ parallelization: 2 }, { parallelization: 1 }, true],
    [{ logCost: 1 }, { logCost: 2 }, false],
    [{ logCost: 1 }, { logCost: 1 }, false],
  ])('in force with %j, takes a hash with %j for outdated: %j', async (inForce, parameters, outdated) => {
    const fast = { logCost: 1, blockSize: 8, parallelization: 1 };
    const hash = await valueOf(scryptPasswordHasher({ ...fast, ...parameters }).hash('secret'));
    const known = await valueOf(scryptPasswordHasher({ ...fast, ...inForce }).verify('secret', hash));
    expect(known).toEqual({ matches: true, outdated });
  });

  test('lets no hash ask for more work than it would itself be given', async () => {
    const hash = await valueOf(fastHasher.hash('secret'));
    for (const parameters of ['ln=21,r=8,p=1', 'ln=63,r=8,p=1', 'ln=1,r=99,p=1', 'ln=1,r=8,p=999', 'ln=0,r=8,p=1']) {
      const greedy = hash.replace(/ln=\d+,r=\d+,p=\d+/, parameters);
      expect(greedy).not.toBe(hash);
      expect(await valueOf(fastHasher.verify('secret', greedy))).toEqual({ matches: false, outdated: false });
    }
  });
});

describe('access tokens in memory', () => {
  test('are told from what never was for a day after they expire, and then forgotten', async () => {
    const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
    const tokens = memoryAccessTokens(clock, cryptoRandom);
    const claims = () => ({
      accountId: 1,
      tokenId: `0.${cryptoRandom.identifier()}`,
      issuedAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 60_000),
      permissions: [],
    });
    const token = await valueOf(tokens.sign(claims()));
    clock.advance(60_000 + 86_400_000);
    await valueOf(tokens.sign(claims()));
    expect(await endOf(tokens.verify(token))).toBe('token-expired');
    clock.advance(1);
    await valueOf(tokens.sign(claims()));
    expect(await endOf(tokens.verify(token))).toBe('token-invalid');
  });
});

describe('failed logins in memory', () => {
  test('keep no more of a key than its limit', async () => {
    const failedLogins = memoryFailedLogins();
    const limits = [['account:ann', { failures: 2, window: 1 }]] as const;
    for (let second = 0; second < 1000; second += 1) {
      await valueOf(failedLogins.record(limits, new Date(second * 1000)));
    }
    const wide = [['account:ann', { failures: 3, window: 1000 }]] as const;
    expect(await endOf(failedLogins.check(wide, new Date(999_000)))).toBe('ok');
  });

  test('let nobody in who may not fail at all', async () => {
    const limits = [['account:ann', { failures: 0, window: 60 }]] as const;
    const refused = await memoryFailedLogins().check(limits, systemClock.now());
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'login-limited', retryAfter: 60 });
  });
});

describe('the database in memory', () => {
  test('refuses a write within the work that would wait for the work’s own end', async () => {
    const resolve = memoryAdapters({ passwordHasher: fastHasher });
    const [unitOfWork, accounts] = [resolve(PORTS.unitOfWork), resolve(PORTS.accounts)];
    const moment = new Date();
    const account = {
      username: 'ann',
      displayName: 'Ann',
      passwordHash: '',
      roles: [],
      createdAt: moment,
      updatedAt: moment,
    };
    await expect(async () => unitOfWork.run(() => accounts.add(account))).rejects.toThrow(
      'A write without the transaction within the work of another would wait for itself',
    );
    expect(await endOf(accounts.add(account))).toBe('ok');
  });

  test('refuses the transaction of another', async () => {
    const [one, other] = [new MemoryDatabase(), new MemoryDatabase()];
    await expect(async () =>
      one.run((transaction) =>
        other.write(transaction, () => {
          throw new Error('reached');
        }),
      ),
    ).rejects.toThrow('The transaction has ended, or is of another storage.');
  });

  test('lets a write outside wait until the transaction has ended', async () => {
    const resolve = memoryAdapters({ passwordHasher: fastHasher });
    const [unitOfWork, accounts] = [resolve(PORTS.unitOfWork), resolve(PORTS.accounts)];
    const moment = new Date();
    const account = {
      username: 'ann',
      displayName: 'Ann',
      passwordHash: '',
      roles: [],
      createdAt: moment,
      updatedAt: moment,
    };
    const inside = unitOfWork.run((transaction) => accounts.add(account, transaction));
    const outside = accounts.add(account);
    expect([await endOf(inside), await endOf(outside)]).toEqual(['ok', 'username-taken']);
  });
});
