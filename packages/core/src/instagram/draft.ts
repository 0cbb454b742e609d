import { err, ok, type Result } from 'neverthrow';
import { LARGEST_PASSWORD, LONGEST_USERNAME, parsePassword } from '../identity/account.ts';
import { isText, lengthOf } from '../kernel/text.ts';
import {
  ACTION_KINDS,
  CHANNEL_TARGETS,
  type ActionKind,
  type Channel,
  type ChannelChanges,
  type ChannelTarget,
  type PerAction,
} from './channel.ts';
import type { Hours } from './hours.ts';
import type { Instagram } from './instagram.ts';

/**
 * What an account is to be. Hours and speeds that are absent are always and 10 an hour for a new account, and stay for
 * one that is there; so does a password that is absent or {@link MASKED_PASSWORD}.
 *
 * @example
 * ```ts
 * const draft: InstagramDraft = { username: 'instalogin', password: 'instapassword', hours: { min: 7, max: 15 } };
 * ```
 */
export interface InstagramDraft {
  readonly username: string;
  readonly password?: string;
  readonly trusted?: boolean;
  readonly hours?: Hours;
  readonly speed?: Partial<PerAction<number>>;
}

/**
 * What a channel is to be.
 *
 * @example
 * ```ts
 * const draft: ChannelDraft = { action: 'like', target: 'followers', value: 'natgeo' };
 * ```
 */
export interface ChannelDraft {
  readonly action: ActionKind;
  readonly target: ChannelTarget;
  readonly value: string;
  readonly comments?: readonly string[];
}

/**
 * What is shown instead of a password.
 *
 * @example
 * ```ts
 * const shown = { ...instagram, password: MASKED_PASSWORD };
 * ```
 */
export const MASKED_PASSWORD = '********';

/**
 * How many comments a channel has at most.
 *
 * @example
 * ```ts
 * const isTooMuch = (comments: readonly string[]) => comments.length > MOST_COMMENTS;
 * ```
 */
export const MOST_COMMENTS = 100;

/**
 * The longest comment, in characters.
 *
 * @example
 * ```ts
 * const fits = (comment: string) => lengthOf(comment) <= LONGEST_COMMENT;
 * ```
 */
export const LONGEST_COMMENT = 2200;

/**
 * The highest speed: one action a millisecond.
 *
 * @example
 * ```ts
 * const speed = Math.min(wanted, HIGHEST_SPEED);
 * ```
 */
export const HIGHEST_SPEED = 3_600_000;

/**
 * A field of an account is absent, of the wrong type or out of bounds.
 *
 * @example
 * ```ts
 * const refused: InstagramMalformed = { kind: 'instagram-malformed', field: 'hours.min', reason: 'must be ...' };
 * ```
 */
export interface InstagramMalformed {
  readonly kind: 'instagram-malformed';
  readonly field: string;
  /** Goes on after the field's name. */
  readonly reason: string;
}

/**
 * A field of a channel is absent, of the wrong type or out of bounds.
 *
 * @example
 * ```ts
 * const refused: InstagramChannelMalformed = { kind: 'channel-malformed', field: 'value', reason: 'must be ...' };
 * ```
 */
export interface InstagramChannelMalformed {
  readonly kind: 'channel-malformed';
  readonly field: string;
  /** Goes on after the field's name. */
  readonly reason: string;
}

/**
 * There is no such kind of action.
 *
 * @example
 * ```ts
 * parseChannelDraft({ action: 'poke', target: 'hashtag', value: 'sea' }); // err({ kind: 'action-undefined' })
 * ```
 */
export interface ActionUndefined {
  readonly kind: 'action-undefined';
}

/**
 * There is no such source of people.
 *
 * @example
 * ```ts
 * parseChannelDraft({ action: 'like', target: 'everybody', value: 'sea' }); // err({ kind: 'target-undefined' })
 * ```
 */
export interface TargetUndefined {
  readonly kind: 'target-undefined';
}

const DEFAULT_SPEED = 10;

/** An account whose fields have been checked; without a password the one that is there stays. */
export type ParsedInstagram = Pick<Instagram, 'username' | 'trusted' | 'hours' | 'speed'> & {
  readonly password: string | undefined;
};

/**
 * Checks what an account is to be.
 *
 * @param stored - The account as it is; absent: it is new, and needs a password.
 */
