import type { DestinationStream } from 'pino';
import { problemsOfServing, readConfiguration } from './configuration/configuration.ts';
import type { Texts } from './configuration/settings.ts';
import { openLog } from './log.ts';
import { openServer, type StartFailure } from './server.ts';

/**
 * Where a server within another program takes its settings from, and where its log goes.
 *
 * @example
 * ```ts
 * const lines: string[] = [];
 * const options: StartOptions = { env: { PORT: '0' }, log: { write: (line) => lines.push(line) } };
 * ```
 */
export interface StartOptions {
  /** Environment variables, as `docs/configuration.md` lists them; `process.env` where none are given. */
  readonly env?: Texts;
  /** Where the log goes, a line a call; the standard output where nothing is given. */
  readonly log?: DestinationStream;
}

/**
 * A server that can serve requests.
 *
 * @example
 * ```ts
 * const { url, stop }: StartedServer = await startServer();
 * process.once('SIGTERM', () => void stop());
 * ```
 */
export interface StartedServer {
  /** Scheme, host and port, without a closing slash. */
  readonly url: string;
  /** Ends it, without losing a request that is under way. Takes at most ten seconds; safe to call twice. */
  readonly stop: () => Promise<void>;
}

/**
 * Why a server could not be started.
 *
 * @example
 * ```ts
 * const server = await startServer().catch((error: unknown) => {
 *   if (error instanceof StartError) for (const problem of error.problems) console.error(problem);
 *   throw error;
 * });
 * ```
 */
export class StartError extends Error {
  override readonly name = 'StartError';
  /** Whether the configuration is wrong, or something is in the way at present. */
  readonly kind: StartFailure['kind'];
  /** One line each. */
  readonly problems: readonly string[];

  constructor({ kind, problems }: StartFailure) {
    super(problems.join('\n'));
    this.kind = kind;
    this.problems = problems;
  }
}

/**
 * Starts the bundled server within another program: migrates its database and resolves when requests can be served. It
 * waits for a database that is not there yet. Signals are left to the program.
 *
 * @throws {@link StartError} when the configuration is wrong, or when the port or the data directory is in use.
 *
 * @example
 * ```ts
 * const server = await startServer({ env: { PORT: '0', QUINTET_DATA_DIR: 'memory' } });
 * await fetch(`${server.url}/readyz`); // 200
 * await server.stop();
 * ```
 */
export async function startServer({ env = process.env, log }: StartOptions = {}): Promise<StartedServer> {
  const read = readConfiguration({ flags: {}, env });
  const problems = read.match(problemsOfServing, (problems) => problems);
  if (read.isErr() || problems.length > 0) throw new StartError({ kind: 'configuration', problems });

  const { logLevel, logPretty = false } = read.value;
  const opened = await openServer(
    read.value,
    await openLog({ level: logLevel, pretty: logPretty, ...(log === undefined ? {} : { destination: log }) }),
  );
  if (opened.isErr()) throw new StartError(opened.error);
  const server = opened.value;
  const ready = await server.ready;
  if (ready.isErr()) {
    await server.stop();
    throw new StartError(ready.error);
  }
  return { url: server.url, stop: () => server.stop() };
}
