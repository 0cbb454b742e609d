import assert from 'node:assert/strict';
import type { ActorChanges, ActorDraft, CastingActor } from '../../casting/actor.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { testLists } from './lists.ts';
import { addActor, newActor } from './samples.ts';

/**
 * What every `ActorRepository` must do. Resolves `PORTS.actors` and `PORTS.unitOfWork`.
 *
 * @example
 * ```ts
 * actorsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function actorsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of ActorRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('add', () => {
      test('stores the actor under a new number, and counts', async () => {
        const wanted = newActor({ seekingMovie: false, gender: 'undeclared', age: 150 });
        const { added, total } = await valueOf(ports.actors.add(wanted));
        assert.ok(Number.isSafeInteger(added.id) && added.id > 0);
        assert.ok(Number.isSafeInteger(total) && total > 0);
        assert.deepEqual(added, { id: added.id, ...wanted });
        assert.deepEqual(await valueOf(ports.actors.find(added.id)), added);
        const next = await valueOf(ports.actors.add(newActor()));
        assert.ok(next.added.id > added.id);
        assert.ok(next.total > total);
      });

      for (const text of TEXTS) {
        test(`keeps the text ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const unique = newActor();
          const wanted = { ...unique, name: text, photo: text, email: unique.email + text, phone: unique.phone + text };
          const { added } = await valueOf(ports.actors.add(wanted));
          assert.deepEqual(await valueOf(ports.actors.find(added.id)), { id: added.id, ...wanted });
        });
      }

      test('keeps the longest texts, in the widest characters', async () => {
        const unique = newActor();
        const long = (start: string): string => start + '😀'.repeat(600 - start.length);
        const wanted = {
          ...unique,
          name: long(''),
          photo: long(''),
          email: long(unique.email),
          phone: long(unique.phone),
        };
        const { added } = await valueOf(ports.actors.add(wanted));
        assert.deepEqual(await valueOf(ports.actors.find(added.id)), { id: added.id, ...wanted });
      });

      for (const field of ['email', 'phone'] as const) {
        test(`refuses a taken ${field}, and takes it in another case`, async () => {
          const { [field]: taken } = await addActor(ports, { [field]: `a${newActor()[field]}` });
          await refused(ports.actors.add(newActor({ [field]: taken })), 'contact-taken');
          await addActor(ports, { [field]: taken.toUpperCase() });
        });

        test(`lets one of ${RACERS} at once have a ${field}`, async () => {
          const wanted = newActor()[field];
          const results = await race(() => ports.actors.add(newActor({ [field]: wanted })));
          assert.deepEqual(tally(results), { ok: 1, 'contact-taken': RACERS - 1 });
        });
      }

      test('tells an email from a phone', async () => {
        const { email } = await addActor(ports);
        await addActor(ports, { phone: email });
      });

      test('goes on in a transaction that was refused a contact', async () => {
        const { email } = await addActor(ports);
        const draft = newActor();
        const added = await valueOf(
          ports.unitOfWork.run((transaction) =>
            ports.actors.add(newActor({ email }), transaction).orElse(() => ports.actors.add(draft, transaction)),
          ),
        );
        assert.deepEqual(await valueOf(ports.actors.find(added.added.id)), { id: added.added.id, ...draft });
      });

      test('is undone with its transaction', async () => {
        const draft = newActor();
        await refused(
          ports.unitOfWork.run((transaction) =>
            ports.actors
              .add(draft, transaction)
              .andThen(({ added }) => ports.actors.add({ ...draft, name: added.name }, transaction)),
          ),
          'contact-taken',
        );
        await addActor(ports, draft);
      });
    });

    describe('list', () => {
      testLists(runner, {
        add: (name, seekingMovie) => addActor(ports, { name, seekingMovie }),
        textOf: ({ name }) => name,
        page: (request) => ports.actors.page(request),
        stretch: ({ after, ...request }) =>
          ports.actors.stretch({
            ...request,
            ...(after === undefined ? {} : { after: { name: after.text, id: after.id } }),
          }),
      });

      test('shows a new name in its place', async () => {
        const { id, email } = await addActor(ports, { name: 'zz' });
        const name = `\u0001${email}`;
        await valueOf(ports.actors.change(id, { name }));
        const [found] = await valueOf(ports.actors.stretch({ after: { name, id: 0 }, limit: 1 }));
        assert.equal(found?.id, id);
      });
    });

    test('finds no actor by a wrong number', async () => {
      for (const id of NO_IDS) {
        await refused(ports.actors.find(id), 'actor-not-found');
        await refused(ports.actors.change(id, { age: 5 }), 'actor-not-found');
        await refused(ports.actors.remove(id), 'actor-not-found');
      }
    });

    describe('change', () => {
      const every: ActorDraft = newActor({ name: 'Bob', age: 1, gender: 'male', photo: 'p', seekingMovie: false });

      for (const field of Object.keys(every) as (keyof ActorDraft)[]) {
        test(`changes ${field}, and nothing else`, async () => {
          const actor = await addActor(ports);
          const other = await addActor(ports);
          const changes: ActorChanges = { [field]: newActor(every)[field] };
          const wanted = field === 'email' || field === 'phone' ? { [field]: newActor()[field] } : changes;
          assert.deepEqual(await valueOf(ports.actors.change(actor.id, wanted)), { ...actor, ...wanted });
          assert.deepEqual(await valueOf(ports.actors.find(actor.id)), { ...actor, ...wanted });
          assert.deepEqual(await valueOf(ports.actors.find(other.id)), other);
        });
      }

      test('lets an actor keep their own email and phone', async () => {
        const { id, email, phone, ...rest } = await addActor(ports);
        assert.deepEqual(await valueOf(ports.actors.change(id, { email, phone, age: 5 })), {
          id,
          email,
          phone,
          ...rest,
          age: 5,
        });
      });

      for (const field of ['email', 'phone'] as const) {
        test(`refuses the ${field} of another, and changes nothing`, async () => {
          const actor = await addActor(ports);
          const { [field]: taken } = await addActor(ports);
          await refused(ports.actors.change(actor.id, { age: 5, [field]: taken }), 'contact-taken');
          assert.deepEqual(await valueOf(ports.actors.find(actor.id)), actor);
        });

        test(`lets one of ${RACERS} actors at once have a ${field}`, async () => {
          const actors: CastingActor[] = [];
          for (let number = 0; number < RACERS; number += 1) actors.push(await addActor(ports));
          const wanted = newActor()[field];
          const results = await race((racer) => ports.actors.change(actors[racer]?.id ?? 0, { [field]: wanted }));
          assert.deepEqual(tally(results), { ok: 1, 'contact-taken': RACERS - 1 });
        });
      }

      test('of different fields at once loses none', async () => {
        const { id } = await addActor(ports);
        const changes: readonly ActorChanges[] = [
          { name: 'Bob' },
          { age: 77 },
          { gender: 'male' },
          { email: newActor().email },
          { phone: newActor().phone },
          { photo: 'another' },
          { seekingMovie: false },
        ];
        const results = await race((racer) => ports.actors.change(id, changes[racer] ?? {}), changes.length);
        assert.deepEqual(tally(results), { ok: changes.length });
        assert.deepEqual(await valueOf(ports.actors.find(id)), Object.assign({ id }, ...changes));
      });

      test('raced with the removal, ends in a removed actor', async () => {
        const { id } = await addActor(ports);
        const results = await race((racer) =>
          racer === RACERS / 2 ? ports.actors.remove(id) : ports.actors.change(id, { age: racer + 1 }),
        );
        assert.ok(results[RACERS / 2]?.isOk(), 'the removal failed');
        for (const result of results) if (result.isErr()) assert.equal(result.error.kind, 'actor-not-found');
        await refused(ports.actors.find(id), 'actor-not-found');
      });
    });

    describe('remove', () => {
      test('gives the actor, frees email and phone, and counts them no more', async () => {
        const { total } = await valueOf(ports.actors.add(newActor()));
        const actor = await addActor(ports);
        assert.deepEqual(await valueOf(ports.actors.remove(actor.id)), actor);
        await refused(ports.actors.find(actor.id), 'actor-not-found');
        await refused(ports.actors.remove(actor.id), 'actor-not-found');
        const again = await valueOf(ports.actors.add(newActor({ email: actor.email, phone: actor.phone })));
        assert.ok(again.total > total);
        assert.ok(again.added.id > actor.id);
      });

      test(`succeeds for one of ${RACERS} at once`, async () => {
        const { id } = await addActor(ports);
        const results = await race(() => ports.actors.remove(id));
        assert.deepEqual(tally(results), { ok: 1, 'actor-not-found': RACERS - 1 });
      });
    });

    testSharedStorage(runner, opened, capabilities, {
      'servers that change different fields at once lose neither': async (here, there) => {
        const { id } = await addActor(here);
        await race((racer) =>
          racer % 2 === 0 ? here.actors.change(id, { name: 'Bob' }) : there.actors.change(id, { age: 77 }),
        );
        const { name, age } = await valueOf(there.actors.find(id));
        assert.deepEqual([name, age], ['Bob', 77]);
      },
      'an email is one actor’s on every server': async (here, there) => {
        const { email } = newActor();
        const results = await race((racer) => (racer % 2 === 0 ? here : there).actors.add(newActor({ email })));
        assert.deepEqual(tally(results), { ok: 1, 'contact-taken': RACERS - 1 });
      },
    });
  });
}
