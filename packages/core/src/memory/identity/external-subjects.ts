import { err, ok } from 'neverthrow';
import type { ExternalSubject } from '../../identity/external.ts';
import type { ExternalSubjectRepository } from '../../identity/external-ports.ts';
import { settled, type MemoryDatabase } from '../database.ts';

/**
 * Accounts of external subjects in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const externalSubjects = memoryExternalSubjects(database);
 * ```
 */
export function memoryExternalSubjects(database: MemoryDatabase): ExternalSubjectRepository {
  return {
    find: (subject) => {
      const accountId = database.committed.subjects.get(keyOf(subject));
      return settled(accountId === undefined ? err({ kind: 'subject-unknown' }) : ok(accountId));
    },

    link: (subject, accountId, transaction) =>
      database.write(transaction, ({ subjects }) => {
        const key = keyOf(subject);
        if (subjects.get(key) !== undefined) return err({ kind: 'subject-linked' });
        subjects.set(key, accountId);
        return ok(undefined);
      }),
  };
}

function keyOf({ issuer, subject }: ExternalSubject): string {
  return JSON.stringify([issuer, subject]);
}
