import { unavailable, type Unavailable } from '@quintet/core';

/** The database was closed by `stop`, or never opened. */
export class DatabaseClosed extends Error {
  override readonly name = 'DatabaseClosed';

  constructor() {
    super('The database is not open.');
  }
}

/** Two transactions waited for each other, or could not be put in an order: trying again is likely to succeed. */
const RETRIABLE_STATES: ReadonlySet<string> = new Set(['40001', '40P01']);

/** SQLSTATEs that say that PostgreSQL can't serve at present, not that a statement is wrong. */
const UNAVAILABLE_STATES: ReadonlySet<string> = new Set([
  ...RETRIABLE_STATES,
  '25006', // read-only: the server that was asked is a standby
  '25P03', // the transaction was idle for too long
  '25P04', // the transaction took too long
  '53000', // insufficient resources
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // statement timeout
  '57P01', // administrator shuts down
  '57P02', // crash of another session
  '57P03', // starting up or shutting down
  '57P05', // the session was idle for too long
  '58000', // system error
  '58030', // input or output error
]);

/** What the operating system says of a connection that can't be made or was lost. */
const UNAVAILABLE_ERRNOS: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ETIMEDOUT',
]);

// pg gives these errors no code.
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|Client was closed|Client has encountered a connection error|Query read timeout|timeout expired|timeout exceeded when trying to connect|Cannot use a pool after calling end|driver has already been destroyed|PGlite is closed)/u;

/** A constraint refused a change: something is there already, or something that is needed is not. */
export interface ConstraintViolated {
  readonly kind: 'constraint-violated';
  readonly violation: 'unique' | 'foreign-key';
}

/** The value for a change that a constraint refused; otherwise as {@link toUnavailable}. */
export function toViolation(error: unknown): ConstraintViolated | Unavailable {
  const codes = new Set(chain(error).map(({ code }) => code));
  if (codes.has('23505')) return { kind: 'constraint-violated', violation: 'unique' };
  if (codes.has('23503')) return { kind: 'constraint-violated', violation: 'foreign-key' };
  return toUnavailable(error);
}

/** Whether the error says that trying the whole transaction again is likely to succeed. */
export function isRetriable(error: unknown): boolean {
  return chain(error).some(({ code }) => typeof code === 'string' && RETRIABLE_STATES.has(code));
}

/** Whether the error says that the database is away, rather than that something is wrong with what it was asked. */
export function isUnavailable(error: unknown): boolean {
  return chain(error).some(
    (link) =>
      link instanceof DatabaseClosed ||
      (typeof link.code === 'string' &&
        (link.code.startsWith('08') || UNAVAILABLE_STATES.has(link.code) || UNAVAILABLE_ERRNOS.has(link.code))) ||
      UNAVAILABLE_MESSAGES.test(link.message),
  );
}

/** The value for a database that is away; throws what is a bug. */
export function toUnavailable(error: unknown): Unavailable {
  if (!isUnavailable(error)) throw error;
  return unavailable(error);
}

/** An error, what caused it, and what caused that. */
function chain(error: unknown): readonly (Error & { readonly code?: unknown })[] {
  const links: Error[] = [];
  for (let link = error; link instanceof Error && links.length < 5; link = link.cause ?? previous(link)) {
    links.push(link);
  }
  return links;
}

/** MikroORM keeps the driver's error under this name. */
function previous(error: Error): unknown {
  return 'previous' in error ? error.previous : undefined;
}
