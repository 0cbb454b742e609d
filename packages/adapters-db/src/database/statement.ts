declare const row: unique symbol;

/**
 * SQL whose text never changes: only its values do. The name is what PostgreSQL keeps the prepared statement under,
 * so it is unique among all statements.
 *
 * @typeParam Row - What a row of the result is.
 */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  readonly [row]?: Row;
}

/** A value of a statement. A date is sent as text by {@link moment}. */
export type Value = string | number | boolean | null | Uint8Array | readonly string[] | readonly number[];

const names = new Map<string, string>();

/**
 * Declares a statement.
 *
 * @example
 * ```ts
 * const COUNT = statement<{ count: number }>('bucket_count', 'SELECT bucket_count AS count FROM bucket_owner WHERE ...');
 * ```
 */
export function statement<Row>(name: string, text: string): Statement<Row> {
  names.set(text, name);
  return { name, text };
}

/** The name of the statement that has a text; `undefined`: none has it. */
export function nameOf(text: string): string | undefined {
  return names.get(text);
}

/** A moment as a value of a statement, whatever time zone this process is in. */
export function moment(date: Date): string {
  return date.toISOString();
}
