import { isText, LONGEST_NAME } from '@quintet/core';

/**
 * A name in the form that searches look at. It is kept beside the name, so that a search knows no case in any language,
 * whatever the database's locale is.
 */
export function searchable(name: string): string {
  return name.toLowerCase();
}

/** What to look for in names, and how. */
export interface NameSearch {
  /**
   * `trigrams`: by the index of all parts of names, with a `LIKE` pattern. `list`: by reading the whole list, with the
   * text as it is.
   */
  readonly by: 'trigrams' | 'list';
  readonly text: string;
}

// Without three letters or digits in a row PostgreSQL would read the whole index of all lists. Which others than these
// are letters depends on the database's locale.
const TRIGRAM = /[a-z0-9]{3}/u;

// A letter takes two units of UTF-16 at most, and its lower case may take three.
const LONGEST_KEY = LONGEST_NAME * 3;

/** How to find the names that contain a text; `undefined`: no name can. */
export function searchFor(search: string): NameSearch | undefined {
  const text = searchable(search);
  if (!isText(text) || text.length > LONGEST_KEY) return undefined;
  if (!TRIGRAM.test(text)) return { by: 'list', text };
  // In the pattern no character has a meaning of its own.
  return { by: 'trigrams', text: `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%` };
}

/** Whether a number can be a row's: what is no whole number is none, and PostgreSQL refuses it. */
export function isRowId(id: number): boolean {
  return Number.isSafeInteger(id);
}
