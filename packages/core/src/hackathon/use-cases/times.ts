import type { ResultAsync } from 'neverthrow';
import type { PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import type { TimesOutOfOrder } from '../event.ts';
import type { FieldError } from '../fields.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { defaultTimes, parseTimes, type Times } from '../times.ts';
import { permitOrganizer } from './organize.ts';

/**
 * The four times; until organizers set them, those of the next full weekend.
 *
 * @example
 * ```ts
 * const { hackingEnd } = (await hackathon.getTimes())._unsafeUnwrap();
 * ```
 */
export type GetTimes = () => ResultAsync<Times, Unavailable>;

/**
 * Sets the four times: `Date`s, or text in ISO 8601, in the hackathon's zone where it names none. Hacking is within the
 * event. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.setTimes(organizer, {
 *   eventStart: '2017-03-18T00:15:00',
 *   hackingStart: '2017-03-18T02:00:00',
 *   hackingEnd: '2017-03-19T00:00:00',
 *   eventEnd: '2017-03-19T02:00:00',
 * });
 * ```
 */
export type SetTimes = (
  actor: Actor,
  input: { readonly [Time in keyof Times]: unknown },
) => ResultAsync<Times, PermissionLacking | FieldError | TimesOutOfOrder | Unavailable>;

export function getTimes({ clock, times }: HackathonPorts, { timeZone }: HackathonSettings): GetTimes {
  return () => times.get().map((set) => set ?? defaultTimes(clock.now(), timeZone));
}

export function setTimes({ times }: HackathonPorts, { timeZone }: HackathonSettings): SetTimes {
  return (actor, input) =>
    permitOrganizer(actor)
      .andThen(() => parseTimes(input, timeZone))
      .asyncAndThen((wanted) => times.set(wanted).map(() => wanted));
}
