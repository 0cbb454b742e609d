import 'reflect-metadata';
import { createInstagramEngine, INSTAGRAM_DEFAULTS, PORTS, simulatedNetwork } from '@quintet/core';
import { memoryAdapters, systemClock } from '@quintet/core/memory';
import { createAdapter } from '../../src/index.ts';
import { resolveFrom } from './subjects.ts';

// Runs the account that is due until its followers have been compared with its leads, and writes the most memory that
// the process ever had, in kilobytes.

const [databaseUrl = '', followers = '0'] = process.argv.slice(2);

const adapter = createAdapter({ databaseUrl, dataDirectory: 'memory' });
await adapter.start?.();
const gateway = simulatedNetwork({
  clock: systemClock,
  seed: 7,
  readsPerMinute: Infinity,
  followersOf: () => Number(followers),
});
const resolve = resolveFrom(adapter, memoryAdapters({ gateway }));
const passwordCipher = resolve(PORTS.passwordCipher);
const ports = {
  clock: systemClock,
  delay: resolve(PORTS.delay),
  random: resolve(PORTS.random),
  randomNumbers: resolve(PORTS.randomNumbers),
  leases: resolve(PORTS.leases),
  journal: resolve(PORTS.journal),
  targets: resolve(PORTS.targets),
  leads: resolve(PORTS.leads),
  passwordCipher: { ...passwordCipher, decrypt: () => passwordCipher.encrypt('').map(() => 'secret') },
  gateway,
};

const engine = createInstagramEngine(ports, INSTAGRAM_DEFAULTS, (event) => {
  if (event.kind === 'broken') throw event.cause;
});
for (;;) {
  const next = await engine.runDue();
  if (next !== undefined && next.getTime() > Date.now() + 60_000) break;
}
process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
await adapter.stop?.();
