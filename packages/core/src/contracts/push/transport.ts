import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Destination, Transport } from '../../push/delivery-ports.ts';
import type { Message } from '../../push/message.ts';
import { errorOf, eventually, valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';
import { TEXTS } from '../samples.ts';
import { newMessage } from './samples.ts';

/**
 * How the receiving end of a transport may behave: it takes messages; it fails for now; it refuses every message for
 * good; it is no more; nothing listens there.
 *
 * @example
 * ```ts
 * const behaviour: ReceiverBehaviour = 'fails';
 * ```
 */
export type ReceiverBehaviour = 'takes' | 'fails' | 'refuses' | 'gone' | 'away';

/**
 * A message as the receiving end got it; what the transport does not tell is absent.
 *
 * @example
 * ```ts
 * const received: ReceivedMessage = { id: message.id, channel: 'news', event: 'save', data: { text: 'Hello' } };
 * ```
 */
export interface ReceivedMessage {
  readonly id?: string;
  readonly channel: string;
  readonly event: string;
  /** The value that was told. */
  readonly data: unknown;
}

/**
 * A transport with a receiving end that can be watched.
 *
 * @example
 * ```ts
 * const subject: TransportSubject = { transport, destination, received: () => inbox, behave, close };
 * ```
 */
export interface TransportSubject {
  readonly transport: Transport;
  /** Where the receiving end is. */
  readonly destination: Destination;
  /** What it took until now, in its order. */
  received(): readonly ReceivedMessage[];
  /** How it behaves from now on. */
  behave(how: ReceiverBehaviour): Promise<void>;
  close(): Promise<void>;
}

/**
 * What a transport declares.
 *
 * @example
 * ```ts
 * const capabilities: TransportCapabilities = { behaviours: ['takes', 'fails', 'away'] };
 * ```
 */
export interface TransportCapabilities {
  /** How its receiving end can behave; what is left out can't be told apart from another, and says why in a comment. */
  readonly behaviours: readonly ReceiverBehaviour[];
  /** A channel that the receiving end hears; one of the test's own where none is given. */
  readonly channel?: string;
}

/**
 * What every `Transport` must do.
 *
 * @example
 * ```ts
 * transportContract({ describe, test, beforeAll, afterAll }, open, { behaviours: ['takes', 'fails', 'refuses'] });
 * ```
 */
export function transportContract(
  runner: TestRunner,
  open: () => Promise<TransportSubject>,
  { behaviours, channel = `contract-${randomUUID()}` }: TransportCapabilities,
): void {
  const { describe, test } = runner;
  describe('contract of Transport', () => {
    let opened: TransportSubject | undefined;
    const subject = (): TransportSubject => opened ?? assert.fail('the subject is not open');
    runner.beforeAll(async () => {
      opened = await open();
    });
    runner.afterAll(async () => opened?.close());

    let position = 0;
    const messages = (...data: readonly unknown[]): readonly Message[] =>
      data.map((value) => {
        position += 1;
        return { ...newMessage(channel, { data: JSON.stringify(value) }), position };
      });
    const deliver = (told: readonly Message[]): ReturnType<Transport['deliver']> =>
      subject().transport.deliver(subject().destination, told);
    /** Delivers messages, and gives what the receiving end got by that. */
    const delivered = async (told: readonly Message[]): Promise<readonly ReceivedMessage[]> => {
      const before = subject().received().length;
      await valueOf(deliver(told));
      await eventually(() => subject().received().length >= before + told.length, 'what was delivered is received');
      return subject().received().slice(before);
    };

    test('has the name that its destinations have', async () => {
      assert.equal(subject().destination.transport, subject().transport.name);
      assert.ok(subject().destination.id.startsWith(`${subject().transport.name}:`));
    });

    test('delivers channel, event, data and id', async () => {
      const told = messages({ text: 'Hello', nested: [1, null, { deep: true }] });
      const [received, ...others] = await delivered(told);
      assert.deepEqual(others, []);
      assert.equal(received?.channel, channel);
      assert.equal(received?.event, 'save');
      assert.deepEqual(received?.data, { text: 'Hello', nested: [1, null, { deep: true }] });
      if (received?.id !== undefined) assert.equal(received.id, told[0]?.id);
    });

    test('delivers any text', async () => {
      const received = await delivered(messages(...TEXTS.map((text) => ({ text }))));
      assert.deepEqual(
        received.map(({ data }) => data),
        TEXTS.map((text) => ({ text })),
      );
    });

    test('delivers in order', async () => {
      const numbers = Array.from({ length: 25 }, (_, index) => index);
      const received = await delivered(messages(...numbers));
      assert.deepEqual(
        received.map(({ data }) => data),
        numbers,
      );
    });

    test('delivers a message again when it is told to', async () => {
      const told = messages('again');
      const [once, twice] = [await delivered(told), await delivered(told)];
      assert.deepEqual(twice, once);
    });

    const kinds = {
      fails: 'delivery-failed',
      away: 'delivery-failed',
      refuses: 'delivery-refused',
      gone: 'destination-gone',
    } as const;
    for (const how of ['fails', 'away', 'refuses', 'gone'] as const) {
      if (!behaviours.includes(how)) continue;
      test(`says so when the receiving end ${how === 'gone' || how === 'away' ? `is ${how}` : how}, and goes on after that`, async () => {
        await subject().behave(how);
        const told = messages('first', 'second');
        const failure = await errorOf(deliver(told));
        assert.equal(failure.kind, kinds[how]);
        assert.equal(failure.delivered, 0);
        if ('reason' in failure) {
          assert.notEqual(failure.reason, '');
          for (const secret of secretsOf(subject().destination.address)) assert.ok(!failure.reason.includes(secret));
        }
        await subject().behave('takes');
        const received = await delivered(told);
        assert.deepEqual(
          received.map(({ data }) => data),
          ['first', 'second'],
        );
      });
    }
  });
}

/** Every longer text within an address may be one. */
function secretsOf(address: unknown): readonly string[] {
  if (typeof address === 'string') return address.length >= 16 && URL.parse(address) === null ? [address] : [];
  return typeof address === 'object' && address !== null ? Object.values(address).flatMap(secretsOf) : [];
}
