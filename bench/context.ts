import type { BenchDatabase } from './database.ts';
import type { LoadRequest } from './load.ts';
import type { Options, VariantName } from './options.ts';
import type { Population } from './population.ts';
import type { Progress } from './progress.ts';
import type { ServerProcess } from './server-process.ts';

/** What the scenarios share. */
export interface Context {
  readonly options: Options;
  readonly database: BenchDatabase;
  readonly population: Population;
  /** Signs the tokens; all servers have it. */
  readonly secret: string;
  readonly servers: ReadonlyMap<VariantName, ServerProcess>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A kind of request that is measured on every variant. */
export interface LoadScenario {
  readonly key: 'page' | 'create' | 'search';
  readonly title: string;
  readonly status: number;
  readonly requests: readonly LoadRequest[];
  /** Whether its requests add rows, which must be gone before the next measurement. */
  readonly writes: boolean;
}

/** Where the bucket list API is mounted by default. */
export const BUCKETLISTS = '/bucketlist/v1/bucketlists/';
