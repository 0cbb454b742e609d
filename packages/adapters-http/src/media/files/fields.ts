import type { ImportRow, MediaElement, UncheckedImportedMedia } from '@quintet/core';

/** The fields of an element, as files name them, in the order in which they are written. */
export const FILE_FIELDS = [
  'id',
  'name',
  'medium',
  'consumed_state',
  'description',
  'order',
  'started_at',
  'finished_at',
] as const;

/** A field of an element, as files name it. */
export type FileField = (typeof FILE_FIELDS)[number];

/** The fields of an element of a file. */
export type FileFields = { readonly [Field in FileField]?: unknown };

/** What is wrong with a line of a file. */
export interface LineError {
  /** The number of the line, from 1. */
  readonly line: number;
  readonly message: string;
}

/** What could be read of a file, and what could not. */
export interface MediaFile {
  readonly rows: readonly ImportRow[];
  readonly errors: readonly LineError[];
}

// a date alone is the beginning of that day in UTC
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/u;

/** An element of a file, with the names of the core. Times in ISO 8601 become dates; whatever else stays what it is. */
export function importedOf(fields: FileFields): UncheckedImportedMedia {
  const { id, name, medium, consumed_state: consumedState, description, order } = fields;
  const times = { startedAt: timeOf(fields.started_at), finishedAt: timeOf(fields.finished_at) };
  return { id, name, medium, consumedState, description, order, ...times };
}

/** An element, with the names of files. What it does not have is absent. */
export function fileFieldsOf(element: MediaElement, withIds: boolean): FileFields {
  const { id, name, medium, consumedState, description, order, startedAt, finishedAt } = element;
  return {
    ...(withIds ? { id } : {}),
    name,
    medium,
    consumed_state: consumedState,
    description,
    order,
    ...(startedAt === null ? {} : { started_at: startedAt.toISOString() }),
    ...(finishedAt === null ? {} : { finished_at: finishedAt.toISOString() }),
  };
}

function timeOf(value: unknown): unknown {
  if (value === null) return undefined;
  return typeof value === 'string' && ISO_TIME.test(value) ? new Date(value) : value;
}
