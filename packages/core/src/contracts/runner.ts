import type { Clock } from '../kernel/clock.ts';
import type { Resolve } from '../kernel/port.ts';

/**
 * The functions of a test runner that the contract suites use. vitest and jest have them under these names;
 * `node:test` calls the last two `before` and `after`.
 *
 * @example
 * ```ts
 * import { after, before, describe, test } from 'node:test';
 *
 * const runner: TestRunner = { describe, test, beforeAll: before, afterAll: after };
 * ```
 */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly test: (name: string, body: () => Promise<void>) => void;
  readonly beforeAll: (body: () => Promise<void>) => void;
  readonly afterAll: (body: () => Promise<void>) => void;
}

/**
 * Adapters that are ready to be tested.
 *
 * @example
 * ```ts
 * const subject: Subject = { resolve: memoryAdapters(), close: async () => {} };
 * ```
 */
export interface Subject {
  /**
   * Gives the adapters: the one under test, and those that it is tested with. Buckets, for one, need accounts that
   * own them; each suite says what it resolves.
   */
  readonly resolve: Resolve;
  /**
   * Opens more adapters on the same storage, as another process or server would have them. Whoever declares that the
   * storage is shared has it; whoever declares that it is not lacks it.
   */
  readonly openPeer?: () => Promise<Subject>;
  /** Ends the adapters, and removes what they stored when no peer is left. */
  close(): Promise<void>;
}

/**
 * Opens the adapters under test, once for each suite, and in some suites once more. What they stored before may be
 * there: a suite makes accounts and keys of its own and looks at nothing else.
 *
 * @param clock - The clock that adapters which need one are to ask. An adapter that asks none leaves it aside.
 *
 * @example
 * ```ts
 * const open: Harness = async (clock) => ({
 *   resolve: memoryAdapters({ clock }),
 *   close: async () => {},
 * });
 *
 * accountsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export type Harness = (clock: Clock) => Promise<Subject>;

/**
 * What every adapter that stores something declares.
 *
 * @example
 * ```ts
 * const inThisProcessOnly: StorageCapabilities = { shared: false };
 * ```
 */
export interface StorageCapabilities {
  /** Several processes or servers can use the same storage: the subject has {@link Subject.openPeer}. */
  readonly shared: boolean;
}
