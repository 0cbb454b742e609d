import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Delivery, Destination } from '../../push/delivery-ports.ts';
import type { Message } from '../../push/message.ts';
import type { Ports } from '../../ports.ts';
import { race, RACERS, valueOf, valuesOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, MOMENT } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { newDestination, newMessages, publishAll, unusedChannel } from './samples.ts';

const NOW = new Date('2026-11-22T08:00:00.000Z');

/** Some milliseconds after the time at which claims are made. */
function later(milliseconds: number): Date {
  return new Date(NOW.getTime() + milliseconds);
}

/**
 * What every `Deliveries` must do. Resolves `PORTS.deliveries`, and `PORTS.messageLog` and `PORTS.accounts` on the same
 * storage.
 *
 * @example
 * ```ts
 * deliveriesContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function deliveriesContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of Deliveries', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('destinations', () => {
      test('come back as they were put, until they are removed', async () => {
        const destination = newDestination([unusedChannel(), '*', 'private-*']);
        await valueOf(ports.deliveries.put(destination));
        assert.deepEqual(await valueOf(ports.deliveries.find(destination.id)), destination);
        const changed = { ...destination, address: { url: 'https://example.com/other' }, channels: ['*'] };
        await valueOf(ports.deliveries.put(changed));
        assert.deepEqual(await valueOf(ports.deliveries.find(destination.id)), changed);
        assert.equal(await valueOf(ports.deliveries.remove(destination.id)), true);
        assert.equal(await valueOf(ports.deliveries.find(destination.id)), undefined);
        assert.equal(await valueOf(ports.deliveries.remove(destination.id)), false);
      });

      test('are listed by id: the operator’s, or those of one account', async () => {
        const transport = `transport-${randomUUID()}`;
        const [ann, bob] = [await addAccount(ports), await addAccount(ports)];
        const put = async (name: string, changes: Partial<Destination> = {}): Promise<Destination> => {
          const destination = newDestination(['*'], { transport, id: `${transport}:${name}`, ...changes });
          await valueOf(ports.deliveries.put(destination));
          return destination;
        };
        const [b, a] = [await put('b'), await put('a')];
        const [second, first] = [await put('y', { accountId: ann.id }), await put('x', { accountId: ann.id })];
        await put('z', { accountId: bob.id });
        assert.deepEqual(await valueOf(ports.deliveries.list({ transport })), [a, b]);
        assert.deepEqual(await valueOf(ports.deliveries.list({ transport, accountId: ann.id })), [first, second]);
        assert.deepEqual(await valueOf(ports.deliveries.list({ transport: `${transport}-other` })), []);
      });

      test('are known to be there, or not', async () => {
        const destination = newDestination(['*']);
        const { transport } = destination;
        assert.equal(await valueOf(ports.deliveries.any([transport])), false);
        await valueOf(ports.deliveries.put(destination));
        assert.equal(await valueOf(ports.deliveries.any([transport, 'other'])), true);
        assert.equal(await valueOf(ports.deliveries.any([])), false);
        await valueOf(ports.deliveries.remove(destination.id));
        assert.equal(await valueOf(ports.deliveries.any([transport])), false);
      });
    });

    describe('a claim', () => {
      test('has the messages of one channel since the destination was put, in order', async () => {
        const [one, two] = [unusedChannel(), unusedChannel()];
        await publishAll(ports, newMessages(one, 2));
        const destination = await put(ports, [one, two]);
        const ofOne = await publishAll(ports, newMessages(one, 3));
        await publishAll(ports, newMessages(unusedChannel(), 2));
        const ofTwo = await publishAll(ports, newMessages(two, 1));

        const claims = await claim(ports, destination);
        assert.deepEqual(
          claims.map(({ channel, messages }) => [channel, messages]).toSorted(byFirst),
          [
            [one, ofOne],
            [two, ofTwo],
          ].toSorted(byFirst),
        );
        for (const delivery of claims) {
          assert.deepEqual(delivery.destination, destination);
          assert.equal(delivery.attempts, 0);
          assert.equal(delivery.failingSince, undefined);
        }
      });

      test('has as many messages as are asked for, of as many channels', async () => {
        const channels = [unusedChannel(), unusedChannel(), unusedChannel()];
        const destination = await put(ports, channels);
        for (const channel of channels) await publishAll(ports, newMessages(channel, 3));
        const claims = await claim(ports, destination, { limit: 2, messages: 2 });
        assert.deepEqual(
          claims.map(({ messages }) => messages.map(({ data }) => data)),
          [
            ['0', '1'],
            ['0', '1'],
          ],
        );
        assert.equal((await claim(ports, destination)).length, 1);
      });

      test('is for the transports that are asked for', async () => {
        const channel = unusedChannel();
        const [one, other] = [await put(ports, [channel]), await put(ports, [channel])];
        await publishAll(ports, newMessages(channel, 1));
        assert.deepEqual(
          (await claim(ports, one)).map(({ destination }) => destination.id),
          [one.id],
        );
        assert.deepEqual(
          (await claim(ports, other)).map(({ destination }) => destination.id),
          [other.id],
        );
      });

      for (const kind of ['', 'private-', 'presence-'] as const) {
        test(`of ${kind}* has all channels of that kind, and of no other, also those that come later`, async () => {
          const destination = await put(ports, [`${kind}*`]);
          const [known, ...others] = (['', 'private-', 'presence-'] as const)
            .toSorted((one) => (one === kind ? -1 : 1))
            .map((prefix) => unusedChannel(prefix));
          for (const channel of [known ?? '', ...others]) await publishAll(ports, newMessages(channel, 2));
          const claims = await claim(ports, destination);
          assert.deepEqual(
            claims.map(({ channel, messages }) => [channel, messages.length]),
            [[known, 2]],
          );
        });
      }

      test('does not go back to what came before, for a channel that was there', async () => {
        const channel = unusedChannel();
        await publishAll(ports, newMessages(channel, 2));
        const destination = await put(ports, ['*']);
        assert.deepEqual(await claim(ports, destination), []);
        const [next] = await publishAll(ports, newMessages(channel, 1));
        const [delivery] = await claim(ports, destination);
        assert.deepEqual(delivery?.messages, [next]);
      });

      test('is nobody else’s until its lease ends', async () => {
        const { destination } = await waiting(ports, 1);
        assert.equal((await claim(ports, destination, { leaseUntil: later(1000) })).length, 1);
        assert.deepEqual(await claim(ports, destination, { now: later(999) }), []);
        assert.deepEqual(await valueOf(ports.deliveries.nextDue([destination.transport])), later(1000));
        assert.equal((await claim(ports, destination, { now: later(1000), leaseUntil: later(2000) })).length, 1);
      });

      test(`of ${RACERS} that are made at once have each delivery once`, async () => {
        const channels = Array.from({ length: 5 }, () => unusedChannel());
        const destination = await put(ports, channels);
        for (const channel of channels) await publishAll(ports, newMessages(channel, 1));
        const claims = valuesOf(await race(() => claiming(ports, destination, { limit: 2 }))).flat();
        // Who meets another may come away with less, but nothing is lost by that.
        claims.push(...(await claim(ports, destination)));
        assert.deepEqual(claims.map(({ channel }) => channel).toSorted(), channels.toSorted());
      });
    });

    describe('settling', () => {
      test('as delivered goes on behind the messages', async () => {
        const { destination, published } = await waiting(ports, 3);
        const [delivery] = await claim(ports, destination, { messages: 2 });
        assert.equal(await settle(ports, delivery, { kind: 'delivered', through: positionOf(published, 1) }), true);
        const [rest] = await claim(ports, destination);
        assert.deepEqual(rest?.messages, published.slice(2));
        await settle(ports, rest, { kind: 'delivered', through: positionOf(published, 2) });
        assert.deepEqual(await claim(ports, destination), []);
        assert.equal(await valueOf(ports.deliveries.nextDue([destination.transport])), undefined);
      });

      test('as to be tried again waits until then, counts, and knows since when it fails', async () => {
        const { destination, published } = await waiting(ports, 2);
        const { transport } = destination;
        const retry = { kind: 'retry', failingSince: later(-5) } as const;
        assert.equal(await settle(ports, (await claim(ports, destination))[0], { ...retry, at: later(10) }), true);
        assert.deepEqual(await valueOf(ports.deliveries.nextDue([transport])), later(10));
        assert.deepEqual(await claim(ports, destination, { now: later(9) }), []);

        const [second] = await claim(ports, destination, { now: later(10) });
        assert.deepEqual([second?.messages, second?.attempts, second?.failingSince], [published, 1, later(-5)]);
        await settle(ports, second, { ...retry, at: later(20) });
        const [third] = await claim(ports, destination, { now: later(20) });
        assert.equal(third?.attempts, 2);
        // One was delivered: the next was tried once.
        await settle(ports, third, { ...retry, through: positionOf(published, 0), at: later(30) });
        const [fourth] = await claim(ports, destination, { now: later(30) });
        assert.deepEqual([fourth?.messages, fourth?.attempts], [published.slice(1), 1]);
        await settle(ports, fourth, { kind: 'delivered', through: positionOf(published, 1) });
        const [next] = await publishAll(ports, newMessages(published[0]?.channel ?? '', 1));
        const [fifth] = await claim(ports, destination);
        assert.deepEqual([fifth?.messages, fifth?.attempts, fifth?.failingSince], [[next], 0, undefined]);
      });

      test('as given up makes dead letters, and goes on behind them at once', async () => {
        const { destination, published } = await waiting(ports, 4);
        const [first] = await claim(ports, destination);
        await settle(ports, first, { kind: 'retry', at: NOW, failingSince: NOW });
        const [second] = await claim(ports, destination);
        const given = {
          kind: 'given-up',
          count: 2,
          at: later(5),
          reason: 'nobody → there',
          failingSince: NOW,
        } as const;
        assert.equal(await settle(ports, second, given), true);

        const letters = (await valueOf(ports.deliveries.deadLetters({ limit: 10 }))).filter(
          ({ destinationId }) => destinationId === destination.id,
        );
        assert.deepEqual(
          letters.map(({ destinationId, message, attempts, reason, givenUpAt }) => ({
            destinationId,
            message,
            attempts,
            reason,
            givenUpAt,
          })),
          [published[1], published[0]].map((message, index) => ({
            destinationId: destination.id,
            message,
            attempts: index === 1 ? 2 : 1,
            reason: 'nobody → there',
            givenUpAt: later(5),
          })),
        );
        const [third] = await claim(ports, destination, { now: later(5) });
        assert.deepEqual([third?.messages, third?.attempts, third?.failingSince], [published.slice(2), 0, NOW]);
        await settle(ports, third, { ...given, through: positionOf(published, 2), count: 1 });
        assert.deepEqual(await claim(ports, destination, { now: later(10) }), []);
      });

      test('is refused once the lease was somebody else’s', async () => {
        const { destination, published } = await waiting(ports, 2);
        const [slow] = await claim(ports, destination, { leaseUntil: later(10) });
        const [quick] = await claim(ports, destination, { now: later(10), leaseUntil: later(1000) });
        assert.equal(await settle(ports, slow, { kind: 'delivered', through: positionOf(published, 1) }), false);
        assert.equal(await settle(ports, slow, { kind: 'given-up', count: 1, at: NOW, reason: 'late' }), false);
        assert.equal(await settle(ports, quick, { kind: 'delivered', through: positionOf(published, 0) }), true);
        assert.equal(await settle(ports, quick, { kind: 'delivered', through: positionOf(published, 1) }), false);
        assert.deepEqual((await claim(ports, destination))[0]?.messages, published.slice(1));
        const letters = await valueOf(ports.deliveries.deadLetters({ limit: 1000 }));
        assert.ok(letters.every(({ destinationId }) => destinationId !== destination.id));
      });

      test('what is gone meanwhile is refused', async () => {
        const { destination, published } = await waiting(ports, 1);
        const [delivery] = await claim(ports, destination);
        await valueOf(ports.deliveries.remove(destination.id));
        assert.equal(await settle(ports, delivery, { kind: 'delivered', through: positionOf(published, 0) }), false);
      });
    });

    describe('putting again', () => {
      test('keeps how far it had got in what is still wanted, and begins anew with what is', async () => {
        const [kept, dropped, added] = [unusedChannel(), unusedChannel(), unusedChannel()];
        const destination = await put(ports, [kept, dropped]);
        for (const channel of [kept, dropped, added]) await publishAll(ports, newMessages(channel, 2));
        await valueOf(ports.deliveries.put({ ...destination, channels: [kept, added] }));
        const [ofAdded] = await publishAll(ports, newMessages(added, 1));
        const claims = await claim(ports, destination);
        assert.deepEqual(
          claims.map(({ channel, messages }) => [channel, messages.length]).toSorted(byFirst),
          [
            [kept, 2],
            [added, 1],
          ].toSorted(byFirst),
        );
        assert.deepEqual(claims.find(({ channel }) => channel === added)?.messages, [ofAdded]);
      });

      test('goes on where it was also with all channels of a kind', async () => {
        const channel = unusedChannel();
        const destination = await put(ports, ['*']);
        await publishAll(ports, newMessages(channel, 2));
        await valueOf(ports.deliveries.put({ ...destination, address: { url: 'https://example.com/moved' } }));
        const claims = await claim(ports, destination);
        assert.deepEqual(
          claims.map((delivery) => [delivery.channel, delivery.messages.length]),
          [[channel, 2]],
        );
        assert.deepEqual(claims[0]?.destination.address, { url: 'https://example.com/moved' });
      });
    });

    describe('dead letters', () => {
      test('are found, listed page by page, and removed once', async () => {
        const { destination } = await waiting(ports, 5);
        const [delivery] = await claim(ports, destination);
        await settle(ports, delivery, { kind: 'given-up', count: 5, at: NOW, reason: 'no' });
        const [latest, second] = await valueOf(ports.deliveries.deadLetters({ limit: 2 }));
        assert.ok(latest !== undefined && second !== undefined && latest.id > second.id);
        const [third] = await valueOf(ports.deliveries.deadLetters({ limit: 1, before: second.id }));
        assert.equal(third?.message.data, '2');
        assert.deepEqual(await valueOf(ports.deliveries.findDeadLetter(second.id)), second);
        const removed = await race(() => ports.deliveries.removeDeadLetter(second.id));
        assert.equal(valuesOf(removed).filter(Boolean).length, 1);
        assert.equal(await valueOf(ports.deliveries.findDeadLetter(second.id)), undefined);
        for (const id of [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
          assert.equal(await valueOf(ports.deliveries.findDeadLetter(id)), undefined);
          assert.equal(await valueOf(ports.deliveries.removeDeadLetter(id)), false);
        }
      });

      test('go with their destination', async () => {
        const { destination } = await waiting(ports, 1);
        await settle(ports, (await claim(ports, destination))[0], {
          kind: 'given-up',
          count: 1,
          at: NOW,
          reason: 'no',
        });
        const [letter] = await valueOf(ports.deliveries.deadLetters({ limit: 1 }));
        assert.equal(letter?.destinationId, destination.id);
        await valueOf(ports.deliveries.remove(destination.id));
        assert.equal(await valueOf(ports.deliveries.findDeadLetter(letter?.id ?? 0)), undefined);
      });

      test('outlive the log', async () => {
        const { destination, published } = await waiting(ports, 1);
        await settle(ports, (await claim(ports, destination))[0], {
          kind: 'given-up',
          count: 1,
          at: NOW,
          reason: 'no',
        });
        await valueOf(ports.messageLog.purge(new Date('2100-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')));
        const [letter] = await valueOf(ports.deliveries.deadLetters({ limit: 1 }));
        assert.deepEqual(letter?.message, published[0]);
      });
    });

    test('what was forgotten is waited for no longer', async () => {
      const { destination } = await waiting(ports, 2);
      await valueOf(ports.messageLog.purge(new Date('2100-01-01T00:00:00Z'), new Date('2100-01-01T00:00:00Z')));
      assert.deepEqual(await claim(ports, destination), []);
      assert.equal(await valueOf(ports.deliveries.nextDue([destination.transport])), undefined);
    });

    testSharedStorage(runner, opened, capabilities, {
      'two servers never hold the same delivery': async (here, there) => {
        const channels = Array.from({ length: 8 }, () => unusedChannel());
        const destination = await put(here, channels);
        for (const channel of channels) await publishAll(here, newMessages(channel, 1));
        const claims = valuesOf(
          await race((racer) => claiming(racer % 2 ? here : there, destination, { limit: 3 })),
        ).flat();
        claims.push(...(await claim(there, destination)));
        assert.deepEqual(claims.map(({ channel }) => channel).toSorted(), channels.toSorted());
      },
    });
  });
}

async function put(ports: Ports, channels: readonly string[]): Promise<Destination> {
  const destination = newDestination(channels);
  await valueOf(ports.deliveries.put(destination));
  return destination;
}

/** A destination for which so many messages of one channel wait. */
async function waiting(
  ports: Ports,
  count: number,
): Promise<{ readonly destination: Destination; readonly published: readonly Message[] }> {
  const channel = unusedChannel();
  const destination = await put(ports, [channel]);
  return { destination, published: await publishAll(ports, newMessages(channel, count, { createdAt: MOMENT })) };
}

type ClaimRequest = Parameters<Ports['deliveries']['claim']>[0];

function claiming(
  { deliveries }: Ports,
  { transport }: Destination,
  changes: Partial<ClaimRequest> = {},
): ReturnType<Ports['deliveries']['claim']> {
  return deliveries.claim({
    owner: randomUUID(),
    transports: [transport],
    now: NOW,
    leaseUntil: later(60_000),
    limit: 100,
    messages: 100,
    ...changes,
  });
}

function claim(ports: Ports, destination: Destination, changes?: Partial<ClaimRequest>): Promise<readonly Delivery[]> {
  return valueOf(claiming(ports, destination, changes));
}

function settle(
  { deliveries }: Ports,
  delivery: Delivery | undefined,
  outcome: Parameters<Ports['deliveries']['settle']>[1],
): Promise<boolean> {
  return valueOf(deliveries.settle(delivery ?? assert.fail('there is no delivery'), outcome));
}

function positionOf(messages: readonly Message[], index: number): number {
  return messages[index]?.position ?? assert.fail('there is no such message');
}

function byFirst(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}
