import pg from 'pg';

/** How long the package waits, in milliseconds. Each wait ends: a call never hangs. */
const TIMEOUTS = {
  /** For a connection to be made, and for one of a pool to become free. */
  connection: 2000,
  /** For a statement; PostgreSQL ends it. */
  statement: 5000,
  /** For a lock that another transaction holds; PostgreSQL ends the statement. */
  lock: 2000,
  /** For the answer to a statement, where the server or the network is gone without a word. */
  answer: 7000,
  /** For the next statement of a transaction; PostgreSQL ends the connection. */
  idleInTransaction: 30_000,
} as const;

/** What every session is begun with. */
const SESSION = {
  // The one form that parseMoment is fast at.
  TimeZone: 'UTC',
  // Each statement has one good plan, whatever its values are, and making a plan costs more than most of them.
  plan_cache_mode: 'force_generic_plan',
  // Each has an index that fits. A plan that was made when a table was new and small is good when it has grown.
  enable_seqscan: 'off',
  // None runs for long enough to gain by being compiled.
  jit: 'off',
} as const;

/** The number of the type `text[]`, the same in every database. */
const TEXT_ARRAY: number = 1009;
const parserOf: (type: number) => (text: string) => readonly string[] = pg.types.getTypeParser;
const parseAnyTexts = parserOf(TEXT_ARRAY);

const types = new pg.TypeOverrides();
// Numbers of rows and counters stay far below 2^53.
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, parseMoment);
types.setTypeParser(TEXT_ARRAY, parseTexts);

/** What every connection of the package has. */
export function connectionSettings(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: 'quintet',
    connectionTimeoutMillis: TIMEOUTS.connection,
    statement_timeout: TIMEOUTS.statement,
    lock_timeout: TIMEOUTS.lock,
    idle_in_transaction_session_timeout: TIMEOUTS.idleInTransaction,
    query_timeout: TIMEOUTS.answer,
    keepAlive: true,
    options: Object.entries(SESSION)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types,
  };
}

/**
 * Reads a `timestamptz` as PostgreSQL writes it in UTC, `2026-11-22 08:00:00.123+00`. Several times as fast as the
 * parser of pg, which a page of buckets calls twenty times.
 */
export function parseMoment(text: string): Date {
  const { length } = text;
  if (length < 22 || length > 26 || !text.endsWith('+00')) return new Date(text.replace(/([+-]\d\d)$/u, '$1:00'));
  let milliseconds = 0;
  for (let index = 20, weight = 100; index < length - 3; index += 1, weight /= 10) {
    milliseconds += digit(text, index) * weight;
  }
  return new Date(
    Date.UTC(
      digit(text, 0) * 1000 + twoDigits(text, 1) * 10 + digit(text, 3),
      twoDigits(text, 5) - 1,
      twoDigits(text, 8),
      twoDigits(text, 11),
      twoDigits(text, 14),
      twoDigits(text, 17),
      milliseconds,
    ),
  );
}

/**
 * Reads a `text[]` as PostgreSQL writes it, `{drama,"science fiction"}`. Several times as fast as the parser of pg, to
 * which it leaves what is seldom: escapes, entries that are no text, and arrays of arrays.
 */
export function parseTexts(text: string): readonly string[] {
  if (!text.startsWith('{') || text.startsWith('{{') || text.includes('\\')) return parseAnyTexts(text);
  const end = text.length - 1;
  const entries: string[] = [];
  for (let from = 1; from < end;) {
    const isQuoted = text[from] === '"';
    const start = isQuoted ? from + 1 : from;
    const stop = text.indexOf(isQuoted ? '"' : ',', start);
    const entry = text.slice(start, stop === -1 ? end : stop);
    if (entry === 'NULL' && !isQuoted) return parseAnyTexts(text);
    entries.push(entry);
    from = start + entry.length + (isQuoted ? 2 : 1);
  }
  return entries;
}

function digit(text: string, index: number): number {
  return text.charCodeAt(index) - 48;
}

function twoDigits(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}
