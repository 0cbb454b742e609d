import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { complain, FAILED, NOT_UNDERSTOOD } from './output.ts';
import { firstLine } from '../scrub.ts';

/**
 * Runs a command line to its end, and sets the status of the process: 0 when all went well, 1 when it could not be done,
 * 2 when it was not understood.
 *
 * @param args - Without the names of Node and of the script.
 */
export async function main(args: readonly string[]): Promise<void> {
  try {
    const program = createProgram((status) => {
      process.exitCode = status;
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) process.exitCode = complain([firstLine(error)], FAILED);
    // Help that was asked for ends with 0; what was not understood has said so.
    else if (error.exitCode !== 0) process.exitCode = NOT_UNDERSTOOD;
  }
}
