import type { Texts } from '../configuration/settings.ts';
import { DONE, say, type ExitStatus } from './output.ts';
import { withAdapters } from './session.ts';

/** Carries out the migrations that are still to come, and names them. */
export function migrate(flags: Texts): Promise<ExitStatus> {
  return withAdapters(flags, async (adapters) => {
    const done: string[] = [];
    for (const adapter of adapters) done.push(...((await adapter.migrate?.()) ?? []));
    for (const name of done) say(`migrated ${name}`);
    if (done.length === 0) say('Everything is up to date.');
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
