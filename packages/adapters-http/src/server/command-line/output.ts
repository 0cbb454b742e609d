/** How a command ends: all went well; it could not be done; it was not understood. */
export const DONE = 0;
export const FAILED = 1;
export const NOT_UNDERSTOOD = 2;

/** How a command ends, as a process tells it. */
export type ExitStatus = typeof DONE | typeof FAILED | typeof NOT_UNDERSTOOD;

/** Prints what a command is called for. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Tells whoever watches what is going on, beside the output. */
export function remark(line = ''): void {
  process.stderr.write(`${line}\n`);
}

/** Says what is wrong, a line each. */
export function complain(problems: readonly string[], status: ExitStatus): ExitStatus {
  for (const problem of problems) process.stderr.write(`quintet: ${problem}\n`);
  return status;
}
