import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyRing, type EncryptionKey } from '../../src/instagram/key-ring.ts';

const OLD: EncryptionKey = { id: 'old', key: randomBytes(32) };
const NEW: EncryptionKey = { id: 'new', key: randomBytes(32) };
const PASSWORD = 'pässword 🔑';

describe('a ring of keys', () => {
  test('gives back any text that it sealed, and never seals it to the same twice', () => {
    const ring = new KeyRing([NEW]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const wellFormed = text.toWellFormed();
        const [one, other] = [ring.seal(wellFormed), ring.seal(wellFormed)];
        expect(one.keyId).toBe('new');
        expect(one.sealed).not.toBe(other.sealed);
        expect([ring.open(one), ring.open(other)]).toEqual([wellFormed, wellFormed]);
      }),
      { numRuns: 20 },
    );
  });

  test('opens with every key, and seals with the first', () => {
    const sealed = new KeyRing([OLD]).seal(PASSWORD);
    const both = new KeyRing([NEW, OLD]);
    expect(both.currentId).toBe('new');
    expect(both.open(sealed)).toBe(PASSWORD);
    expect(both.seal(PASSWORD).keyId).toBe('new');
    expect(new KeyRing([NEW]).open(sealed)).toBeUndefined();
  });

  test('finds a key that was given a name since by its fingerprint', () => {
    const sealed = new KeyRing([{ key: OLD.key }]).seal(PASSWORD);
    expect(sealed.keyId).toMatch(/^[\w-]{11}$/u);
    expect(new KeyRing([NEW, OLD]).open(sealed)).toBe(PASSWORD);
    expect(new KeyRing([{ key: NEW.key }]).open(sealed)).toBeUndefined();
  });

  test('opens nothing of which a bit was changed, or that is cut short', () => {
    const ring = new KeyRing([NEW]);
    const { keyId, sealed } = ring.seal(PASSWORD);
    const bytes = Buffer.from(sealed, 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(ring.open({ keyId, sealed: changed.toString('base64') }), `bit ${bit}`).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(ring.open({ keyId, sealed: bytes.subarray(0, length).toString('base64') })).toBeUndefined();
    }
  });

  test('takes no key of another length', () => {
    expect(() => new KeyRing([{ key: randomBytes(16) }])).toThrow(TypeError);
  });
});
