import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Message } from '../../push/message.ts';
import type { Bus, BusEvent } from '../../push/ports.ts';
import { eventually, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, Subject, TestRunner } from '../runner.ts';
import { TEXTS } from '../samples.ts';
import { openSubject, portsOf, testSharedStorage } from '../subject.ts';
import { newMessage, unusedChannel } from './samples.ts';

/** For how long a test listens to what must not come, in milliseconds. */
const SILENCE = 100;

/**
 * What a bus declares.
 *
 * @example
 * ```ts
 * const overNetwork: BusCapabilities = { shared: true, cut: async () => proxy.cut() };
 * ```
 */
export interface BusCapabilities extends StorageCapabilities {
  /** Cuts the connections of the subject, which may make new ones at once; absent: it has none. */
  readonly cut?: (subject: Subject) => Promise<void>;
}

/** A listener that keeps what it hears. */
interface Ears {
  readonly heard: BusEvent[];
  interruptions: number;
  readonly end: () => void;
}

/**
 * What every `Bus` must do. Resolves `PORTS.bus`.
 *
 * @example
 * ```ts
 * busContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function busContract(runner: TestRunner, open: Harness, capabilities: BusCapabilities): void {
  const { describe, test } = runner;
  describe('contract of Bus', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    test('brings a signal to the sender itself', async () => {
      const ears = await listen(ports.bus);
      const sent = signal('{"channel":"presence-organizers"}');
      await valueOf(ports.bus.publish(sent));
      await eventually(() => ears.heard.length > 0, 'the signal is heard');
      assert.deepEqual(ears.heard, [sent]);
      ears.end();
    });

    test('brings messages as they are, with their moments', async () => {
      const ears = await listen(ports.bus);
      const messages = [numbered(7, { notTo: '12.34' }), numbered(8, { event: 'ß → 東京', data: '[null]' })];
      await valueOf(ports.bus.publish({ kind: 'messages', messages }));
      await eventually(() => ears.heard.length > 0, 'the messages are heard');
      assert.deepEqual(ears.heard, [{ kind: 'messages', messages }]);
      ears.end();
    });

    test('brings any text', async () => {
      const ears = await listen(ports.bus);
      for (const text of ['', ...TEXTS]) await valueOf(ports.bus.publish(signal(text)));
      await eventually(() => ears.heard.length > TEXTS.length, 'all texts are heard');
      assert.deepEqual(dataOf(ears.heard), ['', ...TEXTS]);
      ears.end();
    });

    test('brings each listener everything, once', async () => {
      const all = [await listen(ports.bus), await listen(ports.bus), await listen(ports.bus)];
      await valueOf(ports.bus.publish(signal('one')));
      await valueOf(ports.bus.publish(signal('one')));
      await eventually(() => all.every(({ heard }) => heard.length >= 2), 'all listeners hear both');
      await setTimeout(SILENCE);
      for (const { heard, end } of all) {
        assert.deepEqual(dataOf(heard), ['one', 'one']);
        end();
      }
    });

    test('brings nothing to who has stopped listening, and all to the others', async () => {
      const [gone, stays] = [await listen(ports.bus), await listen(ports.bus)];
      gone.end();
      gone.end();
      await valueOf(ports.bus.publish(signal('late')));
      await eventually(() => stays.heard.length > 0, 'the other hears it');
      await setTimeout(SILENCE);
      assert.deepEqual(gone.heard, []);
      stays.end();
    });

    test('keeps the order of a sender who does not wait', async () => {
      const ears = await listen(ports.bus);
      const sent = Array.from({ length: 300 }, (_, index) => String(index));
      await Promise.all(sent.map((data) => valueOf(ports.bus.publish(signal(data)))));
      await eventually(() => ears.heard.length >= sent.length, 'all are heard');
      assert.deepEqual(dataOf(ears.heard), sent);
      ears.end();
    });

    test('brings events of up to 1 MiB whole, and in their order among small ones', async () => {
      const ears = await listen(ports.bus);
      const large = [7999, 8001, 100_000, 1_000_000].map((size) => randomText(size));
      const sent = large.flatMap((text, index) => [text, `after ${index}`]);
      await Promise.all(sent.map((data) => valueOf(ports.bus.publish(signal(data)))));
      await eventually(() => ears.heard.length >= sent.length, 'all are heard');
      assert.ok(dataOf(ears.heard).every((data, index) => data === sent[index]));
      ears.end();
    });

    const { cut } = capabilities;
    if (cut !== undefined) {
      test('says when it was interrupted, and then goes on', async () => {
        const ears = await listen(ports.bus);
        const before = ears.interruptions;
        await cut(opened.subject);
        await eventually(() => ears.interruptions > before, 'it says so', 10_000);
        await published(ports.bus, signal('again'));
        await eventually(() => dataOf(ears.heard).includes('again'), 'what comes later is heard');
        ears.end();
      });
    }

    testSharedStorage(runner, opened, capabilities, {
      'every server hears every other, and each sender in its order': async (here, there) => {
        const [near, far] = [await listen(here.bus), await listen(there.bus)];
        const sent = Array.from({ length: 50 }, (_, index) => index);
        await Promise.all(
          sent.flatMap((index) => [
            valueOf(here.bus.publish(signal(`here ${index}`))),
            valueOf(there.bus.publish(signal(`there ${index}`))),
          ]),
        );
        for (const { heard, end } of [near, far]) {
          await eventually(() => heard.length >= 100, 'all are heard');
          for (const sender of ['here', 'there']) {
            const ofSender = dataOf(heard).filter((data) => data.startsWith(`${sender} `));
            assert.deepEqual(
              ofSender,
              sent.map((index) => `${sender} ${index}`),
            );
          }
          end();
        }
      },
      'large events of two servers do not mix': async (here, there) => {
        const ears = await listen(here.bus);
        const sent = Array.from({ length: 8 }, () => randomText(60_000));
        await Promise.all(sent.map((data, index) => valueOf((index % 2 ? here : there).bus.publish(signal(data)))));
        await eventually(() => ears.heard.length >= sent.length, 'all are heard');
        assert.deepEqual(dataOf(ears.heard).toSorted(), sent.toSorted());
        ears.end();
      },
      'a server that comes later hears what comes after it': async (here) => {
        await valueOf(here.bus.publish(signal('before')));
        const peer = await (opened.subject.openPeer?.() ?? assert.fail('no peer'));
        try {
          const ears = await listen(portsOf(peer.resolve).bus);
          await valueOf(here.bus.publish(signal('after')));
          await eventually(() => ears.heard.length > 0, 'it is heard');
          assert.deepEqual(dataOf(ears.heard), ['after']);
          ears.end();
        } finally {
          await peer.close();
        }
      },
    });

    /** Listens, and waits until what is sent is heard. */
    async function listen(bus: Bus): Promise<Ears> {
      const heard: BusEvent[] = [];
      const knock = randomUUID();
      const ears = { heard, interruptions: 0, isReady: false, end: () => {} };
      ears.end = bus.subscribe({
        receive: (event) => {
          // Knocks of this test's own, here and elsewhere, are no news.
          if (event.kind === 'signal' && event.topic === 'push/knock') ears.isReady ||= event.data === knock;
          else heard.push(event);
        },
        interrupted: () => (ears.interruptions += 1),
      });
      for (let tries = 0; !ears.isReady && tries < 100; tries += 1) {
        await bus.publish({ kind: 'signal', topic: 'push/knock', data: knock });
        for (let waited = 0; !ears.isReady && waited < 10; waited += 1) await setTimeout(5);
      }
      assert.ok(ears.isReady, 'who listens hears nothing');
      return ears;
    }

    /** Publishes, also when the connection is only just being made. */
    async function published(bus: Bus, event: BusEvent): Promise<void> {
      for (let tries = 0; (await bus.publish(event)).isErr(); tries += 1) {
        assert.ok(tries < 100, 'the bus takes nothing any more');
        await setTimeout(50);
      }
    }
  });
}

function signal(data: string): BusEvent {
  return { kind: 'signal', topic: 'push/contract', data };
}

function dataOf(events: readonly BusEvent[]): readonly string[] {
  return events.map((event) => (event.kind === 'signal' ? event.data : assert.fail('these are messages')));
}

function numbered(position: number, changes: Partial<Message>): Message {
  return { ...newMessage(unusedChannel()), position, ...changes };
}

/** Text of so many bytes in UTF-8, no two parts of which are alike. */
function randomText(bytes: number): string {
  let text = '"\\é';
  while (text.length < bytes) text += randomUUID();
  return text.slice(0, bytes - 1);
}
