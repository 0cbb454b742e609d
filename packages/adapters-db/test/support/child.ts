import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of a test's own. */
export interface Child {
  readonly process: ChildProcess;
  /** The next line that it writes; rejects when it ends instead, with what it said. */
  nextLine(): Promise<string>;
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a script. */
export function startChild(script: URL, ...parameters: readonly string[]): Child {
  const child = spawn(process.execPath, ['--conditions=source', fileURLToPath(script), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    process: child,
    nextLine: async () => {
      const { done, value } = await lines.next();
      if (done === true) throw new Error(`The process has ended: ${said}`);
      return value;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
