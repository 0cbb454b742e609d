import { statement, type Statement } from '../database/statement.ts';

/** The statements that list a table in the order of a text and of the number. */
export interface ListStatements<Row> {
  /** For a page near the start. Values: limit, offset. */
  readonly page: Statement<Row>;
  /** The same of those who seek. Values: limit, offset, seeking. */
  readonly pageOfSeeking: Statement<Row>;
  /** For a page further on. Values: limit, offset. */
  readonly deepPage: Statement<Row>;
  /** The same of those who seek. Values: limit, offset, seeking. */
  readonly deepPageOfSeeking: Statement<Row>;
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
 * fits it. What a page far from the start skips is skipped in the index, which costs a third; near the start that would
 * cost more than it saves.
 */
export function listStatements<Row>({ table, columns, text, seeking }: ListedTable): ListStatements<Row> {
  const order = `ORDER BY ${text}, id`;
  const window = 'LIMIT $1::bigint OFFSET $2::bigint';
  const page = (name: string, where: string): Statement<Row> =>
    statement(`${table}_${name}`, `SELECT ${columns} FROM ${table} ${where} ${order} ${window}`);
  const deepPage = (name: string, where: string): Statement<Row> =>
    statement(
      `${table}_${name}`,
      `SELECT ${columns} FROM ${table}
       WHERE id = ANY (ARRAY(SELECT id FROM ${table} ${where} ${order} ${window})) ${order}`,
    );
  const stretch = (name: string, where: string): Statement<Row> =>
    statement(`${table}_${name}`, `SELECT ${columns} FROM ${table} ${where} ${order} LIMIT $1::bigint`);
  return {
    page: page('page', ''),
    pageOfSeeking: page('page_of_seeking', `WHERE ${seeking} = $3`),
    deepPage: deepPage('deep_page', ''),
    deepPageOfSeeking: deepPage('deep_page_of_seeking', `WHERE ${seeking} = $3`),
    first: stretch('first', ''),
    after: stretch('after', `WHERE (${text}, id) > ($2, $3::bigint)`),
    firstOfSeeking: stretch('first_of_seeking', `WHERE ${seeking} = $2`),
    afterOfSeeking: stretch('after_of_seeking', `WHERE ${seeking} = $4 AND (${text}, id) > ($2, $3::bigint)`),
  };
}
