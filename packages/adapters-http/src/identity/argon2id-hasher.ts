import { hash as argon2Hash, parseOptions, verify as argon2Verify } from '@node-rs/argon2';
import { unavailable, type PasswordHasher, type Unavailable } from '@quintet/core';
import { errAsync, ResultAsync } from 'neverthrow';
import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';

/** How many passwords are hashed at once, and how many wait. */
export interface Argon2idOptions {
  /**
   * Hashes at the same time. Each takes 19 MiB and a thread of Node's pool, of which there are four. Default: one a
   * processor, at most three, so that a thread is left for files and names.
   */
  readonly concurrency?: number;
  /** Hashes that wait, at most; beyond it the hasher is unavailable. Default 256. */
  readonly queueLimit?: number;
}

/** A hasher whose load can be seen. */
export interface Argon2idHasher extends PasswordHasher {
  /** Hashes under way. */
  readonly running: number;
  /** Hashes that wait for their turn. */
  readonly waiting: number;
}

/** What OWASP recommends for argon2id, which is the library's default: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Stands in for the hash of an account that there is not. Nobody's password has it, and none is checked faster. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/**
 * Hashes passwords with argon2id in a native library, off the event loop.
 *
 * @example
 * ```ts
 * const hasher = argon2idHasher({ concurrency: 2 });
 * const hash = await hasher.hash('correct horse'); // ok('$argon2id$v=19$m=19456,t=2,p=1$...')
 * hasher.waiting; // 0
 * ```
 */
export function argon2idHasher(options: Argon2idOptions = {}): Argon2idHasher {
  const { concurrency = Math.min(availableParallelism(), 3), queueLimit = 256 } = options;
  const queue = pLimit(concurrency);

  const queued = <T>(work: () => Promise<T>): ResultAsync<T, Unavailable> =>
    queue.pendingCount >= queueLimit
      ? errAsync(unavailable(new Error(`${queue.pendingCount} passwords wait to be hashed`)))
      : ResultAsync.fromSafePromise(queue(work));

  return {
    hash: (password) => queued(() => argon2Hash(password, PARAMETERS)),

    verify: (password, hash) =>
      queued(async () => {
        const matches = await matchesHash(password, hash ?? NOBODYS_HASH);
        return { matches: hash !== undefined && matches, outdated: hash !== undefined && isOutdated(hash) };
      }),

    get running() {
      return queue.activeCount;
    },
    get waiting() {
      return queue.pendingCount;
    },
  };
}

/** A hash that is none is nobody's. */
async function matchesHash(password: string, hash: string): Promise<boolean> {
  try {
    return await argon2Verify(hash, password);
  } catch {
    return false;
  }
}

function isOutdated(hash: string): boolean {
  try {
    const { memoryCost, timeCost } = parseOptions(hash);
    return !hash.startsWith('$argon2id$') || memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost;
  } catch {
    return true;
  }
}
