import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rmdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { SILENT } from '../../src/database/database.ts';
import { DatabaseMigrator } from '../../src/database/migrator.ts';
import { BossTimers } from '../../src/kernel/boss-timers.ts';
import { pgliteTimerConnections } from '../../src/kernel/timer-connections.ts';
import { createPGlite, PGliteDatabase, type OpenPGlite } from '../../src/database/pglite.ts';

const MIGRATIONS = new URL('../../src/migrations/', import.meta.url);

/**
 * Opens a PGlite in memory that is migrated already: a copy of one that was made before. Making one takes seconds, so
 * it is kept among the system's temporary files, under a name that tells from which migrations it was made.
 */
export const migratedPGlite: OpenPGlite = async () => ({
  pglite: await createPGlite({ dataDir: 'memory://', loadDataDir: new Blob([await template()]) }),
  closed: async () => {},
});

async function template(): Promise<Buffer<ArrayBuffer>> {
  const file = templateFile();
  for (;;) {
    const made = await readFile(file).catch(() => undefined);
    if (made !== undefined) return made;
    // One of those that find it missing makes it; it would take all of them longer if each did.
    if (await claim(`${file}.lock`)) return makeFile(file);
    await delay(100);
  }
}

/** Whether it is for the caller to make the template. Whoever claimed it a minute ago is not there any more. */
async function claim(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 60_000) await rmdir(lock).catch(() => {});
    return false;
  }
}

async function makeFile(file: string): Promise<Buffer<ArrayBuffer>> {
  try {
    const made = await makeTemplate();
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, made);
    await rename(draft, file);
    return made;
  } finally {
    await rmdir(`${file}.lock`);
  }
}

async function makeTemplate(): Promise<Buffer<ArrayBuffer>> {
  const pglite = await createPGlite({ dataDir: 'memory://' });
  const database = new PGliteDatabase(async () => ({ pglite, closed: async () => {} }));
  await database.open();
  await new DatabaseMigrator(database, undefined, SILENT).migrate();
  const timers = new BossTimers(pgliteTimerConnections(database), SILENT);
  await timers.start();
  await timers.stop();
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  return Buffer.from(await dump.arrayBuffer());
}

function templateFile(): string {
  return join(tmpdir(), `quintet-pglite-${fingerprint()}.tar`);
}

/** What the template is made from. */
function fingerprint(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(createRequire(import.meta.url).resolve('@electric-sql/pglite')));
  hash.update(readFileSync(createRequire(import.meta.url).resolve('pg-boss/package.json')));
  for (const name of readdirSync(MIGRATIONS).toSorted()) hash.update(readFileSync(new URL(name, MIGRATIONS)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * Puts a migrated database where the package looks for it in a data directory.
 *
 * @param dataDirectory - Is there already.
 */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  const database = join(dataDirectory, 'database');
  await mkdir(database);
  await template();
  await promisify(execFile)('tar', ['-xf', templateFile(), '-C', database]);
}
