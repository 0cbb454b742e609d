import type { Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import {
  parseChanges,
  parseDraft,
  title,
  valueOf,
  type FieldMalformed,
  type FieldParsers,
  type FieldsMissing,
  type NothingToChange,
} from './fields.ts';

/** How far a casting has come. */
export type CastingStatus = 'evaluation' | 'accept' | 'reject';

/** Every status of a casting. */
export const CASTING_STATUSES: readonly CastingStatus[] = ['evaluation', 'accept', 'reject'];

/** An actor considered, taken or turned down for a role in a movie. Once for each role. */
export interface Casting {
  readonly id: number;
  readonly movieId: number;
  readonly actorId: number;
  /** 1 to 600 characters, without blanks at its ends. */
  readonly role: string;
  readonly status: CastingStatus;
  /** Who proposed the actor; for the agency's own record. */
  readonly proposedBy: AccountId;
}

/** A casting that has no number yet. */
export type NewCasting = Omit<Casting, 'id'>;

/** Who is to be cast, and as what. */
export interface CastingDraft {
  readonly actorId: number;
  readonly role: string;
  /** `evaluation` where none is given. */
  readonly status?: CastingStatus;
}

/** What is to be different about a casting; what is absent stays. */
export type CastingChanges = Partial<Pick<Casting, 'actorId' | 'role' | 'status'>>;

const FIELDS: FieldParsers<Required<CastingDraft>> = {
  actorId: (value) => (Number.isInteger(value) ? Number(value) : undefined),
  role: title,
  status: (value) => CASTING_STATUSES.find((status) => status === value),
};

/** Checks who is to be cast, and as what. */
export function parseCastingDraft(input: unknown): Result<Required<CastingDraft>, FieldsMissing | FieldMalformed> {
  return parseDraft(FIELDS, {
    actorId: valueOf(input, 'actorId'),
    role: valueOf(input, 'role'),
    status: valueOf(input, 'status') ?? 'evaluation',
  });
}

/** Checks what is to be changed about a casting. */
export function parseCastingChanges(input: unknown): Result<CastingChanges, NothingToChange | FieldMalformed> {
  return parseChanges(FIELDS, input);
}
