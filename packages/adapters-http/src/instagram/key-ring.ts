import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * A key, and the name by which it is known.
 *
 * @example
 * ```ts
 * const key: EncryptionKey = { id: '2026-11', key: randomBytes(32) };
 * ```
 */
export interface EncryptionKey {
  /** Absent: it goes by its fingerprint. */
  readonly id?: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/** A text that was encrypted. */
export interface Sealed {
  /** By which key. */
  readonly keyId: string;
  /** Nonce, tag and ciphertext, in base64. */
  readonly sealed: string;
}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is bound to every ciphertext: one that was taken from elsewhere does not open here. */
const PURPOSE = 'quintet/instagram/password/1';

interface RingKey {
  readonly id: string;
  readonly names: ReadonlySet<string>;
  readonly key: Uint8Array;
}

/**
 * Keys of AES-256-GCM: the first encrypts, all of them decrypt.
 *
 * A key can be named at any time: what it encrypted before it had a name bears its fingerprint, and is found by that.
 */
export class KeyRing {
  readonly #first: RingKey;
  readonly #keys: readonly RingKey[];

  /** @throws TypeError when a key has not 32 bytes. */
  constructor([first, ...others]: readonly [EncryptionKey, ...(readonly EncryptionKey[])]) {
    this.#first = ringKey(first);
    this.#keys = [this.#first, ...others.map(ringKey)];
  }

  /** The key that encrypts. */
  get currentId(): string {
    return this.#first.id;
  }

  /** Encrypts a text. The same text is never encrypted to the same twice. */
  seal(text: string): Sealed {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#first.key, nonce).setAAD(Buffer.from(PURPOSE));
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return {
      keyId: this.#first.id,
      sealed: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64'),
    };
  }

  /** Decrypts it; `undefined` where its key is not on the ring, or where a bit of it is not as it was. */
  open({ keyId, sealed }: Sealed): string | undefined {
    const key = this.#keys.find(({ names }) => names.has(keyId))?.key;
    if (key === undefined) return undefined;
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    if (tag.length !== TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(PURPOSE))
      .setAuthTag(tag);
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }
}

function ringKey({ id, key }: EncryptionKey): RingKey {
  if (key.length !== KEY_BYTES) throw new TypeError(`A key of ${ALGORITHM} has ${KEY_BYTES} bytes, not ${key.length}.`);
  const fingerprint = createHash('sha256').update('quintet key\0').update(key).digest('base64url').slice(0, 11);
  return { id: id ?? fingerprint, names: new Set([fingerprint, ...(id === undefined ? [] : [id])]), key };
}
