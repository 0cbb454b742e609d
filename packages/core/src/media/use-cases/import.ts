import { err, ok, safeTry, type Result, type ResultAsync } from 'neverthrow';
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
import type { LibraryChangedMeanwhile, LibraryVersion } from '../ports.ts';
import type { MediaPorts, MediaSettings } from '../settings.ts';
import type { LibraryOwner } from './confirm-user.ts';

/** Some elements of the file can't be imported, so none was. */
export interface ImportRejected {
  readonly kind: 'import-rejected';
  /** In order of lines. */
  readonly errors: readonly ImportRowError[];
}

/** What an import did, or, as a dry run, would do. */
export interface ImportReport {
  /** Elements in the file. */
  readonly rows: number;
  /** Elements that are new to the library. */
  readonly added: number;
  /** Elements of the library that were different. */
  readonly updated: number;
}

/** A file's elements, and what to do with them. */
export interface MediaImport {
  readonly rows: readonly ImportRow[];
  /** Look at everything and store nothing. */
  readonly dryRun?: boolean;
}

/** Why an import did not come to its end. What it stored until then stays; doing it again goes on from there. */
export type ImportMediaError = ImportRejected | LibraryChangedMeanwhile | Unavailable;

/**
 * Brings the elements of a file into a library; what else is in there stays. All elements are looked at before any is
 * stored. They are stored in batches, each a transaction; doing it twice is the same as doing it once, also where the
 * first time was cut off or two do it at once.
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
  return (owner, { rows, dryRun = false }, onProgress = () => {}) =>
    safeTry<ImportReport, ImportMediaError>(async function* () {
      const parsed = yield* parseRows(rows);
      let [added, updated] = [0, 0];
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const { plan, version } = yield* compare(ports, owner, parsed);
        if (dryRun) return ok({ rows: rows.length, added: plan.additions.length, updated: plan.changes.length });

        const stored = yield* storeAll(ports, settings, owner, plan, version, (left) => onProgress(rows.length - left));
        added += stored.added;
        updated += stored.updated;
        if (stored.complete) return ok({ rows: rows.length, added, updated });
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

interface StoredSoFar {
  readonly added: number;
  readonly updated: number;
  /** `false`: someone else changed the library, and what is left has to be compared with it anew. */
  readonly complete: boolean;
}

function storeAll(
  { clock, media }: MediaPorts,
  { importBatch }: MediaSettings,
  { accountId }: LibraryOwner,
  { additions, changes }: ImportPlan,
  known: LibraryVersion,
  onProgress: (left: number) => void,
): ResultAsync<StoredSoFar, Unavailable> {
  return safeTry<StoredSoFar, Unavailable>(async function* () {
    const elements: readonly (NewMediaElement | MediaChanges)[] = [...changes, ...additions];
    const soFar = (stored: number, complete: boolean): Result<StoredSoFar, Unavailable> => {
      const updated = Math.min(stored, changes.length);
      return ok({ updated, added: stored - updated, complete });
    };
    let version = known;
    for (let stored = 0; stored < elements.length; stored += importBatch) {
      const batch = elements.slice(stored, stored + importBatch);
      const next = yield* media
        .putIfUnchanged({ owner: accountId, elements: batch, at: clock.now(), version })
        .map(({ version }): LibraryVersion | undefined => version)
        .orElse((error) => (error.kind === 'unavailable' ? err(error) : ok(undefined)));
      if (next === undefined) return soFar(stored, false);
      version = next;
      onProgress(Math.max(elements.length - stored - importBatch, 0));
    }
    return soFar(elements.length, true);
  });
}
