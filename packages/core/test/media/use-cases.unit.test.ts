import { beforeEach, describe, expect, test } from 'vitest';
import {
  createQuintet,
  PORTS,
  type Actor,
  type ImportRow,
  type MediaElement,
  type MediaRepository,
  type Port,
  type Quintet,
  type Resolve,
} from '../../src/index.ts';
import { memoryAdapters, settableClock, type SettableClock } from '../../src/memory/index.ts';
import { fastHasher } from '../support.ts';

const START = new Date('2026-11-22T08:00:00.000Z');
const HOUR = 3_600_000;

interface House {
  readonly quintet: Quintet;
  readonly clock: SettableClock;
  readonly ann: Actor;
  readonly bob: Actor;
}

/** Two users, and adapters in memory; media may be another. */
async function house(wrap: (media: MediaRepository) => MediaRepository = (media) => media): Promise<House> {
  const clock = settableClock(START);
  const adapters = memoryAdapters({ clock, passwordHasher: fastHasher });
  const media: unknown = wrap(adapters(PORTS.media));
  const resolve: Resolve = <T>(port: Port<T>): T => (port === PORTS.media ? (media as T) : adapters(port));
  const quintet = createQuintet(resolve, { media: { batchSize: 3 } });
  const register = async (username: string): Promise<Actor> => {
    const { token } = (await quintet.identity.register({ username, password: 'pass123' }))._unsafeUnwrap();
    return (await quintet.identity.authenticate(token))._unsafeUnwrap();
  };
  return { quintet, clock, ann: await register('Ann'), bob: await register('bob') };
}

async function listed({ quintet }: House, actor: Actor): Promise<readonly MediaElement[]> {
  const list = (await quintet.media.list(actor))._unsafeUnwrap();
  return list.kind === 'listed' ? list.entries : [];
}

let it: House;
beforeEach(async () => {
  it = await house();
});

describe('the name of a user', () => {
  test('is confirmed in any case, whenever it is asked', async () => {
    for (const name of ['Ann', 'ANN', 'ann', 'Ann'])
      expect((await it.quintet.media.confirmUser(it.ann, name)).isOk()).toBe(true);
  });

  test('is looked up before it is compared', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect((await it.quintet.media.confirmUser(it.ann, 'nobody'))._unsafeUnwrapErr().kind).toBe('account-not-found');
      expect((await it.quintet.media.confirmUser(it.ann, 'Bob'))._unsafeUnwrapErr().kind).toBe('another-user');
      expect((await it.quintet.media.confirmUser(it.ann, 'ann')).isOk()).toBe(true);
    }
  });

  test('finds an owner', async () => {
    expect((await it.quintet.media.findOwner('ANN'))._unsafeUnwrap()).toEqual({ accountId: it.ann.accountId });
  });
});

