import { parseArgs } from 'node:util';

/** What a run is told. */
export interface Options {
  readonly only: readonly ScenarioKey[];
  readonly variants: readonly VariantName[];
  /** Seconds of load for each measurement, after a second of warming up. */
  readonly seconds: number;
  readonly rounds: number;
  /** The last part of the results file's name; absent: the commit. */
  readonly name: string | undefined;
  readonly postgresUrl: string;
}

/** What is measured. */
const LOADS = ['page', 'create', 'search', 'media', 'put', 'movies', 'queue', 'announcements', 'claim'] as const;
const SCENARIOS = [...LOADS, 'bulk', 'actors', 'growth', 'core', 'start', 'fanout', 'outbox'] as const;
export type ScenarioKey = (typeof SCENARIOS)[number];

/** What is measured on every variant. */
export type LoadKey = (typeof LOADS)[number];

/** Whether a scenario is measured on every variant. */
export function isLoad(key: ScenarioKey): key is LoadKey {
  return LOADS.some((load) => load === key);
}

/** Who is measured. */
export const VARIANTS = ['quintet', 'bare', 'usual'] as const;
export type VariantName = (typeof VARIANTS)[number];

export const HELP = `Measures Quintet against two baselines: pnpm bench [options]

  --only <list>      scenarios, comma-separated (default: all):
                     ${SCENARIOS.join(', ')}
  --variants <list>  variants, comma-separated: ${VARIANTS.join(', ')} (default: all)
  --seconds <n>      seconds of load for each measurement (default: 4)
  --rounds <n>       rounds, of which the median counts (default: 3)
  --name <text>      last part of the name of the file in bench/results (default: the commit)
  --help             this text

QUINTET_TEST_POSTGRES  PostgreSQL to use, by a role that may create databases
                       (default: postgres://postgres@127.0.0.1:5432/postgres)

Every run makes a database of its own and drops it at the end, also after Ctrl-C.
Status: 0 all targets reached, 1 something failed or a target was missed, 2 bad usage.`;

/** A flag that can't be understood. */
export class UsageError extends Error {}

/** Reads the command line; `help` when that is what was asked for. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parse(args);
  if (values.help === true) return 'help';
  return {
    only: list('--only', values.only, SCENARIOS),
    variants: list('--variants', values.variants, VARIANTS),
    seconds: whole('--seconds', values.seconds, 4),
    rounds: whole('--rounds', values.rounds, 3),
    name: values.name,
    postgresUrl: process.env['QUINTET_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
  };
}

type Values = { readonly [flag in 'only' | 'variants' | 'seconds' | 'rounds' | 'name']?: string } & {
  readonly help?: boolean;
};

function parse(args: readonly string[]): { readonly values: Values } {
  try {
    return parseArgs({
      // pnpm hands the `--` that separates its own flags on
      args: args.filter((arg) => arg !== '--'),
      options: {
        only: { type: 'string' },
        variants: { type: 'string' },
        seconds: { type: 'string' },
        rounds: { type: 'string' },
        name: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function list<T extends string>(flag: string, value: string | undefined, known: readonly T[]): readonly T[] {
  if (value === undefined) return known;
  const wanted = value.split(',');
  const unknown = wanted.filter((entry) => !known.some((name) => name === entry));
  if (unknown.length > 0) throw new UsageError(`${flag}: ${unknown.join(', ')} is none of ${known.join(', ')}`);
  return known.filter((name) => wanted.includes(name));
}

function whole(flag: string, value: string | undefined, absent: number): number {
  if (value === undefined) return absent;
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new UsageError(`${flag}: ${value} is no whole number from 1 to 9999`);
  return Number(value);
}
