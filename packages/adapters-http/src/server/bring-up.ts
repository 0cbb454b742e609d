import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { Logger } from 'pino';
import type { ServerAdapter } from './adapters.ts';
import { firstLine } from './scrub.ts';

/** What bringing adapters up reports to. */
export interface BringUpOptions {
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Ends the waiting for what is away. */
  readonly signal: AbortSignal;
  /** Told of each step, and of what it waits for. */
  readonly onStep?: (step: 'migrating' | 'starting', waitingFor?: string) => void;
}

/** Milliseconds between one try and the next. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;

/** The signal of whoever does not wait for what is away. */
export const AT_ONCE: AbortSignal = AbortSignal.abort();

/**
 * Migrates all adapters, then starts them, each in order. What they need may be away for now, as a database that comes
 * up beside the server is: then it tries again until it is there. Anything else ends it, with one line.
 */
export async function bringUp(
  adapters: readonly ServerAdapter[],
  options: BringUpOptions,
): Promise<Result<void, string>> {
  const migrated = await migrateAll(adapters, options);
  return migrated.isErr() ? err(migrated.error) : startAll(adapters, options);
}

/** Migrates all adapters, and names the migrations that were carried out. */
export async function migrateAll(
  adapters: readonly ServerAdapter[],
  options: BringUpOptions,
): Promise<Result<readonly string[], string>> {
  const names: string[] = [];
  for (const adapter of adapters) {
    const migrated = await persist(adapter, 'migrating', async () => (await adapter.migrate?.()) ?? [], options);
    if (migrated.isErr()) return err(migrated.error);
    names.push(...migrated.value);
  }
  if (names.length > 0) options.logger.info({ migrations: names }, 'migrated');
  return ok(names);
}

async function startAll(adapters: readonly ServerAdapter[], options: BringUpOptions): Promise<Result<void, string>> {
  for (const adapter of adapters) {
    const started = await persist(adapter, 'starting', async () => adapter.start?.(), options);
    if (started.isErr()) return err(started.error);
  }
  return ok(undefined);
}

async function persist<T>(
  { name }: ServerAdapter,
  step: 'migrating' | 'starting',
  attempt: () => Promise<T>,
  { logger, signal, onStep }: BringUpOptions,
): Promise<Result<T, string>> {
  onStep?.(step);
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    try {
      return ok(await attempt());
    } catch (error) {
      const reason = `${name}: ${firstLine(error)}`;
      if (!isPassing(error) || signal.aborted) return err(reason);
      onStep?.(step, reason);
      logger.warn({ adapter: name, err: error, retryInMs: pause }, 'what the adapter needs is away, trying again');
      // Rejects when it is told to stop.
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
}

const PASSING_ERRNOS: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Whether what failed may work by itself in a while: what is to be reached is not there, or not yet. */
function isPassing(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, cause } = error as Error & { readonly code?: unknown };
  // SQLSTATE classes: connection exceptions, insufficient resources, operator intervention.
  const isAway = PASSING_ERRNOS.has(code) || (typeof code === 'string' && /^(?:08|53|57P)[0-9A-Z]{2,3}$/.test(code));
  return isAway || /^(?:connection terminated|timeout)/i.test(error.message) || isPassing(cause, depth + 1);
}
