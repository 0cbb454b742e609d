import type { ImportRow, MediaElement } from '@quintet/core';
import { isObject } from '../body.ts';
import { fileFieldsOf, importedOf, type LineError, type MediaFile } from './fields.ts';

const NO_ARRAY = 'must be a JSON array of objects';

/** Reads a JSON array of elements. Fields that are not known are left aside. */
export function readJson(text: string): MediaFile {
  const json = text.replace(/^\uFEFF/u, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { rows: [], errors: [{ line: lineOf(error), message: 'must be JSON' }] };
  }
  if (!Array.isArray(value)) return { rows: [], errors: [{ line: 1, message: NO_ARRAY }] };

  const rows: ImportRow[] = [];
  const errors: LineError[] = [];
  const lines = linesOfElements(json);
  const elements: readonly unknown[] = value;
  for (const [index, element] of elements.entries()) {
    const line = lines[index] ?? 1;
    if (isObject(element)) rows.push({ line, element: importedOf(element) });
    else errors.push({ line, message: 'must be a JSON object' });
  }
  return { rows, errors };
}

/** Writes a JSON array of elements, one on each line, that {@link readJson} reads. */
export function writeJson(elements: readonly MediaElement[], withIds: boolean): string {
  const lines = elements.map((element) => JSON.stringify(fileFieldsOf(element, withIds)));
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

/** Where V8 stopped. */
function lineOf(error: unknown): number {
  const line = error instanceof Error ? /\(line (\d+) /u.exec(error.message)?.[1] : undefined;
  return line === undefined ? 1 : Number(line);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},\n]|[^\s"[\]{},]+/gu;

/** The lines on which the elements of an array begin. The text is known to be JSON. */
function linesOfElements(text: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let awaited = false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '\n') {
      line += 1;
      continue;
    }
    const closes = token === ']' || token === '}';
    if (awaited && depth === 1 && !closes) lines.push(line);
    if (token === '[' || token === '{') depth += 1;
    else if (closes) depth -= 1;
    awaited = depth === 1 && (token === ',' || lines.length === 0);
  }
  return lines;
}
