import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const SRC = new URL('../src/', import.meta.url);
const ENTRIES = ['index.ts', 'memory/index.ts', 'contracts/index.ts'];

/** Where each symbol is declared that an entry exports. */
function exportsOf(file: URL): ReadonlyMap<string, URL> {
  const text = readFileSync(file, 'utf8');
  const found = new Map<string, URL>();
  for (const [, names, from] of text.matchAll(/export (?:type )?(\*|\{[^}]*\}) from '(\.[^']*)'/g)) {
    const target = new URL(from ?? '', file);
    const all = exportsOf(target);
    const wanted = names === '*' ? [...all.keys()] : (names ?? '').match(/\b(?!type\b)\w+/g);
    for (const name of wanted ?? []) found.set(name, all.get(name) ?? target);
  }
  for (const [, name] of text.matchAll(/^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm)) {
    found.set(name ?? '', file);
  }
  return found;
}

/** The comment before a symbol's declaration. */
function commentOn(name: string, file: URL): string {
  const [before = '', declaration] = readFileSync(file, 'utf8').split(
    new RegExp(`^export (?:async )?(?:const|function|class|interface|type) (?=${name}\\b)`, 'm'),
  );
  const isCommented = declaration !== undefined && before.trimEnd().endsWith('*/');
  return isCommented ? before.slice(before.lastIndexOf('/**')) : '';
}

describe.each(ENTRIES)('%s', (entry) => {
  const symbols = [...exportsOf(new URL(entry, SRC))];

  test('exports something', () => {
    expect(symbols.length).toBeGreaterThan(10);
  });

  test.each(symbols)('says what %s is, with an example', (name, file) => {
    expect(commentOn(name, file)).toMatch(/^\/\*\*\n \* \w[\s\S]*\n \* @example\n \* ```ts\n[\s\S]*\n \* ```\n/);
  });
});
