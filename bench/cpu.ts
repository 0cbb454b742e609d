import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';

/** Linux counts a process's time in hundredths of a second, on every architecture that Node runs on. */
const MICROSECONDS_PER_TICK = 10_000;

/** Microseconds of CPU, user and system, that a process has used with all its threads; `undefined` when it is gone. */
export async function cpuOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // the second field, the command, may hold blanks and brackets
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}

/** Microseconds of CPU of each of a database's backends, by process; none where PostgreSQL runs elsewhere. */
export async function cpuOfBackends(pool: Pool): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ readonly pid: number }>(
    `select pid from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  const used = await Promise.all(rows.map(async ({ pid }) => [pid, await cpuOf(pid)] as const));
  return new Map(used.flatMap(([pid, cpu]) => (cpu === undefined ? [] : [[pid, cpu] as const])));
}

/** What the backends used between two looks; one that came meanwhile counts from its start. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [pid, cpu]) => sum + cpu - (before.get(pid) ?? 0), 0);
}
