import { readFileSync } from 'node:fs';
import { err, ok, type Result } from 'neverthrow';
import { masked } from './mask.ts';
import { badValue, unknownName } from './problem.ts';
import type { Values, VariableName } from './values.ts';
import { FILE_VARIABLE, flagOf, isVariable, VARIABLE_NAMES, VARIABLES, type Variable } from './variables.ts';

const PREFIX = 'QUINTET_';

/** What the project's own tests are told by; whoever develops may have it set while a server runs. */
const TEST_PREFIX = 'QUINTET_TEST_';

/** Texts by variable; those of the command line are complete by themselves, the environment has others beside them. */
export type Texts = Readonly<Record<string, string | undefined>>;

/** Where settings may come from; earlier ones win. */
export interface Sources {
  readonly flags: Texts;
  readonly env: Texts;
}

/**
 * The text of a variable that is in force, and where it came from.
 *
 * @example
 * ```ts
 * const port: Setting = { name: 'PORT', text: '8080', source: 'flag --port' };
 * ```
 */
export interface Setting {
  readonly name: VariableName;
  /** Absent: nobody gave one, and there is no default. */
  readonly text?: string;
  readonly source: string;
}

/** All settings that are in force, with what they mean. */
export interface Settings {
  readonly values: Values;
  readonly list: readonly Setting[];
}

/** Collects what is set, and checks all of it. Each problem is one line. */
export function readSettings({ flags, env }: Sources): Result<Settings, readonly string[]> {
  const problems = unknownVariables(env);
  const file = readFile(flags[FILE_VARIABLE] ?? nonEmpty(env[FILE_VARIABLE]));
  problems.push(...file.problems);

  const list = VARIABLE_NAMES.map((name): Setting => {
    const flag = flags[name];
    if (flag !== undefined) return { name, text: flag.trim(), source: `flag ${flagOf(name)}` };
    const variable = nonEmpty(env[name]);
    if (variable !== undefined) return { name, text: variable, source: 'environment' };
    const entry = nonEmpty(file.texts[name]);
    if (entry !== undefined) return { name, text: entry, source: `file ${file.path}` };
    const fallback = VARIABLES[name].default;
    return fallback === undefined ? { name, source: 'default' } : { name, text: fallback, source: 'default' };
  });

  const values: Partial<Record<VariableName, unknown>> = {};
  for (const { name, text, source } of list) {
    const variable: Variable<unknown> = VARIABLES[name];
    const value = text === undefined ? undefined : variable.parse(text);
    if (text !== undefined && value === undefined) {
      problems.push(badValue(name, masked(text, variable.secret), source, variable.allowed));
    }
    values[name] = value;
  }
  return problems.length > 0 ? err(problems) : ok({ values: values as Values, list });
}

/** An empty variable counts as one that is not set, as container tools write it. */
function nonEmpty(text: string | undefined): string | undefined {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}

function unknownVariables(env: Texts): string[] {
  const known = [...VARIABLE_NAMES, FILE_VARIABLE];
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !name.startsWith(TEST_PREFIX) && env[name] !== undefined)
    .filter((name) => !isVariable(name) && name !== FILE_VARIABLE)
    .map((name) => unknownName(name, 'environment', known));
}

interface SettingsFile {
  readonly path: string;
  readonly texts: Texts;
  readonly problems: readonly string[];
}

function readFile(path: string | undefined): SettingsFile {
  if (path === undefined) return { path: '', texts: {}, problems: [] };
  const unusable = (reason: string): SettingsFile => ({
    path,
    texts: {},
    problems: [`${FILE_VARIABLE} is ${JSON.stringify(path)}: ${reason}; allowed is a file with one object in JSON`],
  });

  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    return unusable(`it can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
  let settings: unknown;
  try {
    settings = JSON.parse(content);
  } catch {
    // The parser's message quotes the file, which may hold secrets.
    return unusable('it is not JSON');
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return unusable('it is no object');
  return { path, ...fileTexts(settings, path) };
}

function fileTexts(settings: object, path: string): Pick<SettingsFile, 'texts' | 'problems'> {
  const source = `file ${path}`;
  const texts: Record<string, string> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(settings)) {
    const text = textOf(value);
    if (!isVariable(name)) problems.push(unknownName(name, source, VARIABLE_NAMES));
    else if (text === undefined) problems.push(badValue(name, typeof value, source, VARIABLES[name].allowed));
    else texts[name] = text;
  }
  return { texts, problems };
}

/** In a file, numbers, booleans, lists and objects may be written as JSON has them; `null` is not set. */
function textOf(value: unknown): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'string') ? value.join(',') : undefined;
  return JSON.stringify(value);
}
