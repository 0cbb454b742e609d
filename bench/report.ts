import { VARIANTS } from './options.ts';
import { costOf, type GrowthPair } from './scenarios/growth.ts';
import { ratio, type Outcomes, type Target } from './targets.ts';

type Row = readonly string[];

/** What a run found out, as tables for a terminal; they are Markdown as well. */
export function report(outcomes: Outcomes, targets: readonly Target[]): string {
  return [loadTable(outcomes), growthTable(outcomes), fanoutTable(outcomes), targetTable(targets)]
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

function targetTable(targets: readonly Target[]): readonly Row[] {
  return [
    ['target', 'measured', 'limit', 'reached'],
    ...targets.map(({ name, value, unit, bound, limit, reached }): Row => [
      name,
      `${unit === 'ms' ? value.toFixed(0) : value.toFixed(2)} ${unit}`,
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
