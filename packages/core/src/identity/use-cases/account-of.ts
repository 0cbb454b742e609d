import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { AccountId } from '../../kernel/actor.ts';
import { unavailable, type Unavailable } from '../../kernel/failure.ts';
import type { Bearer, ExternalSubject } from '../external.ts';
import type { SubjectLinked } from '../external-ports.ts';
import type { IdentityPorts } from '../settings.ts';

/**
 * The account of whoever acts. A subject of the external issuer gets one the first time: under a name of its own,
 * without a role, and with a password that nobody knows.
 *
 * @example
 * ```ts
 * const account = await identity.accountOf(bearer);
 * account.map((accountId) => accountId); // the same for this subject from now on
 * ```
 */
export type AccountOf = (bearer: Bearer) => ResultAsync<AccountId, Unavailable>;

export function accountOf(ports: IdentityPorts): AccountOf {
  const find = (subject: ExternalSubject, missing: () => ResultAsync<AccountId, Unavailable>) =>
    ports.externalSubjects
      .find(subject)
      .orElse((error) => (error.kind === 'subject-unknown' ? missing() : errAsync(error)));

  return (bearer) => {
    if ('accountId' in bearer) return okAsync(bearer.accountId);
    const { external } = bearer;
    return find(external, () =>
      createLinked(ports, external).orElse((error) =>
        // Another request was first: its account is the subject's.
        error.kind === 'subject-linked' ? find(external, () => errAsync(unavailable(error))) : errAsync(error),
      ),
    );
  };
}

function createLinked(
  { clock, random, unitOfWork, accounts, passwordHasher, externalSubjects }: IdentityPorts,
  external: ExternalSubject,
): ResultAsync<AccountId, SubjectLinked | Unavailable> {
  return passwordHasher.hash(random.identifier()).andThen((passwordHash) => {
    const now = clock.now();
    return unitOfWork.run((transaction) =>
      accounts
        .add(
          {
            // No name that another API could have given away before: whoever has it could not log in with it either.
            username: `external-${random.identifier()}`,
            displayName: external.subject,
            passwordHash,
            roles: [],
            createdAt: now,
            updatedAt: now,
          },
          transaction,
        )
        .mapErr((error) => (error.kind === 'username-taken' ? unavailable(error) : error))
        .andThen(({ id }) => externalSubjects.link(external, id, transaction).map(() => id)),
    );
  });
}
