import { unavailable, type Unavailable } from '@quintet/core';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Keys } from '../instagram/aes-gcm-password-cipher.ts';
import { KeyRing, type EncryptionKey } from '../instagram/key-ring.ts';
import { KEEP_NOTHING, type Configuration } from './configuration/configuration.ts';
import type { NamedSecret } from './configuration/keys.ts';
import { keptSecret, newSecret } from './configuration/secrets.ts';

/** The file in the data directory that holds the key that was made when it was first needed. */
const KEY_FILE = 'instagram-key';

/** What that key is called, also once it stands among those that are configured. */
const KEPT = 'kept';

/**
 * The keys that passwords of instagrams are encrypted with: those that are configured, or one that is made when it is
 * first needed and kept beside the data.
 */
export function instagramKeysOf({ values, dataDirectory }: Configuration): Keys {
  const [first, ...others] = values.QUINTET_INSTAGRAM_KEY ?? [];
  if (first !== undefined) {
    const ring = new KeyRing([encryptionKey(first), ...others.map(encryptionKey)]);
    return { currentId: ring.currentId, ring: () => okAsync(ring) };
  }
  let found: ResultAsync<KeyRing, Unavailable> | undefined;
  const find = (): ResultAsync<KeyRing, Unavailable> =>
    keptKey(dataDirectory).mapErr((error) => {
      // The directory may be writable next time.
      found = undefined;
      return error;
    });
  return { currentId: KEPT, ring: () => (found ??= find()) };
}

function encryptionKey({ id, secret }: NamedSecret): EncryptionKey {
  return { ...(id === undefined ? {} : { id }), key: Buffer.from(secret, 'base64') };
}

function keptKey(dataDirectory: string): ResultAsync<KeyRing, Unavailable> {
  const secret = dataDirectory === KEEP_NOTHING ? okAsync(newSecret()) : keptSecret(dataDirectory, KEY_FILE);
  return secret
    .map((text) => new KeyRing([{ id: KEPT, key: Buffer.from(text, 'base64url') }]))
    .mapErr(({ reason }) => unavailable(new Error(reason)));
}
