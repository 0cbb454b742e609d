import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ImportRow, MediaWish } from '../../../src/index.ts';
import {
  aFilter,
  aPosition,
  aUser,
  carryOut,
  expected,
  faultOf,
  fields,
  libraryOf,
  ownerOf,
  pick,
  refused,
  USERS,
  valueOf,
  type Command,
  type Model,
} from './system.ts';

/** A new element, or a change of one by its position; now and then of another user's. */
const aWish = fc.tuple(
  fields,
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: aPosition.map((position) => ({ position, foreign: false })) },
    { weight: 1, arbitrary: aPosition.map((position) => ({ position, foreign: true })) },
  ),
);
type Wished = typeof aWish extends fc.Arbitrary<infer T> ? T : never;

function wishOf(model: Model, user: number, [wanted, target]: Wished): MediaWish {
  if (target === undefined) return wanted;
  return { ...wanted, id: pick(model, target.foreign ? (user + 1) % USERS.length : user, target.position) };
}

/** The first thing that is wrong with wishes, all of which are looked at before any is carried out. */
function faultOfAll(model: Model, user: number, wishes: readonly MediaWish[]): string | undefined {
  for (const wish of wishes) {
    const fault = faultOf(wish);
    if (fault !== undefined) return fault;
  }
  const own = new Set(libraryOf(model, user).map(({ element }) => element.id));
  return wishes.some(({ id }) => id !== undefined && !own.has(id)) ? 'media-not-found' : undefined;
}

const put = fc.tuple(aUser, aWish).map(([user, wished]): Command => ({
  toString: () => `put(${USERS[user]}, ${JSON.stringify(wished)})`,
  check: () => true,
  run: async (model, real) => {
    const wish = wishOf(model, user, wished);
    const result = await real.media.put(ownerOf(real, user), wish);
    const fault = faultOfAll(model, user, [wish]);
    if (fault !== undefined) return refused(result, fault);
    const stored = valueOf(result);
    carryOut(model, user, wish, stored);
    assert.deepEqual(stored, libraryOf(model, user).find(({ element }) => element.id === stored.id)?.element);
  },
}));

const putAll = fc.tuple(aUser, fc.array(aWish, { maxLength: 5 })).map(([user, wished]): Command => ({
  toString: () => `putAll(${USERS[user]}, ${JSON.stringify(wished)})`,
  check: () => true,
  run: async (model, real) => {
    const wishes = wished.map((each) => wishOf(model, user, each));
    const result = await real.media.putAll(ownerOf(real, user), wishes);
    const fault = faultOfAll(model, user, wishes);
    if (fault !== undefined) return refused(result, fault);
    const stored = valueOf(result);
    assert.equal(stored.length, wishes.length);
    // several wishes for one element come to the last state, without what lies between
    const together = new Map<MediaWish | number, readonly [MediaWish, number]>();
    for (const [index, wish] of wishes.entries()) {
      const key = wish.id ?? wish;
      const [earlier] = together.get(key) ?? [{}];
      together.set(key, [{ ...earlier, ...wish }, index]);
    }
    for (const [wish, index] of together.values()) carryOut(model, user, wish, stored[index] ?? assert.fail());
    const library = libraryOf(model, user);
    for (const each of stored) assert.deepEqual(each, library.find(({ element }) => element.id === each.id)?.element);
  },
}));

const remove = fc.tuple(aUser, aPosition, fc.boolean()).map(([user, position, foreign]): Command => ({
  toString: () => `remove(${USERS[user]}, ${position}${foreign ? " of the other's" : ''})`,
  check: () => true,
  run: async (model, real) => {
    const id = pick(model, foreign ? (user + 1) % USERS.length : user, position);
    valueOf(await real.media.remove(ownerOf(real, user), { id }));
    const library = libraryOf(model, user);
    const index = library.findIndex(({ element }) => element.id === id);
    if (index < 0) return;
    library.splice(index, 1);
    model.gone.push(id);
  },
}));

