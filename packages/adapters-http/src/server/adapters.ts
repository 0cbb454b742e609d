import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleResolve } from 'import-meta-resolve';
import type { ContainerModule } from 'inversify';
import { err, ok, type Result } from 'neverthrow';
import type { AdapterPackage, CreateAdapter } from '@quintet/core';
import type { Logger } from 'pino';
import type { Configuration } from './configuration/configuration.ts';
import type { PushConfiguration } from './push-keys.ts';
import { firstLine } from './scrub.ts';

/**
 * What `createAdapter` of a package of adapters is called with: the server's configuration, and the log.
 *
 * @example
 * ```ts
 * export const createAdapter: CreateAdapter<ContainerModule, AdapterConfiguration> = ({ log }) => ({
 *   name: 'frozen-clock',
 *   module: new ContainerModule(({ bind }) => {
 *     bind(PORTS.clock).toConstantValue({ now: () => new Date(0) });
 *   }),
 *   start: async () => log.info('It is 1970.'),
 * });
 * ```
 */
export interface AdapterConfiguration extends Configuration {
  /** The transports of push, and the keys that were configured or made. */
  readonly push: PushConfiguration;
  /** A logger of pino, or one of its form. */
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
}

/** A package of adapters, loaded. */
export type ServerAdapter = AdapterPackage<ContainerModule>;

/**
 * Loads the packages of adapters that the configuration names, in order. A name is looked for where the server was
 * started, then beside the server. Each problem is one line.
 */
export async function loadAdapters(
  configuration: AdapterConfiguration,
): Promise<Result<readonly ServerAdapter[], readonly string[]>> {
  const loaded = await Promise.all(configuration.adapters.map((name) => loadAdapter(name, configuration)));
  const problems = loaded.flatMap((adapter) => (adapter.isErr() ? [adapter.error] : []));
  return problems.length > 0 ? err(problems) : ok(loaded.flatMap((adapter) => (adapter.isOk() ? [adapter.value] : [])));
}

async function loadAdapter(name: string, configuration: AdapterConfiguration): Promise<Result<ServerAdapter, string>> {
  const problem = (reason: string): Result<never, string> =>
    err(`QUINTET_ADAPTERS names ${JSON.stringify(name)}, ${reason}`);

  const url = locate(name);
  if (url === undefined) return problem(`which is no package or file that can be found from ${process.cwd()}`);
  try {
    const loaded: object = await import(/* @vite-ignore */ url);
    if (!isAdapterModule(loaded)) return problem('which exports no function createAdapter');
    const adapter = loaded.createAdapter(configuration);
    return isAdapter(adapter) ? ok(adapter) : problem('whose createAdapter gives no { name, module }');
  } catch (error) {
    return problem(`which can't be loaded: ${firstLine(error)}`);
  }
}

function locate(name: string): string | undefined {
  const isPath = /^(?:\.{0,2}\/|[A-Za-z]:[\\/]|file:)/.test(name);
  const specifier = isPath && !name.startsWith('file:') ? pathToFileURL(name).href : name;
  // From the directory where the server was started, then from this file.
  for (const parent of [pathToFileURL(join(process.cwd(), 'quintet.js')).href, import.meta.url]) {
    try {
      return moduleResolve(specifier, new URL(parent), CONDITIONS).href;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

/** Sources load the sources of the packages beside them, what was built loads what was built. */
const CONDITIONS: Set<string> = new Set([...(import.meta.url.endsWith('.ts') ? ['source'] : []), 'node', 'import']);

function isAdapterModule(loaded: object): loaded is {
  readonly createAdapter: CreateAdapter<ContainerModule, AdapterConfiguration>;
} {
  return 'createAdapter' in loaded && typeof loaded.createAdapter === 'function';
}

function isAdapter(value: unknown): value is ServerAdapter {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'module' in value &&
    typeof value.module === 'object'
  );
}
