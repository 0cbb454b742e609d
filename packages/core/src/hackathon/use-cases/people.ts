import type { ResultAsync } from 'neverthrow';
import { parseUsername, type AccountNotFound, type PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { pageRequest, type Page, type PageWish } from '../../kernel/page.ts';
import { valueOf, type FieldError } from '../fields.ts';
import type { AlreadyCheckedIn, NotCheckedIn, Person } from '../ports.ts';
import type { HackathonPorts, HackathonSettings } from '../settings.ts';
import { permitOrganizer } from './organize.ts';

/**
 * Names somebody by their username, in any case.
 *
 * @example
 * ```ts
 * await hackathon.checkIn(organizer, { username: 'ann@example.com' });
 * ```
 */
export interface PersonByUsername {
  readonly username: unknown;
}

/**
 * Notes that somebody is there. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * const { checkedInAt } = (await hackathon.checkIn(organizer, { username: 'ann' }))._unsafeUnwrap();
 * ```
 */
export type CheckIn = (
  actor: Actor,
  input: PersonByUsername,
) => ResultAsync<Person, PermissionLacking | FieldError | AccountNotFound | AlreadyCheckedIn | Unavailable>;

/**
 * Notes that somebody has gone. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.checkOut(organizer, { username: 'ann' });
 * ```
 */
export type CheckOut = (
  actor: Actor,
  input: PersonByUsername,
) => ResultAsync<Person, PermissionLacking | FieldError | AccountNotFound | NotCheckedIn | Unavailable>;

/**
 * Lists everybody with an account by username, a page at a time. Needs `organize:hackathon`.
 *
 * @example
 * ```ts
 * await hackathon.listPeople(organizer, { search: 'ann', limit: 20 });
 * ```
 */
export type ListPeople = (actor: Actor, wish?: PageWish) => ResultAsync<Page<Person>, PermissionLacking | Unavailable>;

export function checkIn(ports: HackathonPorts): CheckIn {
  return (actor, input) =>
    permitOrganizer(actor)
      .asyncAndThen(() => findPerson(ports, input))
      .andThen((person) => {
        const checkedInAt = ports.clock.now();
        return ports.people.checkIn(person.accountId, checkedInAt).map(() => ({ ...person, checkedInAt }));
      });
}

export function checkOut(ports: HackathonPorts): CheckOut {
  return (actor, input) =>
    permitOrganizer(actor)
      .asyncAndThen(() => findPerson(ports, input))
      .andThen((person) => ports.people.checkOut(person.accountId).map(() => person));
}

export function listPeople({ people }: HackathonPorts, { pageSize }: HackathonSettings): ListPeople {
  return (actor, wish = {}) => permitOrganizer(actor).asyncAndThen(() => people.page(pageRequest(wish, pageSize)));
}

/** What is no username is no account's. */
function findPerson(
  { accounts }: HackathonPorts,
  input: PersonByUsername,
): ResultAsync<Person, FieldError | AccountNotFound | Unavailable> {
  const username = valueOf(input, 'username');
  return parseUsername(username)
    .mapErr((): FieldError | AccountNotFound => {
      if (username === undefined) return { kind: 'field-missing', field: 'username' };
      if (typeof username !== 'string') return { kind: 'field-malformed', field: 'username' };
      return username.trim() === '' ? { kind: 'field-empty', field: 'username' } : { kind: 'account-not-found' };
    })
    .asyncAndThen((username) => accounts.findByUsername(username))
    .map(({ id, username, displayName, roles }) => ({ accountId: id, username, displayName, roles }));
}
