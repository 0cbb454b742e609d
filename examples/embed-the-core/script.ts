// Bucket lists without a server and without a database: the core, and its in-memory adapters.
import { createQuintet, type Actor } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';

const { identity, bucketlist } = createQuintet(memoryAdapters());

// Every use case answers a Result: a value, or an error of a closed union. Nothing is thrown that one could expect.
const registered = await bucketlist.register({ email: 'ann@example.com', password: 'correct horse' });
if (registered.isErr()) throw new Error(`not registered: ${registered.error.kind}`);

const ann = await identity.authenticate(registered.value.token);
if (ann.isErr()) throw new Error(`not recognised: ${ann.error.kind}`);

await fill(ann.value);

const page = await bucketlist.listBuckets(ann.value, { search: 'o', limit: 2 });
page.match(
  ({ entries, total }) => console.log(`${entries.map(({ name }) => name).join(', ')} (${total} in all)`),
  (error) => console.error(`no list: ${error.kind}`),
);

// The compiler knows each way in which a use case can fail, and says so when one is forgotten.
const nameless = await bucketlist.createBucket(ann.value, { name: '   ' });
if (nameless.isErr()) {
  switch (nameless.error.kind) {
    case 'name-missing':
      console.log('A bucket needs a name.');
      break;
    case 'account-not-found':
      console.log('Nobody of this name lives here.');
      break;
    case 'unavailable':
      console.log(`Try again in ${nameless.error.retryAfter} s.`);
  }
}

async function fill(actor: Actor): Promise<void> {
  for (const name of ['Cooking', 'Travel', 'Go outdoors', 'Photography']) {
    const added = await bucketlist.createBucket(actor, { name });
    added.map(({ id }) => console.log(`bucket ${id}: ${name}`));
  }
}
