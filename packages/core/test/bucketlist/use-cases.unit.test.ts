import { errAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { memoryAccounts, memoryBuckets, MemoryDatabase, memoryItems } from '../../src/memory/index.ts';
import { AWAY, endOf, makeWorld, signIn, signUp, valueOf } from '../support.ts';

const email = 'ann@example.com';

describe('buckets and items', () => {
  test('are stamped with the clock’s time, and again when they are modified', async () => {
    const world = makeWorld();
    const { bucketlist } = world.quintet;
    const { account, actor } = await signUp(world);
    const begin = world.clock.now();
    const bucket = await valueOf(bucketlist.createBucket(actor, { name: ' Travel ' }));
    expect(bucket).toEqual({ id: bucket.id, owner: account.id, name: 'Travel', createdAt: begin, modifiedAt: begin });
    const item = await valueOf(bucketlist.addItem(actor, { bucketId: bucket.id, name: 'See the sea' }));
    expect(item).toEqual({
      id: item.id,
      bucketId: bucket.id,
      name: 'See the sea',
      description: null,
      createdAt: begin,
      modifiedAt: begin,
    });

    world.clock.advance(1234);
    const now = world.clock.now();
    const ref = { bucketId: bucket.id, itemId: item.id };
    expect(await valueOf(bucketlist.renameBucket(actor, { bucketId: bucket.id, name: 'Voyages' }))).toEqual({
      ...bucket,
      name: 'Voyages',
      modifiedAt: now,
    });
    const edited = await valueOf(bucketlist.editItem(actor, { ...ref, description: 'far' }));
    expect(edited).toEqual({ ...item, description: 'far', modifiedAt: now });
    expect(await valueOf(bucketlist.getItem(actor, ref))).toEqual(edited);
  });

  test('come in pages of the size that is set', async () => {
    const world = makeWorld({}, { bucketlist: { pageSize: 2 } });
    const { bucketlist } = world.quintet;
    const { actor } = await signUp(world);
    for (const name of ['a', 'b', 'c']) await valueOf(bucketlist.createBucket(actor, { name }));
    const names = async (wish?: object) => {
      const { entries, total } = await valueOf(bucketlist.listBuckets(actor, wish));
      return [entries.map(({ name }) => name), total];
    };
    expect(await names()).toEqual([['a', 'b'], 3]);
    expect(await names({ page: 2 })).toEqual([['c'], 3]);
    expect(await names({ limit: 50 })).toEqual([['a', 'b', 'c'], 3]);
    expect(await names({ search: ' B ' })).toEqual([['b'], 1]);
    expect(await names({ search: '\0' })).toEqual([[], 0]);
  });

  test.each([Number.NaN, Infinity, 1.5, 2 ** 53, -1, 0, '1', null, undefined, {}, [1]])(
    'are not found by the number %j',
    async (number) => {
      const world = makeWorld();
      const { bucketlist } = world.quintet;
      const { actor } = await signUp(world);
      const bucket = await valueOf(bucketlist.createBucket(actor, { name: 'Travel' }));
      await valueOf(bucketlist.addItem(actor, { bucketId: bucket.id, name: 'See the sea' }));
      const bucketId = number as number;
      const ends = await Promise.all([
        endOf(bucketlist.getBucket(actor, { bucketId })),
        endOf(bucketlist.renameBucket(actor, { bucketId, name: 'x' })),
        endOf(bucketlist.deleteBucket(actor, { bucketId })),
        endOf(bucketlist.addItem(actor, { bucketId, name: 'x' })),
        endOf(bucketlist.listItems(actor, { bucketId })),
        endOf(bucketlist.getItem(actor, { bucketId, itemId: 1 })),
        endOf(bucketlist.getItem(actor, { bucketId: bucket.id, itemId: number as number })),
        endOf(bucketlist.editItem(actor, { bucketId: bucket.id, itemId: number as number, name: 'x' })),
        endOf(bucketlist.deleteItem(actor, { bucketId: bucket.id, itemId: number as number })),
      ]);
      expect(ends).toEqual([...Array<string>(6).fill('bucket-not-found'), ...Array<string>(3).fill('item-not-found')]);
    },
  );

  test('without a name are refused before they are looked for', async () => {
    const world = makeWorld();
    const { bucketlist } = world.quintet;
    const { actor } = await signUp(world);
    expect(await endOf(bucketlist.createBucket(actor, { name: ' ' }))).toBe('name-missing');
    expect(await endOf(bucketlist.renameBucket(actor, { bucketId: 7, name: '' }))).toBe('name-missing');
    expect(await endOf(bucketlist.addItem(actor, { bucketId: 7, name: '' }))).toBe('name-missing');
    expect(await endOf(bucketlist.editItem(actor, { bucketId: 7, itemId: 8 }))).toBe('nothing-to-change');
    const wrong = { bucketId: 7, name: 'x', description: 7 as unknown as string };
    expect(await endOf(bucketlist.addItem(actor, wrong))).toBe('description-malformed');
  });

  test('say that the storage is away', async () => {
    const buckets = { ...memoryBuckets(new MemoryDatabase()), page: () => errAsync(AWAY) };
    const world = makeWorld({ buckets });
    const { actor } = await signUp(world);
    expect((await world.quintet.bucketlist.listBuckets(actor))._unsafeUnwrapErr()).toBe(AWAY);
  });
});

describe('registering and logging in with an email', () => {
  test('is one account with the other APIs', async () => {
    const world = makeWorld();
    const { bucketlist, identity } = world.quintet;
    const { account } = await valueOf(bucketlist.register({ email, password: '1234' }));
    expect(account.username).toBe(email);
    expect(await endOf(identity.logIn({ username: email, password: '1234' }))).toBe('ok');
    expect(await endOf(bucketlist.logIn({ email, password: '1234' }))).toBe('ok');
    expect(await endOf(identity.register({ username: email, password: '1234' }))).toBe('username-taken');
  });

  test.each([
    ['a taken email', { email: 'ANN@EXAMPLE.COM', password: '1234' }, 'username-taken'],
    ['no email', { email: 'JohnSmith', password: '1234' }, 'credentials-malformed'],
    ['a short password', { email: 'bob@example.com', password: '123' }, 'credentials-malformed'],
    ['a password that is too long', { email: 'bob@example.com', password: 'é'.repeat(513) }, 'credentials-malformed'],
    ['nothing', {} as { email: string; password: string }, 'credentials-malformed'],
  ])('registering with %s is refused', async (_, input, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.bucketlist.register(input))).toBe(kind);
  });

  test.each([
    ['an unknown email', { email: 'bob@example.com', password: 'secret' }, 'account-not-found'],
    ['a wrong password', { email, password: 'wrong' }, 'wrong-password'],
    ['no email', { email: 'ann', password: 'secret' }, 'credentials-malformed'],
    ['a short password', { email, password: '123' }, 'credentials-malformed'],
  ])('logging in with %s is refused', async (_, input, kind) => {
    const world = makeWorld();
    await signUp(world);
    expect(await endOf(world.quintet.bucketlist.logIn(input))).toBe(kind);
  });

  test('counts failures for the address that they come from', async () => {
    const world = makeWorld({}, { identity: { loginLimitOfAddress: { failures: 1, window: 60 } } });
    await signUp(world);
    const { bucketlist } = world.quintet;
    const clientAddress = '203.0.113.9';
    await bucketlist.logIn({ email: 'bob@example.com', password: 'secret', clientAddress });
    expect(await endOf(bucketlist.logIn({ email, password: 'secret', clientAddress }))).toBe('login-limited');
    expect(await endOf(bucketlist.logIn({ email, password: 'secret' }))).toBe('ok');
  });
});

