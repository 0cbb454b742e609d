import type { Pool } from 'pg';
import type { BenchDatabase } from './database.ts';
import type { LoadRequest } from './load.ts';
import type { LoadKey, Options, VariantName } from './options.ts';
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
  readonly key: LoadKey;
  readonly title: string;
  readonly status: number;
  readonly requests: readonly LoadRequest[];
  /** Each request succeeds only once: none is asked again before what it changed is restored. */
  readonly once?: boolean;
  /** A path that is asked for once before the requests, because whoever makes them has seen it. */
  readonly first?: string;
  /** Absent: its requests change nothing. */
  readonly writes?: Writes;
}

/** What is known of requests that change something. */
interface Writes {
  /** Makes what the requests need and nobody else is to meet with, before each measurement. */
  prepare?(pool: Pool): Promise<void>;
  /** Takes it back, before the next measurement. */
  restore(pool: Pool): Promise<void>;
  /** Tells what was changed, so that it can be compared: no numbers and times, which are others each time. */
  written(pool: Pool): Promise<string>;
}

/** Where the bucket list API is mounted by default. */
export const BUCKETLISTS = '/bucketlist/v1/bucketlists/';

/** Where the media of a user are by default. */
export function mediaOf(username: string): string {
  return `/media/user/${username}/media`;
}

/** Where the casting agency is mounted by default. */
export const CASTING = '/casting';

/** Where the hackathon is mounted by default. */
export const HACKATHON = '/hackathon';
