import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';

/** Another process has the database open. */
class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';

  constructor(lockFile: string, pid: number) {
    super(
      `The database is in use by the process ${pid}. Stop that one, or use another data directory; ` +
        `if it is no Quintet server, remove ${lockFile}.`,
    );
  }
}

interface Holder {
  readonly pid: number;
  /** What tells the process from a later one with the same number; empty where the system has nothing. */
  readonly started: string;
}

/** Lock files that this process holds. */
const held = new Set<string>();

/**
 * Makes sure that one process has a database open, by a file with its number. The file of a process that is no more,
 * because it was killed or the machine stopped, is taken over.
 *
 * @param lockFile - In a directory that exists.
 * @returns What ends the lock.
 * @throws DirectoryInUse when another process has it, or this one already.
 */
export async function lockDirectory(lockFile: string): Promise<() => Promise<void>> {
  if (held.has(lockFile)) throw new DirectoryInUse(lockFile, process.pid);
  held.add(lockFile);
  try {
    while (!(await acquire(lockFile))) await removeStale(lockFile);
  } catch (error) {
    held.delete(lockFile);
    throw error;
  }
  return async () => {
    if (held.delete(lockFile)) await rm(lockFile, { force: true });
  };
}

/** Makes the file with its content in one step, so that nobody reads it half written. */
async function acquire(lockFile: string): Promise<boolean> {
  const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' };
  const draft = `${lockFile}.${process.pid}`;
  await writeFile(draft, JSON.stringify(own));
  try {
    await link(draft, lockFile);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function removeStale(lockFile: string): Promise<void> {
  const holder = await read(lockFile);
  if (holder === undefined) return;
  if (isAlive(holder)) throw new DirectoryInUse(lockFile, holder.pid);
  // Of several that find it stale one moves it away; whoever moved a new one by that puts it back.
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await read(aside);
  if (moved !== undefined && isAlive(moved)) await link(aside, lockFile).catch(() => {});
  await rm(aside, { force: true });
}

async function read(file: string): Promise<Holder | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isHolder(content) ? content : { pid: 0, started: '' };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    if (error instanceof SyntaxError) return { pid: 0, started: '' };
    throw error;
  }
}

function isHolder(content: unknown): content is Holder {
  return (
    typeof content === 'object' &&
    content !== null &&
    'pid' in content &&
    Number.isSafeInteger(content.pid) &&
    'started' in content &&
    typeof content.started === 'string'
  );
}

function isAlive({ pid, started }: Holder): boolean {
  // This process takes no lock twice: a file with its own number is of an earlier one, as in a container, where the
  // first process always has the same.
  if (pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not allowed to signal it: it is there, and another user's.
    return isCode(error, 'EPERM');
  }
  const actual = startOf(pid);
  return actual === undefined || started === '' || actual === started;
}

/** When a process started, in the system's own measure; `undefined` where the system doesn't say. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold anything; the 20th field after it is the start time.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Whether an error is one of the operating system's. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
