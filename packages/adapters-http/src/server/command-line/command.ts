import type { Texts } from '../configuration/settings.ts';
import type { ExitStatus } from './output.ts';

/** What a command does. */
type Action = (
  flags: Texts,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
) => Promise<ExitStatus>;

/** Makes of what a command does what is called with all that was given. */
export type Running = (action: Action) => (...given: unknown[]) => Promise<void>;

/** The examples at the end of a command's help. */
export function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