const list = fc.tuple(aUser, aFilter).map(([user, filter]): Command => ({
  toString: () => `list(${USERS[user]}, ${JSON.stringify(filter)})`,
  check: () => true,
  run: async (model, real) => {
    const { entries, total } = expected(libraryOf(model, user), filter);
    const listed = valueOf(await real.media.list(ownerOf(real, user), filter));
    assert.deepEqual(listed, {
      kind: 'listed',
      version: listed.version,
      entries: entries.map(({ element }) => element),
      total,
    });
    const again = valueOf(await real.media.list(ownerOf(real, user), { ...filter, knownVersion: listed.version }));
    assert.deepEqual(again, { kind: 'unchanged', version: listed.version });
  },
}));

const history = fc.tuple(aUser, aFilter).map(([user, filter]): Command => ({
  toString: () => `history(${USERS[user]}, ${JSON.stringify(filter)})`,
  check: () => true,
  run: async (model, real) => {
    const shown = valueOf(await real.media.history(ownerOf(real, user), filter));
    assert.deepEqual(shown, expected(libraryOf(model, user), filter));
  },
}));

const stats = aUser.map((user): Command => ({
  toString: () => `stats(${USERS[user]})`,
  check: () => true,
  run: async (model, real) => {
    const library = libraryOf(model, user).map(({ element }) => element);
    const { counts, finishedPerMonth } = valueOf(await real.media.stats(ownerOf(real, user)));
    for (const [medium, states] of Object.entries(counts)) {
      for (const [state, count] of Object.entries(states)) {
        const counted = library.filter((element) => element.medium === medium && element.consumedState === state);
        assert.equal(count, counted.length);
      }
    }
    const months = Object.groupBy(
      library.flatMap(({ finishedAt }) => finishedAt ?? []),
      (date) => date.toISOString().slice(0, 7),
    );
    const perMonth = Object.entries(months).map(([month, dates = []]) => [month, dates.length] as const);
    assert.deepEqual({ ...finishedPerMonth }, Object.fromEntries(perMonth));
  },
}));

/** Exporting and importing into the other library: afterwards it has at least what was exported, and twice is as once. */
const copy = aUser.map((user): Command => ({
  toString: () => `copy(${USERS[user]}'s library to the other's)`,
  check: (model) => libraryOf(model, user).length < 40 && model.libraries.every((library) => library.length < 60),
  run: async (model, real) => {
    const other = (user + 1) % USERS.length;
    const rows = valueOf(await real.media.export(ownerOf(real, user))).map((element, index): ImportRow => {
      const { name, medium, consumedState, description, order } = element;
      return { line: index + 1, element: { name, medium, consumedState, description, order } };
    });
    valueOf(await real.media.import(ownerOf(real, other), { rows }));
    const again = valueOf(await real.media.import(ownerOf(real, other), { rows }));
    assert.deepEqual(again, { rows: rows.length, added: 0, updated: 0, left: 0 });
    const back = valueOf(await real.media.import(ownerOf(real, user), { rows }));
    assert.deepEqual(back, { rows: rows.length, added: 0, updated: 0, left: 0 });

    // the model follows by the rule of the contract: of one name and medium the first of one is the first of the other
    const elements = valueOf(await real.media.export(ownerOf(real, other)));
    const taken = new Set<number>();
    for (const { element: row } of rows) {
      const wish = row as MediaWish;
      const same = elements.find(
        ({ id, name, medium }) => !taken.has(id) && name === wish.name && medium === wish.medium,
      );
      assert.ok(same !== undefined, 'an element was not copied');
      taken.add(same.id);
      const known = libraryOf(model, other).some(({ element }) => element.id === same.id);
      carryOut(model, other, known ? { ...wish, id: same.id } : wish, same);
    }
    assert.deepEqual(
      elements,
      libraryOf(model, other).map(({ element }) => element),
    );
  },
}));

const wait = fc.integer({ min: 1, max: 40 * 86_400_000 }).map((milliseconds): Command => ({
  toString: () => `wait(${milliseconds})`,
  check: () => true,
  run: async (model, real) => {
    real.clock.advance(milliseconds);
    model.now = real.clock.now();
  },
}));

/** All that users do, each as often as the libraries need to grow, shrink and be looked at. */
export const commands: readonly fc.Arbitrary<Command>[] = [
  put,
  put,
  put,
  put,
  putAll,
  putAll,
  remove,
  list,
  list,
  history,
  stats,
  copy,
  wait,
];
