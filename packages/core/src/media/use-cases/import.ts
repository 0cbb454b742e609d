import { err, ok, safeTry, type Result, type ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../../identity/index.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { MediaChanges, NewMediaElement } from '../element.ts';
import {
  parseImported,
  planImport,
  type ImportPlan,
  type ImportRow,
  type ImportRowError,
  type ParsedRow,
} from '../import-plan.ts';
import type { LibraryChangedMeanwhile, LibraryVersion, MediaNotFound } from '../ports.ts';
import type { MediaPorts, MediaSettings } from '../settings.ts';
import type { LibraryOwner } from './confirm-user.ts';

/**
 * Some elements of the file can't be imported, so none was.
 *
 * @example
 * ```ts
 * if (error.kind === 'import-rejected') for (const { line, fault } of error.errors) console.log(line, fault.kind);
 * ```
 */
export interface ImportRejected {
  readonly kind: 'import-rejected';
  /** In order of lines. */
  readonly errors: readonly ImportRowError[];
}

/**
 * What an import did, or, as a dry run, would do.
 *
 * @example
 * ```ts
 * const { rows, added, updated, left }: ImportReport = (await media.import(owner, { rows: file }))._unsafeUnwrap();
 * ```
 */
export interface ImportReport {
  /** Elements in the file. */
  readonly rows: number;
  /** Elements that are new to the library. */
  readonly added: number;
  /** Elements of the library that were different. */
  readonly updated: number;
  /** Elements that the library does not have yet, because the import was told to stop. */
  readonly left: number;
}

/**
 * A file's elements, and what to do with them.
 *
 * @example
 * ```ts
 * const wanted: MediaImport = { rows: [{ line: 1, element: { name: 'Dune' } }], dryRun: true };
 * ```
 */
export interface MediaImport {
  readonly rows: readonly ImportRow[];
  /** Look at everything and store nothing. */
  readonly dryRun?: boolean;
  /** Tells the import to stop after the batch that is under way. */
  readonly signal?: AbortSignal;
}

/**
 * Why an import did not come to its end. What it stored until then stays; doing it again goes on from there.
 *
 * @example
 * ```ts
 * (await media.import(owner, { rows })).mapErr((error: ImportMediaError) => error.kind);
 * ```
 */
export type ImportMediaError = ImportRejected | AccountNotFound | LibraryChangedMeanwhile | Unavailable;

/**
 * Brings the elements of a file into a library; what else is in there stays. All elements are looked at before any is
 * stored. They are stored in batches, each a transaction; doing it twice is the same as doing it once, also where the
 * first time was stopped or cut off, or two do it at once.
 *
 * @example
 * ```ts
 * await media.import(owner, { rows }, (done) => bar.update(done));
 * ```
 */
export type ImportMedia = (
  owner: LibraryOwner,
  input: MediaImport,
  /** Called after each batch with the number of elements of the file that the library has by now. */
  onProgress?: (rows: number) => void,
) => ResultAsync<ImportReport, ImportMediaError>;

/** How often an import begins anew because someone else changed the library meanwhile. */
const ATTEMPTS = 20;

export function importMedia(ports: MediaPorts, settings: MediaSettings): ImportMedia {
  return (owner, { rows, dryRun = false, signal }, onProgress = () => {}) =>
    safeTry<ImportReport, ImportMediaError>(async function* () {
      const parsed = yield* parseRows(rows);
      let [added, updated] = [0, 0];
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { plan, version } = yield* compare(ports, owner, parsed);
        const { additions, changes } = plan;
        if (dryRun) return ok({ rows: rows.length, added: additions.length, updated: changes.length, left: 0 });

        const batches = { ...plan, version, size: settings.batchSize, signal };
        const stored = yield* storeAll(ports, owner, batches, (left) => onProgress(rows.length - left));
        added += stored.added;
        updated += stored.updated;
        const left = additions.length + changes.length - stored.added - stored.updated;
        if (left === 0 || signal?.aborted === true) return ok({ rows: rows.length, added, updated, left });
      }
      return err<ImportReport, ImportMediaError>({ kind: 'library-changed-meanwhile' });
    });
}

function parseRows(rows: readonly ImportRow[]): Result<readonly ParsedRow[], ImportRejected> {
  const errors: ImportRowError[] = [];
  const parsed = rows.flatMap(({ line, element }) =>
    parseImported(element).match(
      (element) => [{ line, element }],
      (fault) => {
        errors.push({ line, fault });
        return [];
      },
    ),
  );
  return errors.length > 0 ? err({ kind: 'import-rejected', errors }) : ok(parsed);
}

function compare(
  { clock, media }: MediaPorts,
  { accountId }: LibraryOwner,
  rows: readonly ParsedRow[],
): ResultAsync<{ readonly plan: ImportPlan; readonly version: LibraryVersion }, ImportRejected | Unavailable> {
  return media.list(accountId, {}).andThen((list) =>
    planImport(rows, list.kind === 'listed' ? list.entries : [], clock.now())
      .map((plan) => ({ plan, version: list.version }))
      .mapErr((errors) => ({ kind: 'import-rejected' as const, errors })),
  );
}

/** What is to be stored, in batches. */
interface Batches extends ImportPlan {
  /** The version of the library that the plan was made from. */
  readonly version: LibraryVersion;
  readonly size: number;
  readonly signal: AbortSignal | undefined;
}

/** Stores batch after batch, until someone else changes the library or the import is told to stop. */
function storeAll(
  { clock, media }: MediaPorts,
  { accountId }: LibraryOwner,
  { additions, changes, size, signal, ...planned }: Batches,
  onProgress: (left: number) => void,
): ResultAsync<Pick<ImportReport, 'added' | 'updated'>, AccountNotFound | Unavailable> {
  const elements: readonly (NewMediaElement | MediaChanges)[] = [...changes, ...additions];
  return safeTry<Pick<ImportReport, 'added' | 'updated'>, AccountNotFound | Unavailable>(async function* () {
    let { version } = planned;
    let stored = 0;
    while (stored < elements.length) {
      if (signal?.aborted === true) break;
      const batch = elements.slice(stored, stored + size);
      const next = yield* media
        .putIfUnchanged({ owner: accountId, elements: batch, at: clock.now(), version })
        .map(({ version }): LibraryVersion | undefined => version)
        .orElse((error) => (isOvertaken(error) ? ok(undefined) : err(error)));
      if (next === undefined) break;
      version = next;
      stored += batch.length;
      onProgress(elements.length - stored);
    }
    const updated = Math.min(stored, changes.length);
    return ok({ updated, added: stored - updated });
  });
}

/** Whether what was compared is no longer what is there: the library, or one of its elements. */
function isOvertaken(
  error: AccountNotFound | MediaNotFound | LibraryChangedMeanwhile | Unavailable,
): error is MediaNotFound | LibraryChangedMeanwhile {
  return error.kind === 'media-not-found' || error.kind === 'library-changed-meanwhile';
}
