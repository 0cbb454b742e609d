import fc from 'fast-check';
import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { expect, test } from 'vitest';
import { textFrame } from '../../src/pusher-protocol/frames.ts';

/** Its types lack the half that reads. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: { readonly isServer: boolean }) => Writable };

/** What a client's side of the library reads from bytes. */
function read(bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ isServer: false });
    receiver.on('message', (data: Buffer) => resolve(data.toString()));
    receiver.on('error', reject);
    receiver.write(bytes);
  });
}

test('a text is read as it was written, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 400 }), async (text) => {
      expect(await read(textFrame(text))).toBe(text);
    }),
  );
});

test.each([0, 125, 126, 127, 65_535, 65_536, 300_000])('a text of %d bytes is', async (length) => {
  const text = 'x'.repeat(length);
  expect(await read(textFrame(text))).toBe(text);
});