describe('put', () => {
  test('gives a new element its defaults', async () => {
    const element = (await it.quintet.media.put(it.ann, { name: 'Dune' }))._unsafeUnwrap();
    expect(element).toEqual({
      id: element.id,
      owner: it.ann.accountId,
      name: 'Dune',
      medium: 'other',
      consumedState: 'not started',
      description: '',
      order: 0,
      startedAt: null,
      finishedAt: null,
      createdAt: START,
    });
  });

  test('keeps the times of states', async () => {
    const { id } = (await it.quintet.media.put(it.ann, { name: 'Dune' }))._unsafeUnwrap();
    it.clock.advance(HOUR);
    await it.quintet.media.put(it.ann, { id, consumedState: 'started' });
    it.clock.advance(HOUR);
    const finished = (await it.quintet.media.put(it.ann, { id, consumedState: 'finished' }))._unsafeUnwrap();
    expect(finished.startedAt).toEqual(new Date(START.getTime() + HOUR));
    expect(finished.finishedAt).toEqual(new Date(START.getTime() + 2 * HOUR));
  });

  test("finds no other owner's", async () => {
    const { id } = (await it.quintet.media.put(it.ann, { name: 'Dune' }))._unsafeUnwrap();
    expect((await it.quintet.media.put(it.bob, { id, name: 'x' }))._unsafeUnwrapErr().kind).toBe('media-not-found');
  });

  test('of many looks at all of them first', async () => {
    const wishes = [{ name: 'Dune' }, { name: 'x'.repeat(81) }];
    expect((await it.quintet.media.putAll(it.ann, wishes))._unsafeUnwrapErr().kind).toBe('media-name-out-of-bounds');
    expect(await listed(it, it.ann)).toEqual([]);
  });

  test('of more than a batch is all or nothing as well, and answered in its order', async () => {
    const names = Array.from({ length: 10 }, (_, index) => ({ name: `${index}` }));
    const stored = (await it.quintet.media.putAll(it.ann, names))._unsafeUnwrap();
    expect(stored.map(({ name }) => name)).toEqual(names.map(({ name }) => name));
    const before = await it.quintet.media.list(it.ann);
    const changes = stored.map(({ id }) => ({ id, name: 'changed' }));
    const faulty = [...changes.slice(0, 8), { id: 0 }, ...changes.slice(8)];
    expect((await it.quintet.media.putAll(it.ann, faulty))._unsafeUnwrapErr().kind).toBe('media-not-found');
    expect(await it.quintet.media.list(it.ann)).toEqual(before);
  });

  test('of none answers none', async () => {
    expect((await it.quintet.media.putAll(it.ann, []))._unsafeUnwrap()).toEqual([]);
  });

  test('of one id several times takes the last of each field, and answers each wish', async () => {
    const { id } = (await it.quintet.media.put(it.ann, { name: 'Dune' }))._unsafeUnwrap();
    const answers = (
      await it.quintet.media.putAll(it.ann, [
        { id, name: 'Emma', order: 1 },
        { name: 'new' },
        { id, consumedState: 'started' },
        { id, order: 2 },
      ])
    )._unsafeUnwrap();
    const [first, added, ...others] = answers;
    expect(first).toMatchObject({ id, name: 'Emma', order: 2, consumedState: 'started' });
    expect(added?.name).toBe('new');
    expect(others).toEqual([first, first]);
  });
});

describe('an owner who has no account', () => {
  test('stores nothing', async () => {
    const nobody = { accountId: 4711 };
    expect((await it.quintet.media.put(nobody, { name: 'x' }))._unsafeUnwrapErr().kind).toBe('account-not-found');
    const rows = [{ line: 1, element: { name: 'x' } }];
    expect((await it.quintet.media.import(nobody, { rows }))._unsafeUnwrapErr().kind).toBe('account-not-found');
  });
});

describe('list', () => {
  test('refuses what is no medium and no state', async () => {
    const { media } = it.quintet;
    expect((await media.list(it.ann, { medium: 'Film' as never }))._unsafeUnwrapErr().kind).toBe('medium-unknown');
    const wish = { consumedState: 'done' as never, medium: 'Film' as never };
    expect((await media.list(it.ann, wish))._unsafeUnwrapErr().kind).toBe('consumed-state-unknown');
  });

  test('comes in pages when a page or a limit is named', async () => {
    await it.quintet.media.putAll(
      it.ann,
      Array.from({ length: 45 }, (_, index) => ({ name: `${index}` })),
    );
    const sizes = [
      {},
      { page: 1 },
      { page: 3 },
      { limit: 10 },
      { page: 5, limit: 10 },
      { page: 9 },
      { limit: 1000 },
    ].map(async (wish) => {
      const list = (await it.quintet.media.list(it.ann, wish))._unsafeUnwrap();
      return list.kind === 'listed' ? [list.entries.length, list.total] : [];
    });
    expect(await Promise.all(sizes)).toEqual([
      [45, 45],
      [20, 45],
      [5, 45],
      [10, 45],
      [5, 45],
      [0, 45],
      [45, 45],
    ]);
  });
});

