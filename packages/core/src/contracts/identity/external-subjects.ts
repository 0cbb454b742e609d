import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ExternalSubject } from '../../identity/external.ts';
import { race, RACERS, refused, tally, valueOf, valuesOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, newAccount } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';

/**
 * What every `ExternalSubjectRepository` must do. Resolves `PORTS.externalSubjects`, and `PORTS.accounts` and
 * `PORTS.unitOfWork` on the same storage.
 *
 * @example
 * ```ts
 * externalSubjectsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function externalSubjectsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of ExternalSubjectRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;
    const aSubject = (): ExternalSubject => ({
      issuer: 'https://issuer.example.com/',
      subject: `auth0|${randomUUID()}`,
    });

    test('links a subject to an account, once and for all', async () => {
      const subject = aSubject();
      await refused(ports.externalSubjects.find(subject), 'subject-unknown');
      const { id } = await addAccount(ports);
      await valueOf(ports.externalSubjects.link(subject, id));
      assert.equal(await valueOf(ports.externalSubjects.find(subject)), id);
      await refused(ports.externalSubjects.link(subject, (await addAccount(ports)).id), 'subject-linked');
      assert.equal(await valueOf(ports.externalSubjects.find(subject)), id);
    });

    test('tells subjects by every character, and by their issuer', async () => {
      const { issuer, subject } = aSubject();
      const { id } = await addAccount(ports);
      await valueOf(ports.externalSubjects.link({ issuer, subject }, id));
      for (const other of [
        { issuer, subject: subject.toUpperCase() },
        { issuer, subject: `${subject} ` },
        { issuer: 'https://other.example.com/', subject },
        { issuer: issuer + subject, subject: '' },
      ]) {
        await refused(ports.externalSubjects.find(other), 'subject-unknown');
      }
    });

    test('an account may have several', async () => {
      const { id } = await addAccount(ports);
      for (const subject of [aSubject(), aSubject()]) {
        await valueOf(ports.externalSubjects.link(subject, id));
        assert.equal(await valueOf(ports.externalSubjects.find(subject)), id);
      }
    });

    test(`links one of ${RACERS} accounts that are made for a subject at once, and leaves none of the others`, async () => {
      const subject = aSubject();
      const names = Array.from({ length: RACERS }, () => newAccount().username);
      const results = await race((racer) =>
        ports.unitOfWork.run((transaction) =>
          ports.accounts
            .add(newAccount({ username: names[racer] ?? '' }), transaction)
            .andThen(({ id }) => ports.externalSubjects.link(subject, id, transaction).map(() => id)),
        ),
      );
      assert.deepEqual(tally(results), { ok: 1, 'subject-linked': RACERS - 1 });
      const [winner] = valuesOf(results);
      assert.equal(await valueOf(ports.externalSubjects.find(subject)), winner);
      const kept: boolean[] = [];
      for (const name of names) kept.push((await ports.accounts.findByUsername(name)).isOk());
      assert.equal(kept.filter(Boolean).length, 1);
    });

    testSharedStorage(runner, opened, capabilities, {
      'a link is there for every server at once': async (here, there) => {
        const subject = aSubject();
        const { id } = await addAccount(here);
        await valueOf(here.externalSubjects.link(subject, id));
        assert.equal(await valueOf(there.externalSubjects.find(subject)), id);
      },
    });
  });
}
