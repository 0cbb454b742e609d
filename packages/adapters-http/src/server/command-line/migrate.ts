import { AT_ONCE, migrateAll } from '../bring-up.ts';
import type { Texts } from '../configuration/settings.ts';
import { complain, DONE, FAILED, say, type ExitStatus } from './output.ts';
import { withAdapters } from './session.ts';

/** Carries out the migrations that are still to come, and names them. */
export function migrate(flags: Texts): Promise<ExitStatus> {
  return withAdapters(flags, async (adapters, _configuration, logger) => {
    const migrated = await migrateAll(adapters, { logger, signal: AT_ONCE });
    if (migrated.isErr()) return complain([migrated.error], FAILED);
    for (const name of migrated.value) say(`migrated ${name}`);
    if (migrated.value.length === 0) say('Everything is up to date.');
    return DONE;
  });
}

/** Lists all migrations, and when each was carried out. */
export function listMigrations(flags: Texts): Promise<ExitStatus> {
  return withAdapters(flags, async (adapters) => {
    for (const adapter of adapters) {
      for (const { name, executedAt } of (await adapter.migrations?.()) ?? []) {
        say(`${executedAt === undefined ? 'to come'.padEnd(24) : executedAt.toISOString()}  ${name}`);
      }
    }
    return DONE;
  });
}
