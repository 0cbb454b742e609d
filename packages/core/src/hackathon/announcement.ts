import type { Result } from 'neverthrow';
import { momentIn } from './event.ts';
import { parseChanges, parseDraft, passage, valueOf, type FieldError, type NothingToChange } from './fields.ts';

/**
 * Something that organizers tell everybody, perhaps at a time to come.
 *
 * @example
 * ```ts
 * const isOut = ({ publishedAt }: Announcement) => publishedAt !== undefined;
 * ```
 */
export interface Announcement {
  /** 24 hex digits. */
  readonly id: string;
  /** 1 to 2,000 characters. */
  readonly message: string;
  /** To the second. */
  readonly time: Date;
  /** When readers were told of it; absent: they are to be, at its time. */
  readonly publishedAt?: Date;
}

/** An announcement that is to be made, at once where no time is given. Times without a zone are in this one. */
export function parseAnnouncementDraft(
  input: unknown,
  zone: string,
  now: Date,
): Result<Pick<Announcement, 'message' | 'time'>, FieldError> {
  return parseDraft(
    { message: passage, time: momentIn(zone) },
    { message: valueOf(input, 'message'), time: valueOf(input, 'time') ?? now },
  );
}

/** What is to be different about an announcement. */
export function parseAnnouncementChanges(
  input: unknown,
  zone: string,
): Result<Partial<Pick<Announcement, 'message' | 'time'>>, FieldError | NothingToChange> {
  return parseChanges({ message: passage, time: momentIn(zone) }, input);
}

/** The announcement as it is at a moment: one whose time has come is published, one whose time is to come is not. */
export function dueAt({ id, message, time, publishedAt }: Announcement, now: Date): Announcement {
  return { id, message, time, ...(time > now ? {} : { publishedAt: publishedAt ?? now }) };
}
