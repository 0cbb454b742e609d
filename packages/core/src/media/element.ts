import type { AccountId } from '../kernel/actor.ts';

/**
 * What kind of thing a media element is.
 *
 * @example
 * ```ts
 * const medium: Medium = 'literature';
 * ```
 */
export type Medium = 'film' | 'audio' | 'literature' | 'other';

/**
 * How far its owner has come with a media element.
 *
 * @example
 * ```ts
 * const state: ConsumedState = 'not started';
 * ```
 */
export type ConsumedState = 'not started' | 'started' | 'finished';

/**
 * Every medium there is.
 *
 * @example
 * ```ts
 * MEDIUMS.map((medium) => counts[medium].finished);
 * ```
 */
export const MEDIUMS: readonly Medium[] = ['film', 'audio', 'literature', 'other'];

/**
 * Every state there is, in the order in which an element usually passes through them.
 *
 * @example
 * ```ts
 * CONSUMED_STATES.includes('finished'); // true
 * ```
 */
export const CONSUMED_STATES: readonly ConsumedState[] = ['not started', 'started', 'finished'];

/**
 * The longest name of a media element, in characters.
 *
 * @example
 * ```ts
 * 'x'.repeat(LONGEST_MEDIA_NAME + 1); // no name
 * ```
 */
export const LONGEST_MEDIA_NAME = 80;

/**
 * The longest description of a media element, in characters.
 *
 * @example
 * ```ts
 * description.slice(0, LONGEST_MEDIA_DESCRIPTION);
 * ```
 */
export const LONGEST_MEDIA_DESCRIPTION = 500;

/**
 * A state, and the times that belong to it. Where the state is `not started` both are `null`; where it is `started`,
 * `startedAt` is set; where it is `finished`, both are.
 *
 * @example
 * ```ts
 * const begun: StateWithTimes = enterState('started', clock.now());
 * ```
 */
export interface StateWithTimes {
  readonly consumedState: ConsumedState;
  /** When the element left `not started`. Going back there takes it away. */
  readonly startedAt: Date | null;
  /** When the element reached `finished`. Leaving that takes it away. */
  readonly finishedAt: Date | null;
}

/**
 * Something that its owner wants to see, hear or read, or has.
 *
 * @example
 * ```ts
 * const element: MediaElement = {
 *   id: 1,
 *   owner: 1,
 *   name: 'Dune',
 *   medium: 'literature',
 *   description: 'by Frank Herbert',
 *   order: 0,
 *   consumedState: 'started',
 *   startedAt: new Date('2026-11-22T08:00:00.000Z'),
 *   finishedAt: null,
 *   createdAt: new Date('2026-11-01T20:15:00.000Z'),
 * };
 * ```
 */
export interface MediaElement extends StateWithTimes {
  readonly id: number;
  readonly owner: AccountId;
  /** 1 to {@link LONGEST_MEDIA_NAME} characters. */
  readonly name: string;
  readonly medium: Medium;
  /** At most {@link LONGEST_MEDIA_DESCRIPTION} characters. */
  readonly description: string;
  /** Where in the owner's list it stands; elements of the same order stand in order of creation. */
  readonly order: number;
  readonly createdAt: Date;
}

/**
 * An element that has no number yet.
 *
 * @example
 * ```ts
 * const element: NewMediaElement = {
 *   name: 'Dune',
 *   medium: 'literature',
 *   description: '',
 *   order: 0,
 *   ...enterState('not started', clock.now()),
 * };
 * ```
 */
export type NewMediaElement = Omit<MediaElement, 'id' | 'owner' | 'createdAt'>;

/**
 * What is to be different about an element; what is absent stays.
 *
 * @example
 * ```ts
 * const changes: MediaChanges = { id: 1, order: 3, state: enterState('started', clock.now()) };
 * ```
 */
export interface MediaChanges {
  readonly id: number;
  readonly name?: string;
  readonly medium?: Medium;
  readonly description?: string;
  readonly order?: number;
  /**
   * The state to be in, with the times that hold if it is another than before: see {@link changeElement}.
   */
  readonly state?: StateWithTimes;
}

/**
 * One change of an element's state. Every element begins as `not started`.
 *
 * @example
 * ```ts
 * const change: StateChange = { from: 'not started', to: 'started', at: clock.now() };
 * ```
 */
export interface StateChange {
  readonly from: ConsumedState;
  readonly to: ConsumedState;
  readonly at: Date;
}

/**
 * The times that belong to a state which is entered at a moment.
 *
 * @param times - Known times, of something that was begun before it was entered here; each is the moment if absent.
 *
 * @example
 * ```ts
 * enterState('started', now); // { consumedState: 'started', startedAt: now, finishedAt: null }
 * ```
 */
export function enterState(
  consumedState: ConsumedState,
  at: Date,
  times: { readonly startedAt?: Date | undefined; readonly finishedAt?: Date | undefined } = {},
): StateWithTimes {
  if (consumedState === 'not started') return { consumedState, startedAt: null, finishedAt: null };
  if (consumedState === 'started') return { consumedState, startedAt: times.startedAt ?? at, finishedAt: null };
  const finishedAt = times.finishedAt ?? at;
  const startedAt = times.startedAt ?? finishedAt;
  return { consumedState, startedAt: startedAt <= finishedAt ? startedAt : finishedAt, finishedAt };
}

/**
 * Carries a change out. The state's times are taken over only when the state is another than before, and an element
 * that was started already keeps the time when it was, unless it goes back to `not started`.
 *
 * This is what every adapter of the repository does, in whatever way; the in-memory one calls it.
 *
 * @example
 * ```ts
 * changeElement(element, { id: 1, order: 3 }); // the same element, in another place
 * ```
 */
export function changeElement(element: MediaElement, changes: MediaChanges): MediaElement {
  const { state, ...fields } = changes;
  const changed = { ...element, ...fields };
  if (state === undefined || state.consumedState === element.consumedState) return changed;
  const startedAt = state.startedAt === null ? null : (element.startedAt ?? state.startedAt);
  return { ...changed, ...state, startedAt };
}

/**
 * The change of state that lies between an element before and after, if there is one. Before its creation an element
 * counts as `not started`; one that is created in another state came to it when its times say so.
 *
 * @param at - When the element was changed or created.
 *
 * @example
 * ```ts
 * stateChange(before, after, clock.now()); // { from: 'not started', to: 'started', at: ... }
 * ```
 */
export function stateChange(
  before: Pick<MediaElement, 'consumedState'> | undefined,
  after: StateWithTimes,
  at: Date,
): StateChange | undefined {
  const { consumedState: to, startedAt, finishedAt } = after;
  if (before === undefined) {
    return to === 'not started' ? undefined : { from: 'not started', to, at: finishedAt ?? startedAt ?? at };
  }
  return before.consumedState === to ? undefined : { from: before.consumedState, to, at };
}
