import { BASELINES } from './fanout/variants.ts';
import type { CoreShare } from './core-share.ts';
import type { VariantName } from './options.ts';
import type { ActorsOutcome } from './scenarios/actors.ts';
import type { BulkOutcome } from './scenarios/bulk.ts';
import type { FanoutOutcome } from './scenarios/fanout.ts';
import type { GrowthOutcome } from './scenarios/growth.ts';
import type { LoadOutcome } from './scenarios/loads.ts';
import type { OutboxOutcome, WakeUpOutcome } from './scenarios/outbox.ts';
import type { StartOutcome } from './scenarios/start.ts';

/** All that a run found out. */
export interface Outcomes {
  readonly loads: readonly LoadOutcome[];
  readonly bulk: BulkOutcome | undefined;
  readonly actors: ActorsOutcome | undefined;
  readonly growth: GrowthOutcome | undefined;
  readonly wakeUp: WakeUpOutcome | undefined;
  readonly outbox: OutboxOutcome | undefined;
  readonly core: CoreShare | undefined;
  readonly start: StartOutcome | undefined;
  readonly fanout: readonly FanoutOutcome[];
}

/** A figure that is to be reached. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly reached: boolean;
}

/** Requests per second, as multiples of another variant's. */
const SPEEDS: readonly (readonly [LoadOutcome['key'], VariantName, number])[] = [
  ['page', 'bare', 1],
  ['page', 'usual', 4],
  ['create', 'bare', 0.7],
  ['search', 'bare', 1],
  ['media', 'bare', 1],
  ['media', 'usual', 4],
  ['put', 'bare', 0.7],
  ['movies', 'bare', 1],
  ['queue', 'bare', 1],
  ['announcements', 'bare', 1],
  ['claim', 'bare', 0.6],
];
const LONGEST_P99: readonly (readonly [LoadOutcome['key'], number])[] = [
  ['page', 2],
  ['create', 2],
  ['search', 2],
];
/** What many elements take together, as a multiple of what one takes. */
const LARGEST_BULK = 5;
const LONGEST_DELAY = 20;
const LARGEST_GROWTH = 1.3;
const LONGEST_WAKE_UP = 50;
const LEAST_THROUGHPUT = 1000;
const LARGEST_CORE_SHARE = 20;
const LARGEST_FANOUT = 1.3;
const LONGEST_START = { postgres: 1000, pglite: 2000 };

/** Every target that the outcomes can be held against. */
export function targetsOf({
  loads,
  bulk,
  actors,
  growth,
  wakeUp,
  outbox,
  core,
  start,
  fanout,
}: Outcomes): readonly Target[] {
  return [
    ...SPEEDS.flatMap(([key, other, limit]) => {
      const outcome = loads.find((load) => load.key === key);
      const value = ratio(outcome, other, 'requestsPerSecond');
      return value === undefined
        ? []
        : [target(`${outcome?.title}, requests/s`, value, `x ${other}`, 'at least', limit)];
    }),
    ...LONGEST_P99.flatMap(([key, limit]) => {
      const outcome = loads.find((load) => load.key === key);
      const value = ratio(outcome, 'bare', 'p99');
      return value === undefined ? [] : [target(`${outcome?.title}, p99`, value, 'x bare', 'at most', limit)];
    }),
    ...(bulk === undefined
      ? []
      : [target('put 100 of the media together, p50', bulk.ratio, 'x one', 'at most', LARGEST_BULK)]),
    ...(actors === undefined
      ? []
      : [target('event loop while all actors are sent, p99', actors.delay.p99, 'ms', 'at most', LONGEST_DELAY)]),
    ...(growth === undefined
      ? []
      : [
          target('growth, first page', growth.first.ratio, 'x', 'at most', LARGEST_GROWTH),
          target('growth, last page', growth.last.ratio, 'x', 'at most', LARGEST_GROWTH),
        ]),
    ...(outbox === undefined
      ? []
      : [target('outbox, one relay', outbox.perSecond, 'messages/s', 'at least', LEAST_THROUGHPUT)]),
    ...(wakeUp === undefined
      ? []
      : [target('from commit to a reader, p99', wakeUp.p99, 'ms', 'at most', LONGEST_WAKE_UP)]),
    ...(core === undefined
      ? []
      : [
          target('core, page of buckets', core.page, 'µs', 'at most', LARGEST_CORE_SHARE),
          target('core, create a bucket', core.create, 'µs', 'at most', LARGEST_CORE_SHARE),
        ]),
    ...(start === undefined
      ? []
      : [
          target('first answer, PostgreSQL', start.postgres.median, 'ms', 'at most', LONGEST_START.postgres),
          target('first answer, PGlite', start.pglite.median, 'ms', 'at most', LONGEST_START.pglite),
        ]),
    ...fanout.flatMap(({ variant, readers, cpu }) => {
      const [, baseline] = BASELINES.find(([name]) => name === variant) ?? [];
      const bare = fanout.find((other) => other.variant === baseline && other.readers === readers);
      if (bare === undefined) return [];
      const name = `fan-out to ${readers} readers, ${variant}, CPU a delivery`;
      return [target(name, cpu / bare.cpu, `x ${bare.variant}`, 'at most', LARGEST_FANOUT)];
    }),
  ];
}

function target(name: string, value: number, unit: string, bound: Target['bound'], limit: number): Target {
  return { name, value, unit, bound, limit, reached: bound === 'at least' ? value >= limit : value <= limit };
}

/** Quintet's figure as a multiple of another variant's. */
export function ratio(
  outcome: LoadOutcome | undefined,
  other: VariantName,
  figure: 'requestsPerSecond' | 'p99' | 'serverCpu',
): number | undefined {
  const mine = outcome?.median.quintet?.[figure];
  const theirs = outcome?.median[other]?.[figure];
  return mine === undefined || theirs === undefined ? undefined : mine / theirs;
}
