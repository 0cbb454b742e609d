import { err, ok, type Result } from 'neverthrow';
import {
  line,
  malformed,
  optionalPassage,
  parseChanges,
  parseDraft,
  type FieldError,
  type FieldParser,
  type FieldParsers,
  type NothingToChange,
} from './fields.ts';
import type { Location } from './location.ts';
import { isObjectId } from './ticket.ts';
import { parseTime } from './zone.ts';

/**
 * Something on the schedule.
 *
 * @example
 * ```ts
 * const isNow = ({ startTime, endTime }: ScheduledEvent, now: Date) => startTime <= now && now < endTime;
 * ```
 */
export interface ScheduledEvent {
  /** 24 hex digits. */
  readonly id: string;
  /** The title: 1 to 255 characters. */
  readonly shortDescription: string;
  /** Up to 2,000 characters; may be empty. */
  readonly longDescription: string;
  readonly location: Location;
  readonly startTime: Date;
  /** Not before it starts. */
  readonly endTime: Date;
}

/**
 * An event as it is kept: it names its place.
 *
 * @example
 * ```ts
 * const kept: KeptEvent = { ...draft, id: objectIds.next(), locationId: '58ad07c47a2f2e9dfdbac50b' };
 * ```
 */
export type KeptEvent = Omit<ScheduledEvent, 'location'> & { readonly locationId: string };

/**
 * Something ends before it begins.
 *
 * @example
 * ```ts
 * await hackathon.createEvent(organizer, { ...input, endTime: '2017-01-01' }); // Err({ kind: 'times-out-of-order' })
 * ```
 */
export interface TimesOutOfOrder {
  readonly kind: 'times-out-of-order';
}

/** A moment: a `Date`, or text in ISO 8601, in a zone where it names none. */
export function momentIn(zone: string): FieldParser<Date> {
  return (value, field) => {
    const moment = value instanceof Date && !Number.isNaN(value.getTime()) ? value : parseTime(value, zone);
    // To the second, as moments of a schedule are shown.
    return moment === undefined ? malformed(field) : ok(new Date(Math.floor(moment.getTime() / 1000) * 1000));
  };
}

const objectId: FieldParser<string> = (value, field) =>
  isObjectId(value) ? ok(value.toLowerCase()) : malformed(field);

type EventFields = Omit<KeptEvent, 'id' | 'locationId'> & { readonly location: string };

function fieldsIn(zone: string): FieldParsers<EventFields> {
  const moment = momentIn(zone);
  return {
    shortDescription: line,
    longDescription: optionalPassage,
    location: objectId,
    startTime: moment,
    endTime: moment,
  };
}

/** An event that is to be made. `location` is the location's id; times without a zone are in this one. */
export function parseEventDraft(
  input: unknown,
  zone: string,
): Result<Omit<KeptEvent, 'id'>, FieldError | TimesOutOfOrder> {
  return parseDraft(fieldsIn(zone), input).andThen(({ location, ...fields }) =>
    inOrder({ ...fields, locationId: location }),
  );
}

/** What is to be different about an event. */
export function parseEventChanges(
  input: unknown,
  zone: string,
): Result<Partial<Omit<KeptEvent, 'id'>>, FieldError | NothingToChange> {
  return parseChanges(fieldsIn(zone), input).map(({ location, ...fields }) =>
    location === undefined ? fields : { ...fields, locationId: location },
  );
}

/** Makes sure that an event does not end before it begins. */
export function inOrder<T extends Pick<KeptEvent, 'startTime' | 'endTime'>>(event: T): Result<T, TimesOutOfOrder> {
  return event.endTime < event.startTime ? err({ kind: 'times-out-of-order' }) : ok(event);
}
