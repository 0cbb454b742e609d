import { err, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { AccountId, Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { usernameKey, type AccountNotFound } from '../../identity/index.ts';
import type { MediaPorts } from '../settings.ts';

/**
 * Whose library it is. An {@link Actor} is one; so is what {@link FindOwner} gives.
 *
 * @example
 * ```ts
 * const owner: LibraryOwner = { accountId: account.id };
 * ```
 */
export type LibraryOwner = Pick<Actor, 'accountId'>;

/**
 * The user who is named is not the one who acts.
 *
 * @example
 * ```ts
 * (await media.confirmUser(ann, 'bob')).mapErr(({ kind }) => kind); // Err('another-user')
 * ```
 */
export interface AnotherUser {
  readonly kind: 'another-user';
}

/**
 * Finds whose library a username stands for, in any case: for one who may act for others, such as an operator.
 *
 * @example
 * ```ts
 * const owner = (await media.findOwner('JohnSmith'))._unsafeUnwrap();
 * await media.export(owner);
 * ```
 */
export type FindOwner = (username: string) => ResultAsync<LibraryOwner, AccountNotFound | Unavailable>;

/**
 * Makes sure that a username, in any case, is the actor's own. Whether there is such a user is looked at first.
 *
 * @example
 * ```ts
 * await media.confirmUser(actor, 'JOHNSMITH'); // ok, if that is what the actor is called
 * ```
 */
export type ConfirmUser = (
  actor: Actor,
  username: string,
) => ResultAsync<void, AccountNotFound | AnotherUser | Unavailable>;

/** For how many accounts it is remembered what they are called. */
const REMEMBERED = 10_000;

export function findOwner({ accounts }: MediaPorts): FindOwner {
  return (username) => accounts.findByUsername(username).map(({ id }) => ({ accountId: id }));
}

/**
 * An account keeps its username for good, so each is asked for once; a request for one's own library then costs no
 * look at the accounts.
 */
export function confirmUser(ports: MediaPorts): ConfirmUser {
  const find = findOwner(ports);
  const own = new Map<AccountId, string>();
  const remember = (account: AccountId, key: string): void => {
    const oldest = own.keys().next();
    if (own.size >= REMEMBERED && oldest.done !== true) own.delete(oldest.value);
    own.set(account, key);
  };

  return ({ accountId }, username) => {
    const key = usernameKey(username);
    const known = own.get(accountId);
    if (known === key) return okAsync(undefined);
    return find(username).andThen((found) => {
      if (found.accountId !== accountId) return err({ kind: 'another-user' as const });
      remember(accountId, key);
      return ok(undefined);
    });
  };
}
