import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTION_KINDS, isWithin, replay, type Channel, type JournalEntry, type PerAction } from '../../src/index.ts';
import { valueOf } from '../support.ts';
import { histories, PLAIN } from './histories.ts';
import { momentsOf, World, type History } from './world.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';
const numRuns = long ? 500 : 6;
const DAY = 86_400_000;

/** What must hold of any world that has come to its end. */
type Property = (world: World, history: History) => Promise<void> | void;

async function holds(property: Property): Promise<void> {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const world = new World(history);
      await world.live();
      expect(world.broken).toEqual([]);
      await property(world, history);
    }),
    { numRuns },
  );
}

/** The most of these moments that lie within any day, both of its ends counted. */
function mostWithinADay(moments: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [last, moment] of moments.entries()) {
    while ((moments[first] ?? moment) < moment - DAY) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const noDayExceedsALimit: Property = ({ sent }, { limits }) => {
  for (const kind of ACTION_KINDS) {
    expect(mostWithinADay(momentsOf(sent, kind)), kind).toBeLessThanOrEqual(limits[kind]);
  }
  expect(mostWithinADay(momentsOf(sent)), 'total').toBeLessThanOrEqual(limits.total);
};

const actionsKeepTheirDistance: Property = ({ sent }, { speed }) => {
  for (const kind of ACTION_KINDS) {
    const moments = momentsOf(sent, kind);
    for (const [index, moment] of moments.entries()) {
      const before = moments[index - 1];
      if (before === undefined) continue;
      expect(moment - before, kind).toBeGreaterThanOrEqual(3_600_000 / Math.max(1, speed[kind]));
    }
  }
};

const entriesOf = async ({ ports, instagramId }: World): Promise<readonly JournalEntry[]> =>
  valueOf(ports.journal.stretch(instagramId, { after: 0, limit: Infinity }));

describe.each([
  ['no 24 hours of an account exceed a daily limit of a kind, or the total', noDayExceedsALimit],
  ['no two actions of one kind are closer than 3600/speed seconds', actionsKeepTheirDistance],
  [
    'no action is outside the hours',
    ({ sent }: World, { hours }: History) => {
      for (const { at } of sent) expect(isWithin(hours, at), at.toISOString()).toBe(true);
    },
  ],
  [
    'no target is acted upon twice by a channel, and no action is sent twice',
    ({ sent }: World) => {
      const targets = sent.map(({ channelId, target }) => `${channelId} ${target}`);
      expect(targets).toEqual([...new Set(targets)]);
      expect(sent.filter(({ duplicate }) => duplicate)).toEqual([]);
    },
  ],
  [
    'no private, followed or low-content target is acted upon',
    ({ sent }: World) => {
      for (const { action, profile } of sent) {
        expect(profile.info.isPrivate).toBe(false);
        expect(profile.info.mediaCount).toBeGreaterThanOrEqual(10);
        expect(profile.followed).toBe(action === 'unfollow');
      }
    },
  ],
  [
    'every action is in the journal before it is sent',
    ({ sent }: World) => {
      expect(sent.filter(({ recorded }) => !recorded)).toEqual([]);
    },
  ],
  [
    'a suspected account does nothing until its owner starts it',
    ({ sent, silences }: World) => {
      for (const { from, until } of silences.filter(({ why }) => why === 'suspected')) {
        expect(sent.filter(({ at }) => at.getTime() > from && at.getTime() < until)).toEqual([]);
      }
    },
  ],
  [
    'a stopped account does nothing after stop has answered',
    ({ sent, silences }: World) => {
      for (const { from, until } of silences.filter(({ why }) => why === 'stopped')) {
        expect(sent.filter(({ at }) => at.getTime() > from && at.getTime() < until)).toEqual([]);
      }
    },
  ],
  [
    'leads, targets and followers counts equal what a replay of the journal gives',
    async (world: World) => {
      const entries = await entriesOf(world);
      const { instagram } = world.quintet;
      const channels: readonly Channel[] = (
        await instagram.listChannels(world.actor, { instagramId: world.instagramId })
      ).unwrapOr([]);
      for (const { id, leadsCount, targetsCount, followersCount } of channels) {
        expect(replay(entries.filter(({ channelId }) => channelId === id))).toEqual({
          leads: leadsCount,
          targets: targetsCount,
          followers: followersCount,
        });
        expect(await valueOf(world.ports.targets.first(id, Infinity))).toHaveLength(targetsCount);
      }
      // What the journal says was done, the network has seen; what it knows nothing of, the network has not.
      const keys = new Set(world.sent.map(({ key }) => key));
      for (const entry of entries) {
        if (entry.kind === 'action' && entry.outcome === 'done') expect(keys).toContain(entry.key);
      }
    },
  ],
] as const)('whatever happens,', (name, property) => {
  test(name, { timeout: long ? 600_000 : 30_000 }, () => holds(property));
});

describe('the engine', () => {
  test('acts as fast as it may when nothing keeps it', async () => {
    const world = new World(PLAIN);
    await world.live();
    expect(world.sent.length).toBeGreaterThanOrEqual(599);
    expect(world.sent.length).toBeLessThanOrEqual(601);
  });

  test('goes on after each death, and loses no more than the action that nobody knows the end of', async () => {
    const faults = Array.from({ length: 40 }, (_, index) => ({
      worker: index % 2,
      at: 'anything' as const,
      call: 7 * index + 3,
      kind: index % 3 === 0 ? ('dies-before' as const) : ('dies-after' as const),
      seconds: 1,
      meanwhile: undefined,
    }));
    const world = new World({ ...PLAIN, workers: 2, faults });
    await world.live();
    const entries = await entriesOf(world);
    const unknown = entries.filter((entry) => entry.kind === 'action' && entry.outcome === 'unknown');
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length).toBeLessThanOrEqual(40);
    expect(world.sent.length).toBeGreaterThan(400);
  });
});

describe.skipIf(!long)('a history that shows a defect', () => {
  test('is found, and made as small as can be', async () => {
    const doubled = (speed: PerAction<number>): PerAction<number> => ({
      like: 2 * Math.max(1, speed.like),
      comment: 2 * Math.max(1, speed.comment),
      follow: 2 * Math.max(1, speed.follow),
      unfollow: 2 * Math.max(1, speed.unfollow),
    });
    const hasty = fc.asyncProperty(histories, async (history) => {
      // A journal, and an account as the engine sees it, at twice the speed.
      const world = new World(history, ({ journal, leases }) => ({
        journal: {
          ...journal,
          record: (lease, action) =>
            journal.record(lease, { ...action, rules: { ...action.rules, speed: doubled(history.speed) } }),
        },
        leases: {
          ...leases,
          take: (request) =>
            leases.take(request).map(({ taken, nextDueAt }) => ({
              nextDueAt,
              taken: taken.map((leased) => ({
                ...leased,
                instagram: { ...leased.instagram, speed: doubled(history.speed) },
              })),
            })),
        },
      }));
      await world.live();
      await actionsKeepTheirDistance(world, history);
    });
    const found = await fc.check(hasty, { numRuns: 50, seed: 1 });
    expect(found.failed).toBe(true);
    const [smallest] = found.counterexample ?? [];
    expect(smallest?.channels).toHaveLength(1);
    expect(smallest?.faults).toEqual([]);
    expect(smallest?.deeds).toEqual([]);
  });
});
