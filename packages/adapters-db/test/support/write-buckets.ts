// Opens the database in a directory, and adds buckets until it is killed. Writes the number of each that was
// acknowledged on a line of its own.
import { randomUUID } from 'node:crypto';
import { createAdapter } from '../../src/index.ts';
import { aBucket, anAccount, named } from './on-postgresql.ts';

const [dataDirectory = ''] = process.argv.slice(2);
const adapter = named(createAdapter({ dataDirectory }));
await adapter.migrate();
await adapter.start();
const account = (await adapter.accounts.add(anAccount(`${randomUUID()}@example.com`)))._unsafeUnwrap();
process.stdout.write(`${account.id}\n`);
for (;;) {
  const bucket = (await adapter.buckets.add(aBucket(account.id)))._unsafeUnwrap();
  process.stdout.write(`${bucket.id}\n`);
}
