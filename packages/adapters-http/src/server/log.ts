import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { LogLevel } from './configuration/values.ts';
import { scrubbed } from './scrub.ts';

/** Where lines go, and how one waits until they have. */
export interface Log {
  readonly logger: Logger;
  /** Writes what is still held back, before it returns. */
  readonly flush: () => void;
}

/** What the log is to be like. */
export interface LogOptions {
  readonly level: LogLevel;
  /** For people instead of JSON lines. */
  readonly pretty: boolean;
  /** Where the lines go; the standard output where none is given. */
  readonly destination?: DestinationStream;
}

/** Longest time that a line is held back, in milliseconds. */
const HOLD_BACK = 250;

/** Bytes that are written at once: each piece wakes up a thread, which costs as much as a request does. */
const PIECE = 16_384;

/** Bytes that are held while the reader of the output is slow; what is beyond is lost, and the server lives on. */
const MOST_HELD = 16_777_216;

/**
 * Opens the log. JSON lines to the standard output are written in larger pieces, so that a request does not wait for
 * its line.
 */
export async function openLog({ level, pretty, destination }: LogOptions): Promise<Log> {
  if (pretty) return prettyLog(level, destination ?? process.stdout);
  if (destination !== undefined) return { logger: pino(options(level), destination), flush: () => {} };
  const output = pino.destination({
    dest: process.stdout.fd,
    sync: false,
    minLength: PIECE,
    maxWrite: 2 * PIECE,
    maxLength: MOST_HELD,
    periodicFlush: HOLD_BACK,
  });
  const flush = (): void => {
    try {
      output.flushSync();
    } catch {
      // The reader of a pipe may be gone.
    }
  };
  process.once('exit', flush);
  return { logger: pino(options(level), output), flush };
}

async function prettyLog(level: LogLevel, output: DestinationStream): Promise<Log> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({
    colorize: output === process.stdout && process.stdout.isTTY,
    ignore: 'pid,hostname',
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss.l',
  });
  return { logger: pino(options(level), { write: (line) => output.write(format(line)) }), flush: () => {} };
}

function options(level: LogLevel): LoggerOptions {
  return {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError, reason: describeError },
    redact: {
      paths: [
        'password',
        'token',
        'auth_token',
        'authorization',
        'headers.authorization',
        'databaseUrl',
        'secret',
      ].flatMap((path) => [path, `*.${path}`]),
      censor: '[redacted]',
    },
  };
}

/** An error with what it says, without what it carries: libraries hang statements, values and connections on theirs. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? scrubbed(error) : describeOther(error);
  const { code, cause } = error as Error & { readonly code?: unknown };
  return {
    type: error.name,
    message: scrubbed(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: scrubbed(error.stack) }),
    ...(cause === undefined || depth >= 4 ? {} : { cause: describeError(cause, depth + 1) }),
  };
}

function describeOther(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? { kind: value.kind } : typeof value;
}
