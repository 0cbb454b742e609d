import { VARIANTS } from './options.ts';
import type { Measurement } from './measure.ts';
import { costOf, type GrowthPair } from './scenarios/growth.ts';
import { ratio, type Outcomes, type Target } from './targets.ts';

type Row = readonly string[];

/** Units of which fractions tell nothing. */
const WHOLE_UNITS: ReadonlySet<string> = new Set(['ms', 'messages/s']);

/** What a run found out, as tables for a terminal; they are Markdown as well. */
export function report(outcomes: Outcomes, targets: readonly Target[]): string {
  return [
    loadTable(outcomes),
    bulkTable(outcomes),
    actorsTable(outcomes),
    growthTable(outcomes),
    fanoutTable(outcomes),
    outboxTable(outcomes),
    wakeUpTable(outcomes),
    targetTable(targets),
  ]
    .filter((rows) => rows.length > 1)
    .map(table)
    .join('\n\n');
}

function loadTable({ loads }: Outcomes): readonly Row[] {
  const rows = loads.flatMap((outcome) =>
    VARIANTS.flatMap((variant): Row[] => {
      const figures = outcome.median[variant];
      if (figures === undefined) return [];
      const speed = variant === 'quintet' ? undefined : ratio(outcome, variant, 'requestsPerSecond');
      const cpu = variant === 'quintet' ? undefined : ratio(outcome, variant, 'serverCpu');
      return [
        [
          outcome.title,
          variant,
          figures.requestsPerSecond.toFixed(0),
          figures.p50.toFixed(1),
          figures.p99.toFixed(1),
          micros(figures.serverCpu),
          micros(figures.databaseCpu),
          times(speed),
          times(cpu),
          String(figures.errors),
        ],
      ];
    }),
  );
  const head =
    'scenario|variant|requests/s|p50 ms|p99 ms|server CPU µs|PostgreSQL CPU µs|Quintet: speed|Quintet: CPU|errors';
  return [head.split('|'), ...rows];
}

function bulkTable({ bulk }: Outcomes): readonly Row[] {
  if (bulk === undefined) return [];
  const row = (title: string, { p50, p99, serverCpu, databaseCpu }: Measurement, ratio?: number): Row => [
    title,
    p50.toFixed(2),
    p99.toFixed(2),
    micros(serverCpu),
    micros(databaseCpu),
    times(ratio),
  ];
  return [
    ['media put by one client', 'p50 ms', 'p99 ms', 'server CPU µs', 'PostgreSQL CPU µs', 'ratio'],
    row('one', bulk.one),
    row('100 together', bulk.many, bulk.ratio),
  ];
}

function actorsTable({ actors }: Outcomes): readonly Row[] {
  if (actors === undefined) return [];
  const { delay, lists, pages } = actors;
  return [
    [
      'event loop p50 ms',
      'p99 ms',
      'longest ms',
      'lists of 10,000 actors/s',
      'pages beside them/s',
      'p50 ms',
      'p99 ms',
    ],
    [
      ...[delay.p50, delay.p99, delay.longest, lists.requestsPerSecond].map((value) => value.toFixed(1)),
      pages.requestsPerSecond.toFixed(0),
      pages.p50.toFixed(1),
      pages.p99.toFixed(1),
    ],
  ];
}

function growthTable({ growth }: Outcomes): readonly Row[] {
  if (growth === undefined) return [];
  const row = (title: string, { small, big, ratio }: GrowthPair): Row => [
    title,
    micros(costOf(small)),
    micros(costOf(big)),
    small.p50.toFixed(1),
    big.p50.toFixed(1),
    times(ratio),
  ];
  return [
    ['page of', 'CPU µs, 100 buckets', 'CPU µs, 10,000', 'p50 ms, 100', 'p50 ms, 10,000', 'ratio'],
    row('first page', growth.first),
    row('last page', growth.last),
  ];
}

function fanoutTable({ fanout }: Outcomes): readonly Row[] {
  return [
    ['a message to', 'by', 'CPU µs a delivery'],
    ...fanout.map(({ readers, variant, cpu }): Row => [`${readers} readers`, variant, cpu.toFixed(2)]),
  ];
}

function outboxTable({ outbox }: Outcomes): readonly Row[] {
  if (outbox === undefined) return [];
  const { messages, perSecond, cpu, databaseCpu } = outbox;
  return [
    ['messages through the outbox', 'messages/s', 'CPU µs', 'PostgreSQL CPU µs'],
    [String(messages), perSecond.toFixed(0), micros(cpu), micros(databaseCpu)],
  ];
}

function wakeUpTable({ wakeUp }: Outcomes): readonly Row[] {
  if (wakeUp === undefined) return [];
  const { messages, p50, p99, longest } = wakeUp;
  return [
    ['messages from commit to a reader', 'p50 ms', 'p99 ms', 'longest ms'],
    [String(messages), p50.toFixed(1), p99.toFixed(1), longest.toFixed(1)],
  ];
}

function targetTable(targets: readonly Target[]): readonly Row[] {
  return [
    ['target', 'measured', 'limit', 'reached'],
    ...targets.map(({ name, value, unit, bound, limit, reached }): Row => [
      name,
      `${value.toFixed(WHOLE_UNITS.has(unit) ? 0 : 2)} ${unit}`,
      `${bound} ${limit} ${unit}`,
      reached ? 'yes' : 'NO',
    ]),
  ];
}

function table(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row): string => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function micros(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(0);
}

function times(value: number | undefined): string {
  return value === undefined ? '' : `${value.toFixed(2)} x`;
}
