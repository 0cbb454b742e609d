import type { ImportRow, MediaElement } from '@quintet/core';
import { CsvError, parse, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import {
  FILE_FIELDS,
  fileFieldsOf,
  importedOf,
  type FileField,
  type FileFields,
  type LineError,
  type MediaFile,
} from './fields.ts';

const LINE_BREAK = /\r\n|\n|\r/gu;
const INTEGER = /^-?\d{1,15}$/u;

/** A line of cells, and where it begins. */
interface Line {
  readonly cells: readonly string[];
  readonly line: number;
}

/** What the parser gives of a line when it is asked for more than the cells. */
interface ParsedRecord {
  readonly record: string[];
  readonly info: Info;
}

/**
 * Reads a file of comma-separated values (RFC 4180). Its first line names the columns, in any order; `name` or `id` is
 * needed, the others are not. An empty cell, other than a description, is a field that is absent.
 */
export function readCsv(text: string): MediaFile {
  let lines: readonly Line[];
  try {
    lines = linesOf(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { rows: [], errors: [{ line: Number(error['lines'] ?? 1), message: error.message }] };
  }
  const [header, ...records] = lines;
  if (header === undefined) return { rows: [], errors: [{ line: 1, message: 'the first line must name the columns' }] };
  const faults = faultsOf(header);
  if (faults.length > 0) return { rows: [], errors: faults };

  const rows: ImportRow[] = [];
  const errors: LineError[] = [];
  const columns = header.cells as readonly FileField[];
  for (const { cells, line } of records) {
    if (cells.length === columns.length) rows.push({ line, element: importedOf(fieldsOf(columns, cells)) });
    else errors.push({ line, message: `${cells.length} cells, where there are ${columns.length} columns` });
  }
  return { rows, errors };
}

/** Writes a file of comma-separated values that {@link readCsv} reads. */
export function writeCsv(elements: readonly MediaElement[], withIds: boolean): string {
  const columns = FILE_FIELDS.filter((field) => withIds || field !== 'id');
  return stringify(
    elements.map((element) => {
      const fields = fileFieldsOf(element, withIds);
      return columns.map((column) => fields[column]);
    }),
    { header: true, columns: [...columns] },
  );
}

function linesOf(text: string): readonly Line[] {
  const records: unknown = parse(text, {
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // the parser says where a line ends; what lies between are the line breaks in its cells
  return (records as readonly ParsedRecord[]).map(({ record, info }) => ({
    cells: record,
    line: info.lines - breaksIn(record),
  }));
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + (cell.match(LINE_BREAK)?.length ?? 0), 0);
}

function faultsOf({ cells, line }: Line): readonly LineError[] {
  const known: readonly string[] = FILE_FIELDS;
  const faults = cells.flatMap((column, index) => {
    if (!known.includes(column)) return [`there is no column ${JSON.stringify(column)}, only ${known.join(', ')}`];
    return cells.indexOf(column) < index ? [`the column ${column} is there twice`] : [];
  });
  if (!cells.includes('name') && !cells.includes('id')) faults.push('a column name or id is needed');
  return faults.map((message) => ({ line, message }));
}

function fieldsOf(columns: readonly FileField[], cells: readonly string[]): FileFields {
  const fields: { -readonly [Field in FileField]?: unknown } = {};
  for (const [index, column] of columns.entries()) fields[column] = valueOf(column, cells[index] ?? '');
  // nothing names the element: say so of the name, rather than that there is none
  if (fields.id === undefined && columns.includes('name')) fields.name ??= '';
  return fields;
}

function valueOf(column: FileField, cell: string): unknown {
  if (column === 'description') return cell;
  if (cell === '') return undefined;
  return (column === 'id' || column === 'order') && INTEGER.test(cell) ? Number(cell) : cell;
}
