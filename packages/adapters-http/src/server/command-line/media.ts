import { readFile, rename, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SingleBar } from 'cli-progress';
import type { AccountNotFound, ImportReport, LibraryOwner, Media, Unavailable } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import {
  importFile,
  isFileFormat,
  readMediaFile,
  writeMediaFile,
  type FileFormat,
  type ImportFileError,
} from '../../media/files/file.ts';
import type { MediaFile } from '../../media/files/fields.ts';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

type Options = Readonly<Record<string, unknown>>;

const STANDARD_INPUT = '-';

/** Imports a file into the library of a user. */
export async function importMedia(flags: Texts, file: string, options: Options): Promise<ExitStatus> {
  const format = formatOf(file, options);
  if (format.isErr()) return complain([format.error], NOT_UNDERSTOOD);
  const content = await readText(file);
  if (content.isErr()) return complain([content.error], FAILED);
  const read = readMediaFile(content.value, format.value);
  return withOwner(flags, options, (media, owner) => importRead(media, owner, read, file, options['dryRun'] === true));
}

/** Writes the library of a user to a file, or to the standard output. */
export async function exportMedia(flags: Texts, file: string | undefined, options: Options): Promise<ExitStatus> {
  const format = formatOf(file ?? 'media.csv', options);
  if (format.isErr()) return complain([format.error], NOT_UNDERSTOOD);
  return withOwner(flags, options, async (media, owner) => {
    const elements = await media.export(owner);
    if (elements.isErr()) return complain([away(elements.error)], FAILED);
    const content = writeMediaFile(elements.value, format.value, options['ids'] === true);
    if (file === undefined) {
      process.stdout.write(content);
      return DONE;
    }
    // who is interrupted, or out of space, keeps the file that was there
    await writeFile(`${file}.part`, content);
    await rename(`${file}.part`, file);
    say(`${elements.value.length} media elements were written to ${file}.`);
    return DONE;
  });
}

async function importRead(
  media: Media,
  owner: LibraryOwner,
  read: MediaFile,
  file: string,
  dryRun: boolean,
): Promise<ExitStatus> {
  const bar = new SingleBar({
    format: 'Importing [{bar}] {percentage}% | {value}/{total} elements',
    stream: process.stderr,
    noTTYOutput: true,
    clearOnComplete: false,
  });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  // a terminal sends the signal to every process of a command, which may pass it on: it may come more than once
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const imported = await importFile(media, owner, read, {
    dryRun,
    signal: stopping.signal,
    onProgress: (rows) => (bar.isActive ? bar.update(rows) : bar.start(read.rows.length, rows)),
  });
  bar.stop();
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return imported.match(
    (report) => done(report, dryRun),
    (error) => complain(wordsFor(error, file), FAILED),
  );
}

function done({ rows, added, updated, left }: ImportReport, dryRun: boolean): ExitStatus {
  if (left > 0) {
    return complain(
      [`stopped: ${added} added, ${updated} updated, ${left} left. Import the file again to go on.`],
      FAILED,
    );
  }
  const unchanged = rows - added - updated;
  const would = dryRun ? 'Dry run, nothing was stored. There would be' : 'There were';
  say(`${would} ${added} media elements added, ${updated} updated, ${unchanged} unchanged.`);
  return DONE;
}

function wordsFor(error: ImportFileError, file: string): readonly string[] {
  if (error.kind === 'unavailable') return [away(error)];
  if (error.kind === 'account-not-found') return ['the account is there no more'];
  if (error.kind === 'library-changed-meanwhile') {
    return ['the media were changed meanwhile, again and again: try again later'];
  }
  const { errors } = error;
  return [
    ...errors.map(({ line, message }) => `${file}:${line}: ${message}`),
    `nothing was imported, because of ${errors.length} faulty line${errors.length === 1 ? '' : 's'}`,
  ];
}

function away({ cause }: Unavailable): string {
  return `the database is away: ${firstLine(cause)}`;
}

/** Finds the user whom the options name, and runs a command for them. */
function withOwner(
  flags: Texts,
  options: Options,
  command: (media: Media, owner: LibraryOwner) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const username = String(options['user']);
  return withQuintet(flags, async ({ media }) => {
    const owner = await media.findOwner(username);
    return owner.isOk() ? command(media, owner.value) : complain([unfound(owner.error, username)], FAILED);
  });
}

function unfound(error: AccountNotFound | Unavailable, username: string): string {
  return error.kind === 'unavailable' ? away(error) : `there is no account ${JSON.stringify(username)}`;
}

function formatOf(file: string, options: Options): Result<FileFormat, string> {
  const named = options['format'];
  const format = typeof named === 'string' ? named : extname(file).slice(1).toLowerCase();
  if (isFileFormat(format)) return ok(format);
  return err(`what form ${JSON.stringify(file)} is of can't be told by its name: give --format csv or --format json`);
}

async function readText(file: string): Promise<Result<string, string>> {
  try {
    const bytes = file === STANDARD_INPUT ? await buffer(process.stdin) : await readFile(file);
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return err(`${JSON.stringify(file)} can't be read: ${firstLine(error)}`);
  }
}
