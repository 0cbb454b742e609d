import type {
  AccountNotFound,
  ImportReport,
  LibraryChangedMeanwhile,
  LibraryOwner,
  Media,
  MediaElement,
  Unavailable,
} from '@quintet/core';
import { err, ok, type ResultAsync } from 'neverthrow';
import { ELEMENT_FAULTS } from '../errors.ts';
import { readCsv, writeCsv } from './csv.ts';
import type { LineError, MediaFile } from './fields.ts';
import { readJson, writeJson } from './json.ts';

/** The forms of files. */
export type FileFormat = 'csv' | 'json';

/** Some lines of the file are faulty, so nothing was imported. */
interface LinesFaulty {
  readonly kind: 'lines-faulty';
  /** In order of lines. */
  readonly errors: readonly LineError[];
}

/** Why a file was not imported. */
export type ImportFileError = LinesFaulty | AccountNotFound | LibraryChangedMeanwhile | Unavailable;

/** How a file is imported. */
export interface ImportFileOptions {
  /** Look at everything and store nothing. */
  readonly dryRun: boolean;
  /** Tells the import to stop after the batch that is under way. */
  readonly signal?: AbortSignal;
  /** Called after each batch with the number of elements of the file that the library has by now. */
  readonly onProgress?: (rows: number) => void;
}

/** Whether a text names a form of files. */
export function isFileFormat(text: string | undefined): text is FileFormat {
  return text === 'csv' || text === 'json';
}

/** Reads a file, with or without a byte order mark. */
export function readMediaFile(text: string, format: FileFormat): MediaFile {
  return format === 'csv' ? readCsv(text) : readJson(text);
}

/**
 * Writes a file that an import takes.
 *
 * @param withIds - With the numbers of the elements, for an import into the same library that may change names. Without
 *   them the file may go into any library.
 */
export function writeMediaFile(elements: readonly MediaElement[], format: FileFormat, withIds: boolean): string {
  return format === 'csv' ? writeCsv(elements, withIds) : writeJson(elements, withIds);
}

/** Imports a file, or tells everything that is wrong with it. */
export function importFile(
  media: Media,
  owner: LibraryOwner,
  { rows, errors }: MediaFile,
  { dryRun, signal, onProgress }: ImportFileOptions,
): ResultAsync<ImportReport, ImportFileError> {
  const faulty = errors.length > 0;
  return media
    .import(owner, { rows, dryRun: dryRun || faulty, ...(signal && { signal }) }, onProgress)
    .mapErr((error): ImportFileError => {
      if (error.kind !== 'import-rejected') return error;
      const faults = error.errors.map(({ line, fault }) => ({ line, message: ELEMENT_FAULTS[fault.kind] }));
      return linesFaulty([...errors, ...faults]);
    })
    .andThen((report) => (faulty ? err(linesFaulty(errors)) : ok(report)));
}

function linesFaulty(errors: readonly LineError[]): LinesFaulty {
  return { kind: 'lines-faulty', errors: errors.toSorted((one, other) => one.line - other.line) };
}
