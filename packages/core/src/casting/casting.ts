import type { FieldMalformed } from '../kernel/field.ts';
import type { Result } from 'neverthrow';
import type { AccountId } from '../kernel/actor.ts';
import {
  parseChanges,
  parseDraft,
  title,
  valueOf,
  type FieldParsers,
  type FieldsMissing,
  type NothingToChange,
} from './fields.ts';

/**
 * How far a casting has come.
 *
 * @example
 * ```ts
 * const status: CastingStatus = 'evaluation';
 * ```
 */
export type CastingStatus = 'evaluation' | 'accept' | 'reject';

/**
 * Every status of a casting.
 *
 * @example
 * ```ts
 * CASTING_STATUSES.length; // 3
 * ```
 */
export const CASTING_STATUSES: readonly CastingStatus[] = ['evaluation', 'accept', 'reject'];

/**
 * An actor considered, taken or turned down for a role in a movie. Once for each role.
 *
 * @example
 * ```ts
 * const isTaken = ({ status }: Casting) => status === 'accept';
 * ```
 */
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

/**
 * A casting that has no number yet.
 *
 * @example
 * ```ts
 * const casting: NewCasting = {
 *   movieId: 1,
 *   actorId: 3,
 *   role: 'The neighbour',
 *   status: 'evaluation',
 *   proposedBy: account.id,
 * };
 * ```
 */
export type NewCasting = Omit<Casting, 'id'>;

/**
 * Who is to be cast, and as what.
 *
 * @example
 * ```ts
 * const draft: CastingDraft = { actorId: 3, role: 'The neighbour' };
 * ```
 */
export interface CastingDraft {
  readonly actorId: number;
  readonly role: string;
  /** `evaluation` where none is given. */
  readonly status?: CastingStatus;
}

/**
 * What is to be different about a casting; what is absent stays.
 *
 * @example
 * ```ts
 * const taken: CastingChanges = { status: 'accept' };
 * ```
 */
export type CastingChanges = Partial<Pick<Casting, 'actorId' | 'role' | 'status'>>;

const FIELDS: FieldParsers<Required<CastingDraft>> = {
  actorId: (value) => (Number.isInteger(value) ? Number(value) : undefined),
  role: title,
  status: (value) => CASTING_STATUSES.find((status) => status === value),
};

/**
 * Checks who is to be cast, and as what.
 *
 * @example
 * ```ts
 * parseCastingDraft({ actorId: 3, role: 'Hamlet' }); // ok({ actorId: 3, role: 'Hamlet', status: 'evaluation' })
 * ```
 */
export function parseCastingDraft(input: unknown): Result<Required<CastingDraft>, FieldsMissing | FieldMalformed> {
  return parseDraft(FIELDS, {
    actorId: valueOf(input, 'actorId'),
    role: valueOf(input, 'role'),
    status: valueOf(input, 'status') ?? 'evaluation',
  });
}

/**
 * Checks what is to be changed about a casting.
 *
 * @example
 * ```ts
 * parseCastingChanges({ status: 'maybe' }); // err({ kind: 'field-malformed', field: 'status' })
 * ```
 */
export function parseCastingChanges(input: unknown): Result<CastingChanges, NothingToChange | FieldMalformed> {
  return parseChanges(FIELDS, input);
}
