import { statement, type Statement } from '../database/statement.ts';

/** The statements that list a table in the order of a text and of the number. */
export interface ListStatements<Row> {
  /** Values: limit, offset. */
  readonly page: Statement<Row>;
  /** Values: limit, offset, seeking. */
  readonly pageOfSeeking: Statement<Row>;
  /** Values: limit. */
  readonly first: Statement<Row>;
  /** Values: limit, text, id. */
  readonly after: Statement<Row>;
  /** Values: limit, seeking. */
  readonly firstOfSeeking: Statement<Row>;
  /** Values: limit, text, id, seeking. */
  readonly afterOfSeeking: Statement<Row>;
}

/** What a list is made of. */
interface ListedTable {
  readonly table: string;
  /** What is given of each row. */
  readonly columns: string;
  /** The column that the list is in the order of. */
  readonly text: string;
  /** The column that tells who seeks. */
  readonly seeking: string;
}

/**
 * Prepares the statements that list a table. A statement of its own for each question, so that each has the plan that
 * fits it. Rows that a page skips are skipped in the index.
 */
export function listStatements<Row>({ table, columns, text, seeking }: ListedTable): ListStatements<Row> {
  const order = `ORDER BY ${text}, id`;
  const page = (name: string, where: string): Statement<Row> =>
    statement(
      `${table}_${name}`,
      `SELECT ${columns} FROM (
         SELECT id AS found FROM ${table} ${where} ${order} LIMIT $1::bigint OFFSET $2::bigint
       ) AS page JOIN ${table} ON id = found ${order}`,
    );
  const stretch = (name: string, where: string): Statement<Row> =>
    statement(`${table}_${name}`, `SELECT ${columns} FROM ${table} ${where} ${order} LIMIT $1::bigint`);
  return {
    page: page('page', ''),
    pageOfSeeking: page('page_of_seeking', `WHERE ${seeking} = $3`),
    first: stretch('first', ''),
    after: stretch('after', `WHERE (${text}, id) > ($2, $3::bigint)`),
    firstOfSeeking: stretch('first_of_seeking', `WHERE ${seeking} = $2`),
    afterOfSeeking: stretch('after_of_seeking', `WHERE ${seeking} = $4 AND (${text}, id) > ($2, $3::bigint)`),
  };
}
