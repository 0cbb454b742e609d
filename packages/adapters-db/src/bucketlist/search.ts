import { isText } from '@quintet/core';

/**
 * A name in the form that searches look at. It is kept beside the name, so that a search knows no case in any language,
 * whatever the database's locale is.
 */
export function searchable(name: string): string {
  return name.toLowerCase();
}

/** The `LIKE` pattern of the names that contain a text, in which no character has a meaning of its own. */
export function patternOf(search: string): string {
  // No name is empty, and none contains what is no text.
  if (!isText(search)) return '';
  return `%${searchable(search).replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
}

/** Whether a number can be a row's: what is no whole number is none, and PostgreSQL refuses it. */
export function isRowId(id: number): boolean {
  return Number.isSafeInteger(id);
}
