import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { replay } from '../../instagram/journal.ts';
import type { Trouble } from '../../instagram/instagram.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import {
  act,
  addInstagram,
  anEpoch,
  FREE,
  INFO,
  newAction,
  newChannel,
  refOf,
  run,
  take,
  type Running,
} from './samples.ts';

const DAY = 86_400_000;

/**
 * What every `InstagramLeases`, `ActionJournal`, `TargetQueue` and `Leads` must do together. Resolves `PORTS.leases`,
 * `PORTS.journal`, `PORTS.targets`, `PORTS.leads`, and `PORTS.instagrams`, `PORTS.channels` and `PORTS.accounts` on the
 * same storage.
 *
 * @example
 * ```ts
 * instagramEngineContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function instagramEngineContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of InstagramLeases, ActionJournal, TargetQueue and Leads', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const record = (running: Running, target: string, changes = {}) =>
      ports.journal.record(running.lease, newAction(running, target, changes));

    describe('a lease', () => {
      test('is given on an account that is due, with its channels, and on no other', async () => {
        const at = new Date(anEpoch());
        const instagram = await addInstagram(ports, at);
        const channel = await valueOf(ports.channels.add(refOf(instagram), newChannel(at)));
        const early = new Date(at.getTime() - 1);
        assert.equal(await take(ports, instagram.id, early, at), undefined);
        const leased = await take(ports, instagram.id, at, new Date(at.getTime() + 1000));
        assert.deepEqual(leased?.instagram, instagram);
        assert.deepEqual(leased?.channels, [channel]);
        assert.equal(leased?.lease.instagramId, instagram.id);
      });

      test('is given to nobody else until it is over, and then to one', async () => {
        const { instagram, lease, at } = await run(ports);
        assert.equal(await take(ports, instagram.id, at(3_599_999), at(4_000_000)), undefined);
        const next = await take(ports, instagram.id, at(3_600_000), at(4_000_000));
        assert.ok((next?.lease.fence ?? 0) > lease.fence);
        await refused(ports.leases.renew(lease, at(9)), 'lease-lost');
      });

      test('can be extended', async () => {
        const { instagram, lease, at } = await run(ports);
        await valueOf(ports.leases.renew(lease, at(5_000_000)));
        assert.equal(await take(ports, instagram.id, at(4_999_999), at(6_000_000)), undefined);
        assert.ok((await take(ports, instagram.id, at(5_000_000), at(6_000_000))) !== undefined);
      });

      test('ends when it is given back, and the account is due when that says', async () => {
        const { instagram, lease, at } = await run(ports);
        await valueOf(ports.leases.release(lease, { dueAt: at(700), trouble: null }));
        await refused(ports.leases.release(lease, { dueAt: at(1), trouble: null }), 'lease-lost');
        assert.equal(await take(ports, instagram.id, at(699), at(6_000_000)), undefined);
        assert.ok((await take(ports, instagram.id, at(700), at(6_000_000))) !== undefined);
      });

      test('is needed for every write', async () => {
        const running = await run(ports, ['ben']);
        const { lease, channel, at } = running;
        await valueOf(ports.leases.release(lease, { dueAt: at(1), trouble: null }));
        const trouble: Trouble = {
          failure: 'gateway-suspected',
          during: 'acting',
          at: at(1),
          until: at(1),
          failures: 1,
        };
        const page = { channelId: channel.id, people: ['cleo'], cursor: null, exhausted: false, at: at(1) };
        await refused(record(running, 'ben'), 'lease-lost');
        await refused(ports.targets.fill(lease, page), 'lease-lost');
        const targets = [{ target: 'ben', reason: 'private' as const }];
        await refused(ports.targets.skip(lease, { channelId: channel.id, targets, at: at(1) }), 'lease-lost');
        await refused(ports.leads.mark(lease, { scan: 1, followers: ['ben'], at: at(1) }), 'lease-lost');
        await refused(ports.leads.count(lease, { scan: 1, at: at(1) }), 'lease-lost');
        await refused(ports.leases.suspect(lease, trouble), 'lease-lost');
        await refused(ports.leases.refresh(lease, { scan: null }), 'lease-lost');
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), ['ben']);
      });

      test('of those that are due longest come first, and the rest is told of', async () => {
        const start = anEpoch();
        const moments = [3000, 1000, 2000, 9000].map((offset) => new Date(start + offset));
        // Whoever else is due is out of the way.
        await valueOf(ports.leases.take({ now: new Date(start), until: new Date(start + DAY), limit: 1_000_000 }));
        const added = [];
        for (const moment of moments) added.push(await addInstagram(ports, moment));
        const now = new Date(start + 3000);
        const request = { now, until: new Date(start + DAY), limit: 2 };
        const { taken, nextDueAt } = await valueOf(ports.leases.take(request));
        assert.deepEqual(
          taken.map(({ instagram }) => instagram.id).toSorted((one, other) => one - other),
          [added[1]?.id, added[2]?.id].toSorted((one = 0, other = 0) => one - other),
        );
        assert.deepEqual(nextDueAt, moments[3]);
        const rest = await valueOf(ports.leases.take(request));
        assert.deepEqual(
          rest.taken.map(({ instagram }) => instagram.id),
          [added[0]?.id],
        );
        for (const instagram of added) await valueOf(ports.instagrams.remove(refOf(instagram)));
      });

      test(`of one account is given to one of ${RACERS} who ask at once`, async () => {
        const at = new Date(anEpoch());
        const { id } = await addInstagram(ports, at);
        const asked = await race(() => ports.leases.take({ now: at, until: new Date(at.getTime() + DAY), limit: 100 }));
        const given = asked.flatMap((result) => (result.isOk() ? result.value.taken : []));
        assert.equal(given.filter(({ lease }) => lease.instagramId === id).length, 1);
      });

      test('ends with a suspicion, which stops the account and its channels', async () => {
        const { instagram, lease, ref, at } = await run(ports);
        const trouble: Trouble = {
          failure: 'gateway-suspected',
          during: 'acting',
          at: at(7),
          until: at(8),
          failures: 1,
        };
        await valueOf(ports.leases.suspect(lease, trouble));
        const suspected = await valueOf(ports.instagrams.find(refOf(instagram)));
        assert.deepEqual([suspected.state, suspected.trouble, suspected.updatedAt], ['suspected', trouble, at(7)]);
        assert.equal((await valueOf(ports.channels.find(ref))).state, 'stop');
        assert.equal(await take(ports, instagram.id, at(DAY), at(2 * DAY)), undefined);
        await refused(ports.leases.renew(lease, at(9)), 'lease-lost');
      });

      test('lets what the network tells be stored, and how far the followers are read', async () => {
        const { instagram, lease, at } = await run(ports);
        const info = { ...INFO, followerCount: 26 };
        await valueOf(ports.leases.refresh(lease, { info, scan: { number: 2 ** 40, cursor: 'page 2' } }));
        const scanning = await valueOf(ports.instagrams.find(refOf(instagram)));
        assert.deepEqual(scanning, { ...instagram, info, scan: { number: 2 ** 40, cursor: 'page 2' } });
        await valueOf(ports.leases.refresh(lease, { scan: null, refreshedAt: at(900_000) }));
        const ended = await valueOf(ports.instagrams.find(refOf(instagram)));
        assert.deepEqual(ended, { ...instagram, info, scan: null, refreshedAt: at(900_000) });
      });
    });

    describe('a queue', () => {
      test('has people once, in the order in which they came', async () => {
        const { lease, channel, ref, at } = await run(ports, ['ben', 'cleo']);
        const page = { channelId: channel.id, people: ['dan', 'ben', 'eve'], cursor: 'c', exhausted: false, at: at(5) };
        const filled = await valueOf(ports.targets.fill(lease, page));
        assert.deepEqual([filled.targetsCount, filled.cursor, filled.state, filled.servedAt], [4, 'c', 'start', at(5)]);
        assert.deepEqual(filled, await valueOf(ports.channels.find(ref)));
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), ['ben', 'cleo', 'dan', 'eve']);
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 2)), ['ben', 'cleo']);
      });

      test('takes nobody who was acted upon for the channel before, and everybody who was left out', async () => {
        const running = await run(ports, ['ben', 'cleo', 'dan']);
        const { lease, channel, at } = running;
        await act(ports, running, 'ben');
        await valueOf(record(running, 'cleo', { at: at(1) }));
        const targets = [
          { target: 'dan', reason: 'private' as const },
          { target: 'nobody', reason: 'gone' as const },
        ];
        await valueOf(ports.targets.skip(lease, { channelId: channel.id, targets, at: at(2) }));
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), []);
        const page = {
          channelId: channel.id,
          people: ['ben', 'cleo', 'dan'],
          cursor: null,
          exhausted: true,
          at: at(3),
        };
        const filled = await valueOf(ports.targets.fill(lease, page));
        assert.deepEqual([filled.targetsCount, filled.state, filled.exhausted], [1, 'empty', true]);
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), ['dan']);
      });

      test('of a channel that is stopped, or of another account, is not filled', async () => {
        const { lease, channel, at } = await run(ports, ['ben']);
        const other = await run(ports, ['cleo']);
        const page = { channelId: other.channel.id, people: ['dan'], cursor: null, exhausted: true, at: at(1) };
        await refused(ports.targets.fill(lease, page), 'channel-inactive');
        const targets = [{ target: 'cleo', reason: 'private' as const }];
        await valueOf(ports.targets.skip(lease, { channelId: other.channel.id, targets, at: at(1) }));
        assert.deepEqual(await valueOf(ports.targets.first(other.channel.id, 10)), ['cleo']);
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), ['ben']);
        const stopped = await run(ports);
        await valueOf(ports.channels.stop(stopped.ref, stopped.at(0)));
        const again = await take(ports, stopped.instagram.id, stopped.at(0), stopped.at(DAY));
        assert.ok(again !== undefined);
        await refused(ports.targets.fill(again.lease, { ...page, channelId: stopped.channel.id }), 'channel-inactive');
      });
    });

    describe('the journal', () => {
      test('has an action, and nobody in the queue for it, before it is sent', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        const { channel, ref, at } = running;
        const action = newAction(running, 'ben', { at: at(5), key: 'a key' });
        const { id } = await valueOf(ports.journal.record(running.lease, action));
        const entries = await valueOf(ports.journal.stretch(running.instagram.id, { after: 0, limit: 10 }));
        assert.deepEqual(entries.at(-1), {
          id,
          channelId: channel.id,
          at: at(5),
          kind: 'action',
          action: 'like',
          target: 'ben',
          key: 'a key',
          outcome: 'unknown',
          failure: null,
        });
        const { targetsCount, leadsCount, servedAt } = await valueOf(ports.channels.find(ref));
        assert.deepEqual([targetsCount, leadsCount, servedAt], [1, 0, at(5)]);
        assert.deepEqual(await valueOf(ports.targets.first(channel.id, 10)), ['cleo']);
      });

      test('has how an action ended, once', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        const { at } = running;
        const { id } = await valueOf(record(running, 'ben'));
        const failure = 'gateway-request-failed' as const;
        await valueOf(ports.journal.finish({ id, outcome: 'failed', failure, at: at(1) }));
        await valueOf(ports.journal.finish({ id, outcome: 'done', failure: null, at: at(1) }));
        await act(ports, running, 'cleo', { at: at(2) });
        const entries = await valueOf(ports.journal.stretch(running.instagram.id, { after: id - 1, limit: 10 }));
        const ends = entries.map((entry) => (entry.kind === 'action' ? [entry.outcome, entry.failure] : entry.kind));
        assert.deepEqual(ends, [
          ['failed', failure],
          ['done', null],
        ]);
        assert.equal((await valueOf(ports.channels.find(running.ref))).leadsCount, 1);
        await valueOf(ports.journal.finish({ id: 0, outcome: 'done', failure: null, at: at(1) }));
      });

      test('has how an action ended also when the account is somebody else’s by then', async () => {
        const running = await run(ports, ['ben']);
        const { id } = await valueOf(record(running, 'ben'));
        await valueOf(ports.instagrams.stop(refOf(running.instagram), running.at(1)));
        await valueOf(ports.journal.finish({ id, outcome: 'done', failure: null, at: running.at(1) }));
        assert.equal((await valueOf(ports.channels.find(running.ref))).leadsCount, 1);
      });

      test('has nobody twice for a channel, and takes only who waits', async () => {
        const running = await run(ports, ['ben']);
        await refused(record(running, 'nobody'), 'target-taken');
        await valueOf(record(running, 'ben'));
        await refused(record(running, 'ben', { at: running.at(1000) }), 'target-taken');
      });

      test('takes nothing for a channel that is stopped, or of another account', async () => {
        const other = await run(ports, ['ben']);
        const running = await run(ports, ['ben']);
        const foreign = newAction(running, 'ben', { channelId: other.channel.id });
        await refused(ports.journal.record(running.lease, foreign), 'channel-inactive');
        await valueOf(ports.channels.stop(running.ref, running.at(1)));
        const again = await take(ports, running.instagram.id, running.at(1), running.at(DAY));
        assert.ok(again !== undefined);
        await refused(ports.journal.record(again.lease, newAction(running, 'ben')), 'channel-inactive');
        assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 10)), ['ben']);
      });

      test('keeps an account busy: nobody takes it over before the action may have ended', async () => {
        const running = await run(ports, ['ben']);
        const { at } = running;
        const late = newAction(running, 'ben', { at: at(3_599_000), busyUntil: at(3_700_000) });
        await valueOf(ports.journal.record(running.lease, late));
        assert.equal(await take(ports, running.instagram.id, at(3_699_999), at(DAY)), undefined);
        assert.ok((await take(ports, running.instagram.id, at(3_700_000), at(DAY))) !== undefined);
      });

      test('can be read in stretches, and gives what the channel counts', async () => {
        const running = await run(ports, ['ben', 'cleo', 'dan']);
        const { lease, channel, at, ref } = running;
        await act(ports, running, 'ben');
        await valueOf(
          ports.targets.skip(lease, { channelId: channel.id, targets: [{ target: 'dan', reason: 'self' }], at: at(2) }),
        );
        await valueOf(ports.leads.mark(lease, { scan: 5, followers: ['ben'], at: at(3) }));
        await valueOf(ports.leads.count(lease, { scan: 5, at: at(3) }));
        const all = await valueOf(ports.journal.stretch(running.instagram.id, { after: 0, limit: 100 }));
        assert.deepEqual(
          all.map(({ kind }) => kind),
          ['filled', 'action', 'skipped', 'counted'],
        );
        const [first, second] = all;
        const stretch = await valueOf(ports.journal.stretch(running.instagram.id, { after: first?.id ?? 0, limit: 1 }));
        assert.deepEqual(stretch, [second]);
        const { leadsCount, targetsCount, followersCount } = await valueOf(ports.channels.find(ref));
        assert.deepEqual(replay(all), { leads: leadsCount, targets: targetsCount, followers: followersCount });
        assert.deepEqual(replay(all), { leads: 1, targets: 1, followers: 1 });
      });

      test('gives for each day what was attempted, and what came of it', async () => {
        const running = await run(ports, ['ben', 'cleo', 'dan', 'eve']);
        const { lease, channel, at } = running;
        await act(ports, running, 'ben', { at: at(0) });
        await act(ports, running, 'cleo', { at: at(1000) });
        const { id } = await valueOf(record(running, 'dan', { at: at(2000) }));
        await valueOf(ports.journal.finish({ id, outcome: 'failed', failure: 'late', at: at(2000) }));
        await valueOf(record(running, 'eve', { at: at(DAY) }));
        await valueOf(ports.leads.mark(lease, { scan: 1, followers: ['cleo', 'dan', 'zoe'], at: at(DAY) }));
        const day = (moment: Date): string => moment.toISOString().slice(0, 10);
        const second = {
          channelId: channel.id,
          day: day(at(DAY)),
          attempted: 1,
          done: 0,
          failed: 0,
          leads: 0,
          followersGained: 0,
          conversion: 0,
        };
        const first = {
          ...second,
          day: day(at(0)),
          attempted: 3,
          done: 2,
          failed: 1,
          leads: 2,
          followersGained: 1,
          conversion: 0.5,
        };
        const { id: instagramId } = running.instagram;
        assert.deepEqual(await valueOf(ports.journal.days(instagramId, new Date(0))), [first, second]);
        assert.deepEqual(await valueOf(ports.journal.days(instagramId, at(DAY + 3_600_000))), [second]);
      });
    });

    describe('the pace', () => {
      const paceOf = (running: Running, milliseconds: number, limits = FREE.limits) =>
        valueOf(ports.journal.pace(running.instagram.username, { limits, window: DAY, now: running.at(milliseconds) }));
      const people = Array.from({ length: 10 }, (_, index) => `person ${index}`);
      const limited = { ...FREE.limits, like: 3, total: 4 };
      const rules = { ...FREE, limits: limited };

      test('of who has done nothing keeps nobody', async () => {
        assert.deepEqual(await paceOf(await run(ports), 0), { last: {}, filled: {} });
      });

      test('tells the last action of each kind, and what fills a limit', async () => {
        const running = await run(ports, people);
        const { at } = running;
        for (const [index, target] of people.slice(0, 4).entries()) {
          await act(ports, running, target, { at: at(index), action: index === 3 ? 'follow' : 'like' });
        }
        const pace = await paceOf(running, 10, limited);
        assert.deepEqual(pace, { last: { like: at(2), follow: at(3) }, filled: { like: at(0), total: at(0) } });
        const lower = await paceOf(running, 10, { ...limited, like: 1, total: 2 });
        assert.deepEqual(lower.filled, { like: at(2), total: at(2) });
        assert.deepEqual((await paceOf(running, DAY + 1, limited)).filled, {});
      });

      test('is looked at when an action is recorded: no window has more than the limit', async () => {
        const running = await run(ports, people);
        const { at } = running;
        for (const [index, target] of people.slice(0, 3).entries())
          await act(ports, running, target, { at: at(index), rules });
        await refused(record(running, 'person 3', { at: at(4), rules }), 'pace-exceeded');
        await refused(record(running, 'person 3', { at: at(DAY), rules }), 'pace-exceeded');
        await act(ports, running, 'person 3', { at: at(DAY + 1), rules });
        await refused(record(running, 'person 4', { at: at(DAY + 1), rules }), 'pace-exceeded');
        assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 1)), ['person 4']);
        // Of other kinds there may be some until the total is reached.
        await act(ports, running, 'person 4', { at: at(DAY + 1), rules, action: 'follow' });
        await refused(record(running, 'person 5', { at: at(DAY + 1), rules, action: 'comment' }), 'pace-exceeded');
        await refused(
          record(running, 'person 5', { at: at(9 * DAY), rules: { ...rules, limits: { ...limited, like: 0 } } }),
          'pace-exceeded',
        );
      });

      test('keeps two actions of a kind apart', async () => {
        const running = await run(ports, people);
        const { at } = running;
        const slow = { ...FREE, speed: { ...FREE.speed, like: 10 } };
        await act(ports, running, 'person 0', { at: at(0), rules: slow });
        await refused(record(running, 'person 1', { at: at(359_999), rules: slow }), 'pace-exceeded');
        await act(ports, running, 'person 1', { at: at(359_999), rules: slow, action: 'follow' });
        await act(ports, running, 'person 2', { at: at(360_000), rules: slow });
      });

      test('counts an action where it ended, and one of unknown end where it may have ended', async () => {
        const running = await run(ports, people);
        const { at } = running;
        const { id } = await valueOf(record(running, 'person 0', { at: at(0), busyUntil: at(5000) }));
        assert.deepEqual((await paceOf(running, 1)).last, { like: at(5000) });
        await valueOf(ports.journal.finish({ id, outcome: 'failed', failure: 'late', at: at(700) }));
        assert.deepEqual((await paceOf(running, 1)).last, { like: at(700) });
      });

      test('is one for all accounts of a user name, in any case, and outlives them', async () => {
        const username = `Twin_${randomUUID()}`;
        const one = await run(ports, people, { username });
        const other = await run(ports, people, { username: username.toUpperCase() });
        const at = other.at(5);
        for (const [index, target] of people.slice(0, 3).entries()) {
          await act(ports, one, target, { at: other.at(index), rules });
        }
        await refused(record(other, 'person 0', { at, rules }), 'pace-exceeded');
        await valueOf(ports.instagrams.remove(refOf(one.instagram)));
        await refused(record(other, 'person 0', { at, rules }), 'pace-exceeded');
        await act(ports, other, 'person 0', { at: other.at(DAY + 1), rules });
      });

      test(`lets no more of ${RACERS} at once pass than there is room for`, async () => {
        const username = `Racer_${randomUUID()}`;
        const many = Array.from({ length: RACERS }, (_, index) => `racer ${index}`);
        const runners = [await run(ports, many, { username }), await run(ports, many, { username })] as const;
        const at = runners[1].at(0);
        const results = await race((racer) =>
          record(racer % 2 === 0 ? runners[0] : runners[1], `racer ${racer}`, { at, busyUntil: at, rules }),
        );
        // One at a moment: a thousandth of a second lies between two of them at the least.
        assert.deepEqual(tally(results), { ok: 1, 'pace-exceeded': RACERS - 1 });
      });
    });

    describe('leads', () => {
      test('are counted where a scan has met them', async () => {
        const running = await run(ports, ['ben', 'cleo', 'dan']);
        const { lease, ref, at, instagram } = running;
        await act(ports, running, 'ben');
        await act(ports, running, 'cleo', { at: at(1) });
        await valueOf(record(running, 'dan', { at: at(2) }));
        const count = async (scan: number, followers: readonly string[]): Promise<number> => {
          await valueOf(ports.leads.mark(lease, { scan, followers, at: at(scan) }));
          await valueOf(ports.leads.count(lease, { scan, at: at(scan) }));
          return (await valueOf(ports.channels.find(ref))).followersCount;
        };
        assert.equal(await count(10, ['ben', 'dan', 'zoe']), 1);
        assert.equal(await count(20, ['ben', 'cleo']), 2);
        assert.equal(await count(30, ['cleo', 'ben']), 2);
        assert.equal(await count(40, []), 0);
        const entries = await valueOf(ports.journal.stretch(instagram.id, { after: 0, limit: 100 }));
        assert.deepEqual(
          entries.flatMap((entry) => (entry.kind === 'counted' ? [entry.amount] : [])),
          [1, 2, 0],
        );
        // Who has followed once was gained, whether or not they stayed.
        const [day] = await valueOf(ports.journal.days(instagram.id, new Date(0)));
        assert.equal(day?.followersGained, 2);
      });

      test('of other accounts are left alone', async () => {
        const [one, other] = [await run(ports, ['ben']), await run(ports, ['ben'])];
        for (const running of [one, other]) await act(ports, running, 'ben');
        await valueOf(ports.leads.mark(one.lease, { scan: 1, followers: ['ben'], at: one.at(1) }));
        for (const { lease, at } of [one, other]) await valueOf(ports.leads.count(lease, { scan: 1, at: at(1) }));
        assert.equal((await valueOf(ports.channels.find(one.ref))).followersCount, 1);
        assert.equal((await valueOf(ports.channels.find(other.ref))).followersCount, 0);
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'of two servers one gets each account': async (here, there) => {
        const at = new Date(anEpoch());
        const ids: number[] = [];
        for (let index = 0; index < 10; index += 1) ids.push((await addInstagram(here, at)).id);
        const until = new Date(at.getTime() + DAY);
        const takes = await race((racer) => (racer % 2 === 0 ? here : there).leases.take({ now: at, until, limit: 3 }));
        const given = takes.flatMap((result) => (result.isOk() ? result.value.taken : []));
        const mine = given.map(({ lease }) => lease.instagramId).filter((id) => ids.includes(id));
        assert.equal(new Set(mine).size, mine.length);
        assert.equal(mine.length, ids.length);
      },
      'a server that lost its lease changes nothing': async (here, there) => {
        const running = await run(here, ['ben']);
        const taken = await take(there, running.instagram.id, running.at(3_600_000), running.at(DAY));
        assert.ok(taken !== undefined);
        await refused(here.journal.record(running.lease, newAction(running, 'ben')), 'lease-lost');
        await valueOf(there.journal.record(taken.lease, newAction(running, 'ben')));
      },
    });
  });
}
