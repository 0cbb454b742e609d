import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Member } from '../../push/ports.ts';
import type { Ports } from '../../ports.ts';
import { race, RACERS, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { unusedChannel } from './samples.ts';

// Far from those of other tests: what is dead is so for all channels.
const NOW = new Date('2026-11-22T08:00:00.000Z');
const LONG_AGO = new Date('2000-01-01T00:00:00.000Z');

/**
 * What every `PresenceRegistry` must do. Resolves `PORTS.presence`.
 *
 * @example
 * ```ts
 * presenceContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function presenceContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of PresenceRegistry', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test('nobody is present at first', async () => {
      assert.deepEqual(await members(ports, unusedChannel('presence-')), []);
    });

    test('who joins first is told so, and is present with what is known of them', async () => {
      const channel = unusedChannel('presence-');
      const ann = member('ann', '{"name":"Ann 👩‍🚀"}');
      assert.equal(await join(ports, channel, ann, '1.1'), true);
      assert.deepEqual(await members(ports, channel), [ann]);
    });

    test('any id and any JSON come back as they were', async () => {
      const channel = unusedChannel('presence-');
      const all = TEXTS.map((text, index) => member(`${index} ${text}`, JSON.stringify({ text })));
      for (const [index, one] of all.entries()) await join(ports, channel, one, `1.${index}`);
      const present = await members(ports, channel);
      assert.deepEqual(new Set(present.map(({ userId }) => userId)), new Set(all.map(({ userId }) => userId)));
      for (const one of all) assert.equal(present.find(({ userId }) => userId === one.userId)?.info, one.info);
    });

    test('one with several connections is one, and leaves with the last', async () => {
      const channel = unusedChannel('presence-');
      const ann = member('ann');
      assert.deepEqual([await join(ports, channel, ann, '1.1'), await join(ports, channel, ann, '1.2')], [true, false]);
      assert.equal((await members(ports, channel)).length, 1);
      assert.equal(await leave(ports, channel, '1.1'), undefined);
      assert.equal((await members(ports, channel)).length, 1);
      assert.deepEqual(await leave(ports, channel, '1.2'), ann);
      assert.deepEqual(await members(ports, channel), []);
      assert.equal(await join(ports, channel, ann, '1.3'), true);
    });

    test('a connection joins once and leaves once', async () => {
      const channel = unusedChannel('presence-');
      const ann = member('ann');
      assert.deepEqual([await join(ports, channel, ann, '1.1'), await join(ports, channel, ann, '1.1')], [true, false]);
      assert.deepEqual([await leave(ports, channel, '1.1'), await leave(ports, channel, '1.1')], [ann, undefined]);
      assert.deepEqual(await members(ports, channel), []);
    });

    test('channels, and connections of other servers with the same number, are told apart', async () => {
      const [one, other] = [unusedChannel('presence-'), unusedChannel('presence-')];
      const [ann, bob] = [member('ann'), member('bob')];
      await join(ports, one, ann, '1.1', 'a');
      assert.equal(await join(ports, other, ann, '1.1', 'a'), true);
      assert.equal(await join(ports, one, bob, '1.1', 'b'), true);
      assert.deepEqual(await leave(ports, one, '1.1', 'b'), bob);
      assert.deepEqual(await members(ports, one), [ann]);
      assert.deepEqual(await members(ports, other), [ann]);
      assert.equal(await leave(ports, one, '1.1', 'c'), undefined);
    });

    test('who comes back may be known otherwise', async () => {
      const channel = unusedChannel('presence-');
      await join(ports, channel, member('ann', '{"name":"Ann"}'), '1.1');
      await leave(ports, channel, '1.1');
      await join(ports, channel, member('ann', '{"name":"Anna"}'), '1.2');
      assert.deepEqual(await members(ports, channel), [member('ann', '{"name":"Anna"}')]);
    });

    test(`of ${RACERS} connections of one that join at once one is first, and of as many that leave one is last`, async () => {
      const channel = unusedChannel('presence-');
      const joined = await race((racer) =>
        ports.presence.join({ ...entry(channel, `1.${racer}`), member: member('ann'), now: NOW }),
      );
      assert.equal(joined.filter((result) => result.isOk() && result.value.isFirst).length, 1);
      const left = await race((racer) => ports.presence.leave(entry(channel, `1.${racer}`)));
      assert.equal(left.filter((result) => result.isOk() && result.value.left !== undefined).length, 1);
      assert.deepEqual(await members(ports, channel), []);
    });

    test('connections of a server that gave no sign of life count no more', async () => {
      const channel = unusedChannel('presence-');
      const [dead, alive] = [randomUUID(), randomUUID()];
      const [ann, bob] = [member('ann'), member('bob')];
      await join(ports, channel, ann, '1.1', dead);
      await join(ports, channel, ann, '1.2', dead);
      await join(ports, channel, bob, '1.3', dead);
      await join(ports, channel, bob, '1.1', alive);
      assert.deepEqual(await keepAlive(ports, dead, NOW, LONG_AGO), []);

      const later = new Date(NOW.getTime() + 60_000);
      const left = (await keepAlive(ports, alive, later, new Date(NOW.getTime() + 1))).filter(
        (one) => one.channel === channel,
      );
      assert.deepEqual(left, [{ channel, member: ann }]);
      assert.deepEqual(await members(ports, channel), [bob]);
      assert.deepEqual(await keepAlive(ports, alive, later, new Date(NOW.getTime() + 1)), []);
      assert.equal(await leave(ports, channel, '1.1', dead), undefined);
      assert.equal(await join(ports, channel, ann, '1.4', alive), true);
    });

    test('a sign of life keeps connections, to the moment', async () => {
      const channel = unusedChannel('presence-');
      const [kept, other] = [randomUUID(), randomUUID()];
      const much = new Date(NOW.getTime() + 3_600_000);
      await join(ports, channel, member('ann'), '1.1', kept);
      await keepAlive(ports, kept, much, LONG_AGO);
      await keepAlive(ports, other, new Date(much.getTime() + 1), much);
      assert.deepEqual(await members(ports, channel), [member('ann')]);
    });

    testSharedStorage(runner, opened, capabilities, {
      'one is present over all servers, and gone from all with the last connection': async (here, there) => {
        const channel = unusedChannel('presence-');
        const ann = member('ann');
        assert.equal(await join(here, channel, ann, '1.1', 'here'), true);
        assert.equal(await join(there, channel, ann, '1.1', 'there'), false);
        assert.deepEqual(await members(there, channel), [ann]);
        assert.equal(await leave(here, channel, '1.1', 'here'), undefined);
        assert.deepEqual(await leave(there, channel, '1.1', 'there'), ann);
        assert.deepEqual(await members(here, channel), []);
      },
      'what a dead server leaves is told by one server': async (here, there) => {
        const channel = unusedChannel('presence-');
        const dead = randomUUID();
        const start = new Date('2030-01-01T00:00:00Z');
        await valueOf(here.presence.join({ ...entry(channel, '1.1', dead), member: member('ann'), now: start }));
        const later = new Date('2030-01-01T01:00:00Z');
        const told = await Promise.all(
          [here, there].map((ports, index) => keepAlive(ports, `other ${index}`, later, new Date(start.getTime() + 1))),
        );
        assert.equal(told.flat().filter((one) => one.channel === channel).length, 1);
      },
    });
  });
}

function member(userId: string, info = '{}'): Member {
  return { userId, info };
}

function entry(
  channel: string,
  connection: string,
  server = 'server',
): { readonly channel: string; readonly connection: string; readonly server: string } {
  return { channel, connection, server };
}

async function join(ports: Ports, channel: string, one: Member, connection: string, server?: string): Promise<boolean> {
  const joined = await valueOf(ports.presence.join({ ...entry(channel, connection, server), member: one, now: NOW }));
  return joined.isFirst;
}

async function leave(ports: Ports, channel: string, connection: string, server?: string): Promise<Member | undefined> {
  const { left } = await valueOf(ports.presence.leave(entry(channel, connection, server)));
  return left;
}

async function members({ presence }: Ports, channel: string): Promise<readonly Member[]> {
  return valueOf(presence.members(channel));
}

function keepAlive(
  { presence }: Ports,
  server: string,
  now: Date,
  deadBefore: Date,
): Promise<readonly { readonly channel: string; readonly member: Member }[]> {
  return valueOf(presence.keepAlive({ server, now, deadBefore }));
}
