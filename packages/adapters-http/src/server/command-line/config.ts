import { problemsOfServing, readConfiguration } from '../configuration/configuration.ts';
import { masked } from '../configuration/mask.ts';
import type { Setting, Texts } from '../configuration/settings.ts';
import { VARIABLES, type Variable } from '../configuration/variables.ts';
import { complain, DONE, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';

/** Shows every setting, with where it is from; or what is wrong. */
export async function showConfiguration(flags: Texts): Promise<ExitStatus> {
  const read = readConfiguration({ flags, env: process.env });
  if (read.isErr()) return complain(read.error, NOT_UNDERSTOOD);
  const problems = problemsOfServing(read.value);
  if (problems.length > 0) return complain(problems, NOT_UNDERSTOOD);

  const rows = [['NAME', 'VALUE', 'FROM'], ...read.value.settings.map(rowOf)];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) say(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return DONE;
}

function rowOf({ name, text, source }: Setting): string[] {
  const { secret, otherwise = 'none' }: Variable<unknown> = VARIABLES[name];
  // PEM has line breaks, but is a secret; nothing else can have them.
  return [name, text === undefined ? `(${otherwise})` : masked(text, secret), source];
}
