// A media library that follows what somebody reads and watches, and the time it takes them.
import { createQuintet } from '@quintet/core';
import { memoryAdapters, settableClock } from '@quintet/core/memory';

// Time is a port like any other: an app of yours leaves it out, and has the system's.
const clock = settableClock(new Date('2026-11-01T20:00:00Z'));
const { identity, media } = createQuintet(memoryAdapters({ clock }));

const { token } = (await identity.register({ username: 'JohnSmith', password: 'pass123' }))._unsafeUnwrap();
const john = (await identity.authenticate(token))._unsafeUnwrap();

// All of them, or, if one is refused, none.
const added = await media.putAll(john, [
  { name: 'Dune', medium: 'literature', consumedState: 'started' },
  { name: 'Metropolis', medium: 'film' },
]);
const [dune] = added._unsafeUnwrap();
if (dune === undefined) throw new Error('There is an answer to each wish.');

clock.advance(9 * 24 * 3_600_000);
await media.put(john, { id: dune.id, consumedState: 'finished' });

const { entries } = (await media.history(john, { medium: 'literature' }))._unsafeUnwrap();
for (const { element, changes } of entries) {
  for (const { from, to, at } of changes)
    console.log(`${element.name}: ${from} -> ${to} (${at.toISOString().slice(0, 10)})`);
}

const { counts } = (await media.stats(john))._unsafeUnwrap();
console.log(`${counts.literature.finished} read, ${counts.film['not started']} to be seen`);

const refused = await media.put(john, { name: 'x'.repeat(81) });
if (refused.isErr()) console.log(`refused: ${refused.error.kind}`);
