import { err, ok, type Result } from 'neverthrow';
import type { FieldMalformed } from '../kernel/field.ts';
import { isText, lengthOf } from '../kernel/text.ts';

/**
 * Fields that are needed are absent or `null`.
 *
 * @example
 * ```ts
 * (await casting.createActor(bearer, draft)).mapErr((error) => (error.kind === 'fields-missing' ? error.fields : []));
 * ```
 */
export interface FieldsMissing {
  readonly kind: 'fields-missing';
  readonly fields: readonly string[];
}

/** The change names no field that there is. */
export interface NothingToChange {
  readonly kind: 'nothing-to-change';
}

/**
 * The longest text that a field takes, in characters.
 *
 * @example
 * ```ts
 * const fits = (photo: string) => lengthOf(photo) <= LONGEST_TEXT;
 * ```
 */
export const LONGEST_TEXT = 600;

/** How each field of an entity is checked: the value as it is kept, or `undefined` where it is malformed. */
export type FieldParsers<T> = { readonly [Field in keyof T]-?: (value: unknown) => T[Field] | undefined };

/** Checks an entity that must have all its fields; a field beyond them is ignored. `null` counts as missing. */
export function parseDraft<T extends object>(
  parsers: FieldParsers<T>,
  input: unknown,
): Result<T, FieldsMissing | FieldMalformed> {
  const given = givenFields(parsers, input);
  const missing = fieldsOf(parsers).filter((field) => !given.includes(field));
  return missing.length > 0
    ? err({ kind: 'fields-missing', fields: missing })
    : parseFields<T, T>(parsers, given, input);
}

/** Checks a change of some fields; a field beyond them is ignored. `null` counts as missing. */
export function parseChanges<T extends object>(
  parsers: FieldParsers<T>,
  input: unknown,
): Result<Partial<T>, NothingToChange | FieldMalformed> {
  const given = givenFields(parsers, input);
  return given.length === 0 ? err({ kind: 'nothing-to-change' }) : parseFields<T, Partial<T>>(parsers, given, input);
}

/** Text that is not empty, kept as it was given. */
export function text(value: unknown): string | undefined {
  return isText(value) && value !== '' && lengthOf(value) <= LONGEST_TEXT ? value : undefined;
}

/** Text that is not all blank, kept without the blanks at its ends. */
export function title(value: unknown): string | undefined {
  const trimmed = isText(value) ? value.trim() : '';
  return trimmed !== '' && lengthOf(trimmed) <= LONGEST_TEXT ? trimmed : undefined;
}

/** `true` or `false`. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function fieldsOf<T extends object>(parsers: FieldParsers<T>): (keyof T & string)[] {
  return Object.keys(parsers) as (keyof T & string)[];
}

function givenFields<T extends object>(parsers: FieldParsers<T>, input: unknown): readonly (keyof T & string)[] {
  return fieldsOf(parsers).filter((field) => valueOf(input, field) !== undefined);
}

function parseFields<T extends object, Parsed extends Partial<T>>(
  parsers: FieldParsers<T>,
  fields: readonly (keyof T & string)[],
  input: unknown,
): Result<Parsed, FieldMalformed> {
  const parsed: Partial<T> = {};
  for (const field of fields) {
    const value = parsers[field](valueOf(input, field));
    if (value === undefined) return err({ kind: 'field-malformed', field });
    parsed[field] = value;
  }
  return ok(parsed as Parsed);
}

/** A field of whatever came in; `undefined` where it is absent or `null`. */
export function valueOf(input: unknown, field: string): unknown {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, field)) return undefined;
  return (input as Readonly<Record<string, unknown>>)[field] ?? undefined;
}
