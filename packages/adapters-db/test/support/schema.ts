/** Asks a database. */
export type Ask = (text: string) => Promise<readonly Record<string, unknown>[]>;

const COLUMNS = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attname`;

const PARTS = {
  // Of the columns' options only the one that migrations set: some builds of PostgreSQL keep others there.
  columns: `
    SELECT format('%s.%s %s%s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN ' not null' END,
      CASE a.attidentity WHEN 'a' THEN ' generated always as identity' END,
      ' default ' || pg_get_expr(d.adbin, d.adrelid) ,
      (SELECT ' with ' || option FROM unnest(a.attoptions) AS option WHERE option LIKE 'n_distinct=%')) AS line
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname, a.attnum`,
  constraints: `
    SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY conrelid::regclass::text, conname`,
  indexes: `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY tablename, indexname`,
  triggers: `
    SELECT pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgrelid::regclass::text, tgname`,
  storage: `
    SELECT format('%s %s', relname, array_to_string(reloptions, ' ')) AS line FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND reloptions IS NOT NULL ORDER BY relname`,
  extensions: `SELECT extname AS line FROM pg_extension ORDER BY extname`,
};

/** All that migrations made, as text. */
export async function describeSchema(ask: Ask): Promise<string> {
  const parts: string[] = [];
  for (const [part, text] of Object.entries(PARTS)) {
    const lines = await ask(text);
    parts.push(`${part}\n${lines.map(({ line }) => `  ${String(line)}\n`).join('')}`);
  }
  return parts.join('\n');
}

/** The columns of all tables but that of the migrations themselves, in an order that depends on their names alone. */
export async function columnsOf(ask: Ask): Promise<readonly Record<string, unknown>[]> {
  const columns = await ask(COLUMNS);
  return columns.filter(({ table }) => table !== 'quintet_migration');
}
