import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromPromise, type ResultAsync } from 'neverthrow';

/** A secret could neither be read nor be made. */
export interface SecretUnusable {
  readonly kind: 'secret-unusable';
  /** One line, with the file in it. */
  readonly reason: string;
}

/** A secret of 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * A secret that was generated at the first start and is kept: in a file of its own that only its owner can read. Of
 * several processes that start at once, one makes it and all use it.
 *
 * @param directory - Made, for its owner alone, where it is missing.
 * @param name - The file's name.
 */
export function keptSecret(directory: string, name: string): ResultAsync<string, SecretUnusable> {
  const path = join(directory, name);
  return fromPromise(readOrMake(directory, path), (error) => ({
    kind: 'secret-unusable',
    reason: `the secret in ${path} can't be used: ${error instanceof Error ? error.message : String(error)}`,
  }));
}

async function readOrMake(directory: string, path: string): Promise<string> {
  const kept = await read(path);
  if (kept !== undefined) return kept;
  await makeDirectory(directory);
  // Written in full before it gets its name, so that nobody ever reads a part of it.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await write(draft, `${newSecret()}\n`);
  try {
    await claim(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await read(path);
  if (made === undefined) throw new Error('it vanished while it was made');
  return made;
}

/** Node's own recursive way never ends where the system denies that a directory exists which it does not let make. */
async function makeDirectory(path: string, parentIsMade = false): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || parentIsMade || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await makeDirectory(path, true);
  }
}

async function read(path: string): Promise<string | undefined> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const secret = content?.trim();
  if (secret !== undefined && Buffer.byteLength(secret) < 32) {
    throw new Error('it has fewer than 32 bytes; remove the file to have a new one made, which ends every session');
  }
  return secret;
}

async function write(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the draft its name unless another process was first. */
async function claim(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // File systems without hard links have no "unless it is there"; two first starts at once are rare on those.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return rename(draft, path);
    throw error;
  }
}
