import { err, ok, type Result } from 'neverthrow';
import type { FieldEmpty, FieldMalformed, FieldMissing } from '../kernel/field.ts';
import { isText, lengthOf } from '../kernel/text.ts';

/** The change names no field that there is. */
export interface NothingToChange {
  readonly kind: 'nothing-to-change';
}

/** Why a field was not taken. */
export type FieldError = FieldMissing | FieldEmpty | FieldMalformed;

/**
 * The longest name, place or contact, in characters.
 *
 * @example
 * ```ts
 * const fits = (contact: string) => lengthOf(contact) <= LONGEST_LINE;
 * ```
 */
export const LONGEST_LINE = 255;

/**
 * The longest description or announcement, in characters. One of them, with all that belongs to it, fits in a message
 * of 10 kB, which is what push services take.
 *
 * @example
 * ```ts
 * const fits = (message: string) => lengthOf(message) <= LONGEST_PASSAGE;
 * ```
 */
export const LONGEST_PASSAGE = 2000;

/** What becomes of a field's value: as it is kept, or why it is not. */
export type FieldParser<T> = (value: unknown, field: string) => Result<T, FieldError>;

/** How each field of an entity is checked. */
export type FieldParsers<T> = { readonly [Field in keyof T]-?: FieldParser<T[Field]> };

/** Checks an entity that must have all its fields. What is missing is told before what is wrong with the others. */
export function parseDraft<T extends object>(parsers: FieldParsers<T>, input: unknown): Result<T, FieldError> {
  const fields = fieldsOf(parsers);
  const missing = fields.find((field) => valueOf(input, field) === undefined);
  return missing === undefined
    ? parseFields<T, T>(parsers, fields, input)
    : err({ kind: 'field-missing', field: missing });
}

/** Checks a change of some fields. `null` counts as absent. */
export function parseChanges<T extends object>(
  parsers: FieldParsers<T>,
  input: unknown,
): Result<Partial<T>, NothingToChange | FieldError> {
  const fields = fieldsOf(parsers).filter((field) => valueOf(input, field) !== undefined);
  return fields.length === 0 ? err({ kind: 'nothing-to-change' }) : parseFields<T, Partial<T>>(parsers, fields, input);
}

/** Text of one line's length that is not all blank, kept as it was given. */
export const line: FieldParser<string> = (value, field) => parseText(value, field, LONGEST_LINE);

/** Text of any use that is not all blank, kept as it was given. */
export const passage: FieldParser<string> = (value, field) => parseText(value, field, LONGEST_PASSAGE);

/** Text of one line's length, which may be empty. */
export const optionalLine: FieldParser<string> = (value, field) =>
  isText(value) && lengthOf(value) <= LONGEST_LINE ? ok(value) : malformed(field);

/** Text of any use, which may be empty. */
export const optionalPassage: FieldParser<string> = (value, field) =>
  isText(value) && lengthOf(value) <= LONGEST_PASSAGE ? ok(value) : malformed(field);

export function malformed(field: string): Result<never, FieldMalformed> {
  return err({ kind: 'field-malformed', field });
}

function parseText(value: unknown, field: string, longest: number): Result<string, FieldError> {
  if (!isText(value)) return malformed(field);
  if (value.trim() === '') return err({ kind: 'field-empty', field });
  return lengthOf(value) <= longest ? ok(value) : malformed(field);
}

/** A field of whatever came in; `undefined` where it is absent or `null`. */
export function valueOf(input: unknown, field: string): unknown {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, field)) return undefined;
  return (input as Readonly<Record<string, unknown>>)[field] ?? undefined;
}

function fieldsOf<T extends object>(parsers: FieldParsers<T>): (keyof T & string)[] {
  return Object.keys(parsers) as (keyof T & string)[];
}

function parseFields<T extends object, Parsed extends Partial<T>>(
  parsers: FieldParsers<T>,
  fields: readonly (keyof T & string)[],
  input: unknown,
): Result<Parsed, FieldError> {
  const parsed: Partial<T> = {};
  for (const field of fields) {
    const value = parsers[field](valueOf(input, field), field);
    if (value.isErr()) return err(value.error);
    parsed[field] = value.value;
  }
  return ok(parsed as Parsed);
}
