import type { FieldMalformed } from '../kernel/field.ts';
import type { Result } from 'neverthrow';
import {
  flag,
  parseChanges,
  parseDraft,
  text,
  title,
  type FieldParsers,
  type FieldsMissing,
  type NothingToChange,
} from './fields.ts';

/**
 * What is recorded of a person's gender.
 *
 * @example
 * ```ts
 * const gender: Gender = 'undeclared';
 * ```
 */
export type Gender = 'male' | 'female' | 'undeclared';

/**
 * Every gender that is recorded.
 *
 * @example
 * ```ts
 * GENDERS.includes('undeclared'); // true
 * ```
 */
export const GENDERS: readonly Gender[] = ['male', 'female', 'undeclared'];

/**
 * A person who plays in movies. Not to be taken for who acts in a use case, which is the kernel's `Actor`.
 *
 * @example
 * ```ts
 * const label = ({ name, age }: CastingActor) => `${name}, ${age}`;
 * ```
 */
export interface CastingActor {
  readonly id: number;
  /** 1 to 600 characters, without blanks at its ends. */
  readonly name: string;
  /** Whole years, 1 to 150. */
  readonly age: number;
  readonly gender: Gender;
  /** Any text of 1 to 600 characters; no two actors have the same. */
  readonly email: string;
  /** Any text of 1 to 600 characters; no two actors have the same. */
  readonly phone: string;
  /** Where a photo is to be found: any text of 1 to 600 characters. */
  readonly photo: string;
  readonly seekingMovie: boolean;
}

/**
 * An actor who has no number yet.
 *
 * @example
 * ```ts
 * const ann: ActorDraft = {
 *   name: 'Ann',
 *   age: 32,
 *   gender: 'female',
 *   email: 'ann@example.com',
 *   phone: '1234567892',
 *   photo: 'https://example.com/ann.jpg',
 *   seekingMovie: true,
 * };
 * ```
 */
export type ActorDraft = Omit<CastingActor, 'id'>;

/**
 * What is to be different about an actor; what is absent stays.
 *
 * @example
 * ```ts
 * const older: ActorChanges = { age: 33 };
 * ```
 */
export type ActorChanges = Partial<ActorDraft>;

/**
 * The highest age of an actor, in years.
 *
 * @example
 * ```ts
 * parseActorChanges({ age: HIGHEST_AGE + 1 }); // err({ kind: 'field-malformed', field: 'age' })
 * ```
 */
export const HIGHEST_AGE = 150;

const FIELDS: FieldParsers<ActorDraft> = {
  name: title,
  age: (value) => (isAge(value) ? value : undefined),
  gender: (value) => GENDERS.find((gender) => gender === value),
  email: text,
  phone: text,
  photo: text,
  seekingMovie: flag,
};

/**
 * Checks all that must be known of a new actor.
 *
 * @example
 * ```ts
 * parseActorDraft({ name: 'Ann' }).mapErr(({ kind }) => kind); // Err('fields-missing')
 * ```
 */
export function parseActorDraft(input: unknown): Result<ActorDraft, FieldsMissing | FieldMalformed> {
  return parseDraft(FIELDS, input);
}

/**
 * Checks what is to be changed about an actor.
 *
 * @example
 * ```ts
 * parseActorChanges({ age: 33, name: null }); // ok({ age: 33 })
 * ```
 */
export function parseActorChanges(input: unknown): Result<ActorChanges, NothingToChange | FieldMalformed> {
  return parseChanges(FIELDS, input);
}

function isAge(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) <= HIGHEST_AGE;
}
