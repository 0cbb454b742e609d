import type { Resolve } from '../kernel/port.ts';

/** The functions of a test runner that the contract suites use. vitest, jest and `node:test` have them all. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  test(name: string, body: () => Promise<void>): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}

/** Adapters that are ready to be tested. */
export interface Subject {
  /** Gives the adapters: the one under test, and those that it needs beside it. */
  readonly resolve: Resolve;
  /** Ends them and removes what they stored. */
  close(): Promise<void>;
}

/**
 * Opens the adapters under test, once for each suite. What they stored before may be there: a suite makes accounts
 * of its own and looks at nothing else.
 */
export type Harness = () => Promise<Subject>;
