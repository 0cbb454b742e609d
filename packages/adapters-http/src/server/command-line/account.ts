import {
  isRole,
  ROLES,
  type Account,
  type ChangeRoleError,
  type CreateAccountError,
  type PasswordMalformed,
  type AccountNotFound,
  type Unavailable,
} from '@quintet/core';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';
import { newPassword } from './password.ts';
import { withQuintet } from './session.ts';

type Failure = CreateAccountError | ChangeRoleError | PasswordMalformed | AccountNotFound | Unavailable;

/** Makes an account, with a password that is asked for. */
export async function createAccount(
  flags: Texts,
  username: string,
  displayName: string | undefined,
): Promise<ExitStatus> {
  const password = await newPassword();
  if (password.isErr()) return complain([password.error], FAILED);
  return withQuintet(flags, async ({ identity }) => {
    const created = await identity.createAccount({
      username,
      password: password.value,
      ...(displayName === undefined ? {} : { displayName }),
    });
    return created.match(
      (account) => done(`Account ${account.id} was made: ${account.username}`),
      (failure) => failed(failure, username),
    );
  });
}

/** Sets a password that is asked for. */
export async function setPassword(flags: Texts, username: string): Promise<ExitStatus> {
  const password = await newPassword();
  if (password.isErr()) return complain([password.error], FAILED);
  return withQuintet(flags, async ({ identity }) =>
    (await identity.setPassword({ username, password: password.value })).match(
      (account) => done(`The password of ${account.username} was set, and all sessions were ended.`),
      (failure) => failed(failure, username),
    ),
  );
}

/** Grants or revokes a role. */
export async function changeRole(
  flags: Texts,
  verb: 'grant' | 'revoke',
  username: string,
  role: string,
): Promise<ExitStatus> {
  if (!isRole(role)) {
    return complain([`${JSON.stringify(role)} is no role: allowed is one of ${ROLES.join(', ')}`], NOT_UNDERSTOOD);
  }
  return withQuintet(flags, async ({ identity }) => {
    const changed = await (verb === 'grant' ? identity.grantRole : identity.revokeRole)({ username, role });
    return changed.match(
      (account) => done(`${account.username} ${rolesOf(account)}.`),
      (failure) => failed(failure, username),
    );
  });
}

function rolesOf({ roles }: Account): string {
  return roles.length === 0 ? 'has no role now' : `has now the roles ${roles.join(', ')}`;
}

function done(line: string): ExitStatus {
  say(line);
  return DONE;
}

function failed(failure: Failure, username: string): ExitStatus {
  const reason = failure.kind === 'unavailable' ? `: ${firstLine(failure.cause)}` : '';
  return complain([`${WORDS[failure.kind](JSON.stringify(username))}${reason}`], FAILED);
}

const WORDS: { readonly [Kind in Failure['kind']]: (username: string) => string } = {
  'username-malformed': (username) => `${username} is no username: allowed are 1 to 255 characters`,
  'display-name-malformed': () => 'the display name is none: allowed are 1 to 255 characters',
  'password-malformed': () => 'the password is none: allowed are 1 to 1,024 bytes',
  'username-taken': (username) => `${username} is taken: there is an account of this name`,
  'account-not-found': (username) => `there is no account ${username}`,
  'role-unknown': () => 'there is no such role',
  unavailable: () => 'the database is away',
};