describe('resetting a password', () => {
  const reset = { oldPassword: 'secret', newPassword: '12345', passwordConfirmation: '12345' };

  test('changes it, and ends every other token', async () => {
    const world = makeWorld();
    const { bucketlist, identity } = world.quintet;
    const [mine, other] = [await signUp(world), await signIn(world)];
    await valueOf(bucketlist.resetPassword(mine.actor, reset));
    expect(await endOf(identity.authenticate(mine.token))).toBe('ok');
    expect(await endOf(identity.authenticate(other.token))).toBe('token-revoked');
    await signIn(world, email, '12345');
  });

  test.each([
    ['nothing', {}, 'attributes-missing'],
    ['no old password', { ...reset, oldPassword: undefined }, 'attributes-missing'],
    ['an empty new one', { ...reset, newPassword: '' }, 'attributes-missing'],
    ['no text for a confirmation', { ...reset, passwordConfirmation: 12345 }, 'attributes-missing'],
    ['a wrong old one', { ...reset, oldPassword: 'wrong' }, 'wrong-password'],
    [
      'a wrong old one and all else wrong too',
      { oldPassword: 'wrong', newPassword: '1', passwordConfirmation: '2' },
      'wrong-password',
    ],
    ['different new ones', { ...reset, passwordConfirmation: '12346' }, 'passwords-differ'],
    ['different new ones, both short', { ...reset, newPassword: '1', passwordConfirmation: '2' }, 'passwords-differ'],
    ['a short new one', { ...reset, newPassword: '1234', passwordConfirmation: '1234' }, 'new-password-malformed'],
    [
      'four characters of many bytes',
      { ...reset, newPassword: '😀😀😀😀', passwordConfirmation: '😀😀😀😀' },
      'new-password-malformed',
    ],
    [
      'a new one that is too long',
      { ...reset, newPassword: 'é'.repeat(513), passwordConfirmation: 'é'.repeat(513) },
      'new-password-malformed',
    ],
  ])('with %s is refused, and changes nothing', async (_, input, kind) => {
    const world = makeWorld();
    const { actor } = await signUp(world);
    const other = await signIn(world);
    expect(await endOf(world.quintet.bucketlist.resetPassword(actor, input as typeof reset))).toBe(kind);
    expect(await endOf(world.quintet.identity.authenticate(other.token))).toBe('ok');
    await signIn(world);
  });
});