export function parseInstagramDraft(input: unknown, stored?: Instagram): Result<ParsedInstagram, InstagramMalformed> {
  if (!isRecord(input)) return malformed('instagram', 'must be an object');
  const { username, trusted = stored?.trusted ?? false } = input;
  if (!isName(username)) return malformed('username', `must be text of 1 to ${LONGEST_USERNAME} characters`);
  if (typeof trusted !== 'boolean') return malformed('trusted', 'must be true or false');
  const keeps = stored !== undefined && (isAbsent(input['password']) || input['password'] === MASKED_PASSWORD);
  const password = keeps ? ok(undefined) : parsePassword(input['password']);
  if (password.isErr()) return malformed('password', `must be text of 1 to ${LARGEST_PASSWORD} bytes`);
  return parseHours(input['hours'], stored?.hours).andThen((hours) =>
    parseSpeed(input['speed'], stored?.speed).map((speed) => ({
      username,
      password: password.value,
      trusted,
      hours,
      speed,
    })),
  );
}

/**
 * Checks what a channel is to be.
 *
 * @example
 * ```ts
 * parseChannelDraft({ action: 'like', target: 'followers', value: 'natgeo' });
 * // ok({ action: 'like', target: 'followers', value: 'natgeo', comments: [] })
 * ```
 */
export function parseChannelDraft(
  input: unknown,
  stored?: Channel,
): Result<Required<ChannelChanges>, InstagramChannelMalformed | ActionUndefined | TargetUndefined> {
  if (!isRecord(input)) return wrongChannel('channel', 'must be an object');
  const { action = stored?.action, target = stored?.target, value = stored?.value } = input;
  const comments = isAbsent(input['comments']) ? (stored?.comments ?? []) : input['comments'];
  if (!isOneOf(ACTION_KINDS, action)) return err({ kind: 'action-undefined' });
  if (!isOneOf(CHANNEL_TARGETS, target)) return err({ kind: 'target-undefined' });
  if (!isName(value)) return wrongChannel('value', `must be text of 1 to ${LONGEST_USERNAME} characters`);
  const name = target === 'hashtag' ? value.trim().replace(/^#/u, '') : value.trim().replace(/^@/u, '');
  if (name === '') return wrongChannel('value', `must be text of 1 to ${LONGEST_USERNAME} characters`);
  if (!Array.isArray(comments) || comments.length > MOST_COMMENTS || !comments.every(isComment)) {
    const form = `must be a list of at most ${MOST_COMMENTS} texts of 1 to ${LONGEST_COMMENT} characters`;
    return wrongChannel('comments', form);
  }
  if (action === 'comment' && comments.length === 0) {
    return wrongChannel('comments', 'must have at least one, as the action is to comment');
  }
  return ok({ action, target, value: name, comments: [...comments] });
}

function parseHours(value: unknown, stored: Hours | undefined): Result<Hours, InstagramMalformed> {
  if (isAbsent(value)) return ok(stored ?? { min: 0, max: 0 });
  if (!isRecord(value)) return malformed('hours', 'must be an object with min and max');
  const { min, max } = value;
  if (!isHour(min)) return malformed('hours.min', 'must be a whole number from 0 to 23');
  if (!isHour(max)) return malformed('hours.max', 'must be a whole number from 0 to 23');
  return ok({ min, max });
}

function parseSpeed(
  value: unknown,
  stored: PerAction<number> | undefined,
): Result<PerAction<number>, InstagramMalformed> {
  if (!isAbsent(value) && !isRecord(value)) return malformed('speed', 'must be an object');
  const given = isRecord(value) ? value : {};
  const speed: Partial<Record<ActionKind, number>> = {};
  for (const kind of ACTION_KINDS) {
    const wanted = given[kind] ?? stored?.[kind] ?? DEFAULT_SPEED;
    if (typeof wanted !== 'number' || !Number.isFinite(wanted) || Math.abs(wanted) > HIGHEST_SPEED) {
      return malformed(`speed.${kind}`, `must be a number up to ${HIGHEST_SPEED}`);
    }
    speed[kind] = wanted;
  }
  return ok(speed as PerAction<number>);
}

function isHour(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 23;
}

function isName(value: unknown): value is string {
  return isText(value) && value.trim() !== '' && lengthOf(value) <= LONGEST_USERNAME;
}

function isComment(value: unknown): value is string {
  return isText(value) && value.trim() !== '' && lengthOf(value) <= LONGEST_COMMENT;
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(field: string, reason: string): Result<never, InstagramMalformed> {
  return err({ kind: 'instagram-malformed', field, reason });
}

function wrongChannel(field: string, reason: string): Result<never, InstagramChannelMalformed> {
  return err({ kind: 'channel-malformed', field, reason });
}
