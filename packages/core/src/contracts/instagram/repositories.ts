import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ResultAsync } from 'neverthrow';
import type { Trouble } from '../../instagram/instagram.ts';
import { refused, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import {
  act,
  addInstagram,
  anEpoch,
  channelRefOf,
  INFO,
  newAction,
  newChannel,
  newInstagram,
  refOf,
  run,
  take,
  type Running,
} from './samples.ts';

/**
 * What every `InstagramRepository` and `ChannelRepository` must do. Resolves `PORTS.instagrams`, `PORTS.channels`, and
 * the engine's ports and `PORTS.accounts` on the same storage.
 *
 * @example
 * ```ts
 * instagramsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function instagramsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of InstagramRepository and ChannelRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const now = new Date(anEpoch() + 1);
    const later = new Date(now.getTime() + 60_000);

    describe('accounts', () => {
      test('are stored under new numbers, started', async () => {
        const { id: owner } = await addAccount(ports);
        const wanted = newInstagram(owner, now);
        const added = await valueOf(ports.instagrams.add(wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.deepEqual(added, {
          ...wanted,
          id: added.id,
          state: 'start',
          trouble: null,
          refreshedAt: now,
          scan: null,
        });
        assert.deepEqual(await valueOf(ports.instagrams.find(refOf(added))), added);
        const next = await valueOf(ports.instagrams.add(newInstagram(owner, now)));
        assert.ok(next.id > added.id);
        assert.deepEqual(await valueOf(ports.instagrams.list(owner)), [added, next]);
      });

      test('keep any text', async () => {
        const { id: owner } = await addAccount(ports);
        for (const text of TEXTS) {
          const changes = { username: text, info: { ...INFO, biography: text } };
          const added = await valueOf(ports.instagrams.add(newInstagram(owner, now, changes)));
          const { username, info } = await valueOf(ports.instagrams.find(refOf(added)));
          assert.deepEqual([username, info.biography], [text, text]);
        }
      });

      test('need an owner, and are found by no other', async () => {
        for (const owner of NO_IDS) await refused(ports.instagrams.add(newInstagram(owner, now)), 'account-not-found');
        const added = await addInstagram(ports, now);
        const { id: other } = await addAccount(ports);
        for (const ref of [{ owner: other, id: added.id }, ...NO_IDS.map((id) => ({ owner: added.owner, id }))]) {
          await refused(ports.instagrams.find(ref), 'instagram-not-found');
          await refused(ports.instagrams.change(ref, { trusted: true, updatedAt: now }), 'instagram-not-found');
          await refused(ports.instagrams.start(ref, now), 'instagram-not-found');
          await refused(ports.instagrams.stop(ref, now), 'instagram-not-found');
          await refused(ports.instagrams.remove(ref), 'instagram-not-found');
          await refused(ports.channels.list(ref), 'instagram-not-found');
          await refused(ports.channels.add(ref, newChannel(now)), 'instagram-not-found');
        }
        assert.deepEqual(await valueOf(ports.instagrams.list(other)), []);
        assert.deepEqual(await valueOf(ports.instagrams.find(refOf(added))), added);
      });

      test('are changed in what is named, and in nothing else', async () => {
        const added = await addInstagram(ports, now);
        const changes = { hours: { min: 22, max: 5 }, trusted: true, updatedAt: later };
        assert.deepEqual(await valueOf(ports.instagrams.change(refOf(added), changes)), { ...added, ...changes });
        const all = {
          username: 'Ben',
          password: { keyId: 'k2', sealed: 'x' },
          info: { ...INFO, pk: 1 },
          updatedAt: later,
        };
        const changed = await valueOf(ports.instagrams.change(refOf(added), all));
        assert.deepEqual(changed, { ...added, ...changes, ...all });
        assert.deepEqual(await valueOf(ports.instagrams.find(refOf(added))), changed);
      });

      test('are stopped with their channels, and started without them', async () => {
        const { instagram, ref } = await run(ports, ['ben']);
        const idle = await valueOf(ports.channels.add(refOf(instagram), newChannel(now)));
        const stopped = await valueOf(ports.instagrams.stop(refOf(instagram), later));
        assert.deepEqual([stopped.state, stopped.updatedAt], ['stop', later]);
        const channel = await valueOf(ports.channels.find(ref));
        assert.deepEqual([channel.state, channel.updatedAt, channel.targetsCount], ['stop', later, 1]);
        assert.deepEqual(await valueOf(ports.channels.find(channelRefOf(instagram, idle))), idle);
        const started = await valueOf(ports.instagrams.start(refOf(instagram), later));
        assert.equal(started.state, 'start');
        assert.equal((await valueOf(ports.channels.find(ref))).state, 'stop');
      });

      test('are removed with all that is theirs', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        await act(ports, running, 'ben');
        await valueOf(ports.instagrams.remove(refOf(running.instagram)));
        await refused(ports.instagrams.find(refOf(running.instagram)), 'instagram-not-found');
        await refused(ports.channels.find(running.ref), 'instagram-not-found');
        assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 10)), []);
        const all = { after: 0, limit: 10 };
        assert.deepEqual(await valueOf(ports.journal.stretch(running.instagram.id, all)), []);
        await refused(ports.journal.record(running.lease, newAction(running, 'cleo')), 'lease-lost');
      });
    });

    describe('what the owner changes', () => {
      const doings = {
        'an account': ({ instagram, at }) =>
          ports.instagrams.change(refOf(instagram), { trusted: true, updatedAt: at(1) }),
        'starting it': ({ instagram, at }) => ports.instagrams.start(refOf(instagram), at(1)),
        'a channel': ({ ref, at }) => ports.channels.change(ref, { value: 'other', updatedAt: at(1) }),
        'starting a channel': ({ ref, at }) => ports.channels.start(ref, at(1)),
        'stopping a channel': ({ ref, at }) => ports.channels.stop(ref, at(1)),
        'adding a channel': ({ instagram, at }) => ports.channels.add(refOf(instagram), newChannel(at(1))),
        'removing a channel': ({ ref }) => ports.channels.remove(ref),
      } satisfies Record<string, (running: Running) => ResultAsync<unknown, { readonly kind: string }>>;
      for (const [name, doing] of Object.entries(doings)) {
        test(`takes the account from whoever runs it, and makes it due: ${name}`, async () => {
          const running = await run(ports, ['ben']);
          const done: ResultAsync<unknown, { readonly kind: string }> = doing(running);
          await valueOf(done);
          const { lease, at } = running;
          await refused(ports.journal.record(lease, newAction(running, 'ben')), 'lease-lost');
          await refused(ports.leases.renew(lease, at(9)), 'lease-lost');
          await refused(ports.leases.release(lease, { dueAt: at(9), trouble: null }), 'lease-lost');
          assert.ok((await take(ports, lease.instagramId, at(1), at(9))) !== undefined);
        });
      }

      test('takes a stopped or removed account out of what is due', async () => {
        const stopped = await run(ports);
        await valueOf(ports.instagrams.stop(refOf(stopped.instagram), stopped.at(1)));
        assert.equal(await take(ports, stopped.instagram.id, stopped.at(9), stopped.at(10)), undefined);
      });
    });

    describe('busyUntil', () => {
      test('tells until when actions of unknown end may be on their way', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        const { lease, instagram, channel, at } = running;
        const busy = (channelId?: number) => valueOf(ports.instagrams.busyUntil(instagram.id, channelId));
        assert.equal(await busy(), undefined);
        const ben = newAction(running, 'ben', { busyUntil: at(5000) });
        const { id } = await valueOf(ports.journal.record(lease, ben));
        assert.deepEqual(await busy(), at(5000));
        assert.deepEqual(await busy(channel.id), at(5000));
        assert.equal(await busy(channel.id + 1), undefined);
        await valueOf(ports.journal.finish({ id, outcome: 'failed', failure: 'late', at: at(1) }));
        assert.equal(await busy(), undefined);
        for (const id of NO_IDS) assert.equal(await valueOf(ports.instagrams.busyUntil(id)), undefined);
      });
    });

    describe('passwords', () => {
      test('under other keys are found, counted and replaced, and nobody loses a lease by it', async () => {
        const keyId = randomUUID();
        const running = await run(ports, ['ben'], { password: { keyId, sealed: 'old' } });
        const { instagram } = running;
        const { id: instagramId } = instagram;
        const all = await valueOf(ports.instagrams.passwordsNotUnder('none', { after: instagramId - 1, limit: 1 }));
        assert.deepEqual(all, [{ instagramId, password: { keyId, sealed: 'old' } }]);
        const without = await valueOf(ports.instagrams.passwordsNotUnder(keyId, { after: instagramId - 1, limit: 1 }));
        assert.ok(without.every((stored) => stored.instagramId !== instagramId));
        const count = await valueOf(ports.instagrams.countPasswordsNotUnder('none'));
        assert.ok((await valueOf(ports.instagrams.countPasswordsNotUnder(keyId))) < count);

        const stored = { instagramId, password: { keyId, sealed: 'old' } };
        const renewed = { keyId: 'k9', sealed: 'new' };
        assert.equal(await valueOf(ports.instagrams.replacePassword(stored, renewed)), true);
        assert.equal(await valueOf(ports.instagrams.replacePassword(stored, { keyId: 'k8', sealed: 'x' })), false);
        assert.deepEqual((await valueOf(ports.instagrams.find(refOf(instagram)))).password, renewed);
        await act(ports, running, 'ben');
      });
    });

    describe('channels', () => {
      test('are stored under new numbers, stopped', async () => {
        const instagram = await addInstagram(ports, now);
        const wanted = newChannel(now, { action: 'comment', target: 'hashtag', value: 'sea', comments: [...TEXTS] });
        const added = await valueOf(ports.channels.add(refOf(instagram), wanted));
        assert.deepEqual(added, {
          ...wanted,
          id: added.id,
          instagramId: instagram.id,
          state: 'stop',
          leadsCount: 0,
          targetsCount: 0,
          followersCount: 0,
          cursor: null,
          exhausted: false,
          servedAt: null,
        });
        assert.deepEqual(await valueOf(ports.channels.find(channelRefOf(instagram, added))), added);
        const next = await valueOf(ports.channels.add(refOf(instagram), newChannel(now)));
        assert.ok(next.id > added.id);
        assert.deepEqual(await valueOf(ports.channels.list(refOf(instagram))), [added, next]);
      });

      test('of others, and such as are not there, are not found', async () => {
        const { instagram, channel } = await run(ports);
        const other = await run(ports);
        const missing = NO_IDS.map((id) => ({ instagram: refOf(instagram), id }));
        for (const ref of [...missing, { instagram: refOf(other.instagram), id: channel.id }]) {
          await refused(ports.channels.find(ref), 'channel-not-found');
          await refused(ports.channels.change(ref, { value: 'x', updatedAt: now }), 'channel-not-found');
          await refused(ports.channels.start(ref, now), 'channel-not-found');
          await refused(ports.channels.stop(ref, now), 'channel-not-found');
          await refused(ports.channels.remove(ref), 'channel-not-found');
        }
        const foreign = { instagram: { owner: other.instagram.owner, id: instagram.id }, id: channel.id };
        await refused(ports.channels.find(foreign), 'instagram-not-found');
        await refused(ports.channels.remove(foreign), 'instagram-not-found');
        assert.equal((await valueOf(ports.channels.list(refOf(instagram)))).length, 1);
      });

      test('are started only where the account is', async () => {
        const { instagram, ref, at } = await run(ports);
        await valueOf(ports.instagrams.stop(refOf(instagram), at(1)));
        await refused(ports.channels.start(ref, at(2)), 'instagram-inactive');
        assert.equal((await valueOf(ports.channels.find(ref))).state, 'stop');
        await valueOf(ports.instagrams.start(refOf(instagram), at(3)));
        assert.equal((await valueOf(ports.channels.start(ref, at(4)))).state, 'start');
      });

      test('keep state, queue and counts when something else than their source is changed', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        await act(ports, running, 'ben');
        const { ref, at } = running;
        const before = await valueOf(ports.channels.find(ref));
        const changes = { action: 'comment' as const, comments: ['Nice!'], updatedAt: at(1) };
        assert.deepEqual(await valueOf(ports.channels.change(ref, changes)), { ...before, ...changes });
        assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 10)), ['cleo']);
      });

      for (const changes of [{ value: 'other' }, { target: 'hashtag' as const }]) {
        test(`begin anew with another ${Object.keys(changes).join()}`, async () => {
          const running = await run(ports, ['ben', 'cleo', 'dan']);
          await act(ports, running, 'ben');
          const { ref, lease, at } = running;
          const end = { channelId: running.channel.id, people: [], cursor: null, exhausted: true, at: at(1) };
          assert.equal((await valueOf(ports.targets.fill(lease, end))).state, 'empty');
          const changed = await valueOf(ports.channels.change(ref, { ...changes, updatedAt: at(2) }));
          const { state, cursor, exhausted, targetsCount, leadsCount } = changed;
          assert.deepEqual([state, cursor, exhausted, targetsCount, leadsCount], ['start', null, false, 0, 1]);
          assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 10)), []);
          const entries = await valueOf(ports.journal.stretch(running.instagram.id, { after: 0, limit: 10 }));
          assert.equal(entries.at(-1)?.kind, 'cleared');
        });
      }

      test('that have read their source to its end begin it again when they are started', async () => {
        const { ref, lease, channel, at } = await run(ports, ['ben']);
        const end = { channelId: channel.id, people: [], cursor: null, exhausted: true, at: at(1) };
        await valueOf(ports.targets.fill(lease, end));
        const started = await valueOf(ports.channels.start(ref, at(2)));
        assert.deepEqual(
          [started.state, started.cursor, started.exhausted, started.targetsCount],
          ['start', null, false, 1],
        );
      });

      test('are removed with their queue and their journal', async () => {
        const running = await run(ports, ['ben', 'cleo']);
        await act(ports, running, 'ben');
        await valueOf(ports.channels.remove(running.ref));
        await refused(ports.channels.find(running.ref), 'channel-not-found');
        assert.deepEqual(await valueOf(ports.targets.first(running.channel.id, 10)), []);
        assert.deepEqual(await valueOf(ports.journal.stretch(running.instagram.id, { after: 0, limit: 10 })), []);
      });
    });

    test('a trouble is kept with its moments, until the owner starts the account', async () => {
      const { instagram, lease, at } = await run(ports);
      const trouble: Trouble = {
        failure: 'gateway-followers-failed',
        during: 'filling',
        channelId: 3,
        at: at(1),
        until: at(30_001),
        failures: 2,
      };
      await valueOf(ports.leases.release(lease, { dueAt: at(5), trouble }));
      assert.deepEqual((await valueOf(ports.instagrams.find(refOf(instagram)))).trouble, trouble);
      assert.equal((await valueOf(ports.instagrams.start(refOf(instagram), at(6)))).trouble, null);
    });

    testSharedStorage(runner, opened, capabilities, {
      'what one server changes takes the account from the other': async (here, there) => {
        const running = await run(here, ['ben']);
        await valueOf(there.instagrams.stop(refOf(running.instagram), running.at(1)));
        await refused(here.journal.record(running.lease, newAction(running, 'ben')), 'lease-lost');
      },
      'nothing is recorded once stop has answered, and what was is known to be on its way': async (here, there) => {
        const people = Array.from({ length: 20 }, (_, index) => `person ${index}`);
        const running = await run(here, people);
        const records = people.map((target, index) =>
          here.journal.record(
            running.lease,
            newAction(running, target, { at: running.at(index), busyUntil: running.at(99_999) }),
          ),
        );
        await valueOf(there.instagrams.stop(refOf(running.instagram), running.at(1)));
        const entries = await valueOf(there.journal.stretch(running.instagram.id, { after: 0, limit: 100 }));
        const known = entries.filter(({ kind }) => kind === 'action').length;
        const busy = await valueOf(there.instagrams.busyUntil(running.instagram.id));
        assert.deepEqual(busy, known > 0 ? running.at(99_999) : undefined);
        await Promise.all(records);
        const after = await valueOf(there.journal.stretch(running.instagram.id, { after: 0, limit: 100 }));
        assert.deepEqual(after, entries);
      },
    });
  });
}
