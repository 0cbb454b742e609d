import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { VariableName } from '../../src/server/configuration/values.ts';
import { flagOf, VARIABLE_NAMES, VARIABLES, type Variable } from '../../src/server/configuration/variables.ts';
import { readConfiguration } from '../../src/server/configuration/configuration.ts';

const DOCUMENT = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');

/** The cells of the table's rows, by the name of the variable. */
const ROWS = new Map(
  [...DOCUMENT.matchAll(/^\| `([A-Z_]+)` *\|(.*)\|$/gm)].map(([, name = '', cells = '']) => [
    name,
    cells.split('|').map((cell) => cell.trim()),
  ]),
);

function rowOf(name: VariableName): string[] {
  const { default: fallback, otherwise, flag, meaning, allowed }: Variable<unknown> = VARIABLES[name];
  return [
    fallback === undefined ? String(otherwise) : `\`${fallback}\``,
    flag === undefined ? '' : `\`${flagOf(name)}\``,
    meaning,
    allowed,
  ];
}

describe('docs/configuration.md', () => {
  test('lists every variable and no other', () => {
    expect([...ROWS.keys()]).toEqual(VARIABLE_NAMES);
  });

  test.each(VARIABLE_NAMES)('says of %s what the server does', (name) => {
    expect(ROWS.get(name)).toEqual(rowOf(name));
  });

  test('has a file that can be used as it stands', () => {
    const [, file = ''] = /```json\n(.*?)```/s.exec(DOCUMENT) ?? [];
    const texts = Object.entries(JSON.parse(file) as Record<string, unknown>).map(([name, value]) => [
      name,
      String(value),
    ]);
    const read = readConfiguration({ env: Object.fromEntries(texts) as Record<string, string>, flags: {} });
    expect(read.isOk()).toBe(true);
  });

  test('quotes complaints as they are', () => {
    const problems = readConfiguration({ env: { QUINTET_TOKN_TTL: '60', PORT: 'http' }, flags: {} })._unsafeUnwrapErr();
    expect(DOCUMENT).toContain(problems.map((problem) => `quintet: ${problem}\n`).join(''));
  });
});