describe('import', () => {
  const rows = (...elements: readonly ImportRow['element'][]): ImportRow[] =>
    elements.map((element, index) => ({ line: index + 2, element }));
  const file = rows(
    { name: 'Dune', medium: 'literature', consumedState: 'finished', finishedAt: new Date('2025-05-05T00:00:00Z') },
    { name: 'Dune', medium: 'film' },
    { name: 'Emma', order: 3 },
    { name: 'Emma' },
    { name: 'Solaris', description: 'the sea' },
  );

  test('adds what is not there, with the times that it has', async () => {
    const report = (await it.quintet.media.import(it.ann, { rows: file }))._unsafeUnwrap();
    expect(report).toEqual({ rows: 5, added: 5, updated: 0, left: 0 });
    const elements = await listed(it, it.ann);
    expect(elements.map(({ name }) => name)).toEqual(['Dune', 'Dune', 'Emma', 'Solaris', 'Emma']);
    const read = elements.find(({ medium }) => medium === 'literature');
    expect(read?.finishedAt).toEqual(new Date('2025-05-05T00:00:00Z'));
    expect(read?.startedAt).toEqual(new Date('2025-05-05T00:00:00Z'));
  });

  test('twice is the same as once', async () => {
    await it.quintet.media.import(it.ann, { rows: file });
    const before = await it.quintet.media.list(it.ann);
    it.clock.advance(HOUR);
    const again = (await it.quintet.media.import(it.ann, { rows: file }))._unsafeUnwrap();
    expect(again).toEqual({ rows: 5, added: 0, updated: 0, left: 0 });
    expect(await it.quintet.media.list(it.ann)).toEqual(before);
  });

  test('of an export asks for nothing, also where elements have one name, and makes the same library elsewhere', async () => {
    await it.quintet.media.import(it.ann, { rows: file });
    const exported = async (actor: Actor) =>
      (await it.quintet.media.export(actor))
        ._unsafeUnwrap()
        .map(({ name, medium, consumedState, description, order, startedAt, finishedAt }) => ({
          name,
          medium,
          consumedState,
          description,
          order,
          ...(startedAt === null ? {} : { startedAt }),
          ...(finishedAt === null ? {} : { finishedAt }),
        }));
    const elements = await exported(it.ann);
    it.clock.advance(HOUR);
    expect((await it.quintet.media.import(it.ann, { rows: rows(...elements) }))._unsafeUnwrap()).toMatchObject({
      added: 0,
      updated: 0,
    });
    await it.quintet.media.import(it.bob, { rows: rows(...elements) });
    expect(await exported(it.bob)).toEqual(elements);
  });

  test('changes what is different, and leaves what the file does not have', async () => {
    await it.quintet.media.put(it.ann, { name: 'Emma', order: 9 });
    const solaris = (await it.quintet.media.put(it.ann, { name: 'Solaris', medium: 'film' }))._unsafeUnwrap();
    const { id } = (await it.quintet.media.put(it.ann, { name: 'Dune', medium: 'film' }))._unsafeUnwrap();
    const wanted = rows({ name: 'Emma', order: 3 }, { id, name: 'Dune II', consumedState: 'started' });
    const report = (await it.quintet.media.import(it.ann, { rows: wanted }))._unsafeUnwrap();
    expect(report).toEqual({ rows: 2, added: 0, updated: 2, left: 0 });
    const elements = await listed(it, it.ann);
    expect(elements).toContainEqual(solaris);
    expect(elements.find((element) => element.id === id)).toMatchObject({ name: 'Dune II', startedAt: START });
    expect(elements.find(({ name }) => name === 'Emma')?.order).toBe(3);
  });

  test('as a dry run tells what it would do, and does nothing', async () => {
    await it.quintet.media.put(it.ann, { name: 'Emma', order: 9 });
    const before = await it.quintet.media.list(it.ann);
    const report = (await it.quintet.media.import(it.ann, { rows: file, dryRun: true }))._unsafeUnwrap();
    expect(report).toEqual({ rows: 5, added: 4, updated: 1, left: 0 });
    expect(await it.quintet.media.list(it.ann)).toEqual(before);
  });

  test('tells every fault with its line, and stores nothing', async () => {
    const faulty = rows(
      { name: 'Dune' },
      { name: '' },
      { name: 'x', medium: 'book' },
      { name: 'x', startedAt: START },
      { name: 'x', consumedState: 'finished', startedAt: new Date(START.getTime() + 1), finishedAt: START },
      { name: 'x', consumedState: 'started', finishedAt: START },
      { name: 'x', consumedState: 'started', startedAt: new Date('x') },
    );
    const error = (await it.quintet.media.import(it.ann, { rows: faulty }))._unsafeUnwrapErr();
    expect(error).toEqual({
      kind: 'import-rejected',
      errors: [
        { line: 3, fault: { kind: 'media-name-out-of-bounds' } },
        { line: 4, fault: { kind: 'medium-unknown' } },
        ...[5, 6, 7, 8].map((line) => ({ line, fault: { kind: 'media-times-malformed' } })),
      ],
    });
    expect(await listed(it, it.ann)).toEqual([]);
  });

  test("tells the lines of elements that are not the owner's", async () => {
    const { id } = (await it.quintet.media.put(it.bob, { name: 'Dune' }))._unsafeUnwrap();
    const foreign = rows({ name: 'Emma' }, { id, name: 'mine' });
    expect((await it.quintet.media.import(it.ann, { rows: foreign }))._unsafeUnwrapErr()).toEqual({
      kind: 'import-rejected',
      errors: [{ line: 3, fault: { kind: 'media-not-found' } }],
    });
    expect(await listed(it, it.ann)).toEqual([]);
  });

  test('shows its progress', async () => {
    const progress: number[] = [];
    const many = rows(...Array.from({ length: 8 }, (_, index) => ({ name: `${index}` })));
    await it.quintet.media.import(it.ann, { rows: many }, (done) => progress.push(done));
    expect(progress).toEqual([3, 6, 8]);
  });

  test('stops after the batch that is under way when it is told to, and goes on when it is done again', async () => {
    const stopping = new AbortController();
    const many = rows(...Array.from({ length: 8 }, (_, index) => ({ name: `${index}` })));
    const stopped = await it.quintet.media.import(it.ann, { rows: many, signal: stopping.signal }, () =>
      stopping.abort(),
    );
    expect(stopped._unsafeUnwrap()).toEqual({ rows: 8, added: 3, updated: 0, left: 5 });
    const rest = await it.quintet.media.import(it.ann, { rows: many });
    expect(rest._unsafeUnwrap()).toEqual({ rows: 8, added: 5, updated: 0, left: 0 });
    expect(await listed(it, it.ann)).toHaveLength(8);
  });

  test('of several at once adds everything once', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => it.quintet.media.import(it.ann, { rows: file })));
    expect(results.map((result) => result.isOk())).toEqual([true, true, true, true, true]);
    expect(results.reduce((sum, result) => sum + result._unsafeUnwrap().added, 0)).toBe(5);
    expect(await listed(it, it.ann)).toHaveLength(5);
  });

  test('gives up where somebody else is faster every time', async () => {
    const busy = await house((media) => ({
      ...media,
      putIfUnchanged: (put, transaction) =>
        media
          .put({ owner: put.owner, at: START, elements: [] })
          .andThen(() => media.putIfUnchanged({ ...put, version: put.version + 1 }, transaction)),
    }));
    const error = (await busy.quintet.media.import(busy.ann, { rows: file }))._unsafeUnwrapErr();
    expect(error.kind).toBe('library-changed-meanwhile');
  });
});
