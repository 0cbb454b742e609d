import type { Logger } from 'pino';
import type { Quintet } from '@quintet/core';
import { loadAdapters, type ServerAdapter } from '../adapters.ts';
import { AT_ONCE, bringUp } from '../bring-up.ts';
import { compose } from '../composition.ts';
import { readConfiguration, type Configuration } from '../configuration/configuration.ts';
import type { Texts } from '../configuration/settings.ts';
import { openLog } from '../log.ts';
import { pushConfigurationOf } from '../push-keys.ts';
import { firstLine } from '../scrub.ts';
import { signingKeysOf } from '../signing.ts';
import { complain, FAILED, NOT_UNDERSTOOD, type ExitStatus } from './output.ts';

/**
 * Runs a command with the adapters that are configured, and stops them. What adapters have to say goes to the standard
 * error, warnings and worse.
 */
export async function withAdapters(
  flags: Texts,
  command: (adapters: readonly ServerAdapter[], configuration: Configuration, logger: Logger) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const read = readConfiguration({ flags, env: process.env });
  if (read.isErr()) return complain(read.error, NOT_UNDERSTOOD);
  const level = read.value.logLevel === 'info' ? 'warn' : read.value.logLevel;
  const { logger } = await openLog({ level, pretty: read.value.logPretty ?? true, destination: process.stderr });
  const push = await signingKeysOf(read.value).andThen((keys) => pushConfigurationOf(read.value, keys));
  if (push.isErr()) return complain([push.error.reason], FAILED);
  const adapters = await loadAdapters({ ...read.value, push: push.value, log: logger });
  if (adapters.isErr()) return complain(adapters.error, NOT_UNDERSTOOD);
  try {
    return await command(adapters.value, read.value, logger);
  } catch (error) {
    return complain([firstLine(error)], FAILED);
  } finally {
    for (const adapter of adapters.value.toReversed()) await adapter.stop?.();
  }
}

/** Runs a command with the use cases, on storage that is up to date. */
export function withQuintet(
  flags: Texts,
  command: (quintet: Quintet, configuration: Configuration) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  return withAdapters(flags, async (adapters, configuration, logger) => {
    const keys = await signingKeysOf(configuration);
    if (keys.isErr()) return complain([keys.error.reason], FAILED);
    const composed = await compose(configuration, keys.value, adapters);
    if (composed.isErr()) return complain(composed.error, NOT_UNDERSTOOD);
    const up = await bringUp(adapters, { logger, signal: AT_ONCE });
    return up.isErr() ? complain([up.error], FAILED) : command(composed.value.quintet, configuration);
  });
}
