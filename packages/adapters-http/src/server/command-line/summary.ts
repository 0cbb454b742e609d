import { KEEP_NOTHING, type Configuration } from '../configuration/configuration.ts';
import { withoutPasswords } from '../configuration/mask.ts';

/** Where the data is kept. */
export function storageOf({ databaseUrl, dataDirectory }: Configuration): string {
  if (databaseUrl !== undefined) return `PostgreSQL at ${withoutPasswords(databaseUrl)}`;
  return dataDirectory === KEEP_NOTHING ? 'a database in memory, kept nowhere' : `a database in ${dataDirectory}`;
}

/** What is served where, for whoever started it. */
export function summaryOf(
  url: string,
  apis: readonly { readonly name: string; readonly url: string }[],
  configuration: Configuration,
): readonly string[] {
  const width = Math.max(...apis.map(({ name }) => name.length), 'health'.length) + 2;
  const row = (name: string, text: string): string => `  ${name.padEnd(width)}${text}`;
  return [
    '',
    `Quintet is ready at ${url}`,
    '',
    ...apis.map((api) => row(api.name, `${api.url} (documentation to try it with)`)),
    ...(apis.length === 0 ? ['  No API is mounted: QUINTET_APIS names none that this version has.'] : []),
    row('health', `${url}/readyz, ${url}/metrics`),
    row('data', storageOf(configuration)),
    '',
    'Ctrl-C stops it.',
    '',
  ];
}
