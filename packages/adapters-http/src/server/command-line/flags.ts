import { Option, type Command } from 'commander';
import type { Texts } from '../configuration/settings.ts';
import type { VariableName } from '../configuration/values.ts';
import { FILE_VARIABLE, flagOf, VARIABLE_NAMES, VARIABLES, type Variable } from '../configuration/variables.ts';

/** What every command can be told of where things are. */
export const PLACES: readonly VariableName[] = ['QUINTET_DATA_DIR', 'QUINTET_ADAPTERS'];

/** Every variable that has a flag. Secrets have none: a command line can be read by every user of the machine. */
export const FLAGGED: readonly VariableName[] = VARIABLE_NAMES.filter((name) => flagged(name).flag !== undefined);

/** Gives a command the flags of some variables, and that of the file. */
export function addFlags(command: Command, names: readonly VariableName[]): Command {
  command.optionsGroup('Configuration (each wins over its variable):');
  command.addOption(new Option(`${flagOf(FILE_VARIABLE)} <file>`, `settings in JSON (${FILE_VARIABLE})`));
  for (const name of names) {
    const { flag = '<value>', meaning, default: fallback, otherwise } = flagged(name);
    const inForce = fallback ?? otherwise;
    command.addOption(new Option(`${flagOf(name)} ${flag}`, `${meaning} (${name}; default: ${inForce})`));
  }
  return command;
}

/** What the flags of a command say, by variable. */
export function textsOf(command: Command): Texts {
  const texts: Record<string, string> = {};
  for (const name of [FILE_VARIABLE, ...VARIABLE_NAMES] as const) {
    const option = command.options.find(({ long }) => long === flagOf(name));
    const value: unknown = option === undefined ? undefined : command.getOptionValue(option.attributeName());
    if (typeof value === 'string') texts[name] = value;
  }
  return texts;
}

function flagged(name: VariableName): Variable<unknown> {
  return VARIABLES[name];
}
