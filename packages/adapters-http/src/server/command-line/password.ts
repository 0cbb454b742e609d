import { createInterface } from 'node:readline';
import { read } from 'read';
import { err, ok, type Result } from 'neverthrow';

/**
 * A new password: on a terminal asked for twice, without showing it; else the first line of the standard input. It is
 * never an argument, because a command line can be read by every user of the machine. The error is one line.
 */
export async function newPassword(): Promise<Result<string, string>> {
  if (!process.stdin.isTTY) return firstInputLine();
  try {
    const password = await ask('Password: ');
    return password === (await ask('The same again: ')) ? ok(password) : err('the two passwords differ');
  } catch {
    return err('no password was given');
  }
}

async function ask(prompt: string): Promise<string> {
  try {
    return await read({ prompt, silent: true, output: process.stderr });
  } finally {
    // The line break was as silent as the rest.
    process.stderr.write('\n');
  }
}

async function firstInputLine(): Promise<Result<string, string>> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line === '' ? err('the first line of the standard input is empty: it is to be the password') : ok(line);
  }
  return err('no password was given: write it to the standard input, or call the command on a terminal');
}
