import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { InstagramPorts } from '../settings.ts';

/** How many passwords are read at a time. */
const STRETCH = 100;

/**
 * What became of the passwords that were encrypted with an older key.
 *
 * @example
 * ```ts
 * const isComplete = ({ unreadable }: KeyRotation) => unreadable.length === 0;
 * ```
 */
export interface KeyRotation {
  /** How many were encrypted anew. */
  readonly rotated: number;
  /** Numbers of the accounts whose password could not be read, with the name of its key. */
  readonly unreadable: readonly { readonly instagramId: number; readonly keyId: string }[];
}

/**
 * Encrypts all passwords anew that were encrypted with another key than the present one. It may be interrupted at any
 * time: called again, it goes on with those that are left.
 *
 * @example
 * ```ts
 * await instagram.rotateKey({ progress: (done, total) => bar.show(done, total) });
 * ```
 */
export type RotateKey = (input?: {
  /** Is told how many have been looked at, of how many. */
  readonly progress?: (done: number, total: number) => void;
  /** Whether to stop. */
  readonly stopped?: () => boolean;
}) => ResultAsync<KeyRotation, Unavailable>;

export function rotateKey(ports: InstagramPorts): RotateKey {
  return (input = {}) => new ResultAsync(rotate(ports, input));
}

async function rotate(
  { instagrams, passwordCipher }: InstagramPorts,
  { progress, stopped = () => false }: NonNullable<Parameters<RotateKey>[0]>,
): Promise<Result<KeyRotation, Unavailable>> {
  const { keyId } = passwordCipher;
  const total = await instagrams.countPasswordsNotUnder(keyId);
  if (total.isErr()) return err(total.error);
  const unreadable: KeyRotation['unreadable'][number][] = [];
  let [rotated, done, after] = [0, 0, 0];
  progress?.(done, total.value);
  for (;;) {
    const stretch = await instagrams.passwordsNotUnder(keyId, { after, limit: STRETCH });
    if (stretch.isErr()) return err(stretch.error);
    for (const stored of stretch.value) {
      if (stopped()) return ok({ rotated, unreadable });
      const renewed = await passwordCipher
        .decrypt(stored.password)
        .andThen((password) => passwordCipher.encrypt(password))
        .andThen((encrypted) => instagrams.replacePassword(stored, encrypted));
      if (renewed.isOk()) {
        if (renewed.value) rotated += 1;
      } else if (renewed.error.kind === 'password-unreadable') {
        unreadable.push({ instagramId: stored.instagramId, keyId: stored.password.keyId });
      } else {
        return err(renewed.error);
      }
      after = stored.instagramId;
      done += 1;
      progress?.(done, Math.max(done, total.value));
    }
    if (stretch.value.length < STRETCH) return ok({ rotated, unreadable });
  }
}