describe('filling an account', () => {
  const filled = {
    email,
    password: 'secret',
    buckets: [
      { name: 'Travel', items: [{ name: 'See the sea', description: 'far' }, { name: 'Climb' }] },
      { name: 'Cooking', items: [] },
    ],
  };

  test('makes it with all its buckets and items, and tells how far it is', async () => {
    const world = makeWorld();
    const { bucketlist } = world.quintet;
    const progress: number[] = [];
    await valueOf(bucketlist.fillAccount(filled, (buckets) => progress.push(buckets)));
    expect(progress).toEqual([1, 2]);

    const { actor } = await signIn(world);
    const buckets = await valueOf(bucketlist.listBuckets(actor));
    expect(buckets.entries.map(({ name }) => name)).toEqual(['Travel', 'Cooking']);
    const items = await valueOf(bucketlist.listItems(actor, { bucketId: buckets.entries[0]?.id ?? 0 }));
    expect(items.entries.map(({ name, description }) => [name, description])).toEqual([
      ['Climb', null],
      ['See the sea', 'far'],
    ]);
  });

  test.each([
    ['is there already', { ...filled, email: 'bob@example.com' }, 'username-taken'],
    ['has no email', { ...filled, email: 'ann' }, 'credentials-malformed'],
    ['has a bucket without a name', { ...filled, buckets: [{ name: '', items: [] }] }, 'name-missing'],
    ['has an item without a name', { ...filled, buckets: [{ name: 'x', items: [{ name: '' }] }] }, 'name-missing'],
  ])('does nothing when it %s', async (_, input, kind) => {
    const world = makeWorld();
    await signUp(world, 'bob@example.com');
    expect(await endOf(world.quintet.bucketlist.fillAccount(input))).toBe(kind);
    expect(await endOf(world.quintet.identity.logIn({ username: email, password: 'secret' }))).toBe(
      'account-not-found',
    );
  });

  test('is all or nothing when the storage goes away on the way', async () => {
    const database = new MemoryDatabase();
    const good = memoryBuckets(database);
    let added = 0;
    const buckets: typeof good = {
      ...good,
      add: (bucket, transaction) => ((added += 1) === 2 ? errAsync(AWAY) : good.add(bucket, transaction)),
    };
    const accounts = memoryAccounts(database);
    const world = makeWorld({ unitOfWork: database, accounts, buckets, items: memoryItems(database) });
    expect(await endOf(world.quintet.bucketlist.fillAccount(filled))).toBe('unavailable');
    expect(added).toBe(2);
    expect(await endOf(world.quintet.identity.logIn({ username: email, password: 'secret' }))).toBe(
      'account-not-found',
    );
  });
});
