/**
 * Serves a network that is simulated, for trying Quintet out with a bridge:
 *
 *     npx -y pnpm@12 --dir examples/instagram-bridge start
 *     QUINTET_INSTAGRAM_GATEWAY=http://127.0.0.1:4100 npx -y pnpm@12 start
 *
 * `PORT` and `SEED` may be set, and `ACTIONS_PER_MINUTE`, above which an account is suspected. `RECORD` names a file
 * that is told of every action, a line each.
 */
import { appendFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { simulatedNetwork } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { createBridge, type Arrival } from './bridge.ts';

const { PORT = '4100', SEED = '7', ACTIONS_PER_MINUTE = '60', RECORD } = process.env;

const network = simulatedNetwork({
  clock: systemClock,
  seed: Number(SEED),
  actionsPerMinute: Number(ACTIONS_PER_MINUTE),
  readsPerMinute: Number(ACTIONS_PER_MINUTE) * 100,
});
const record = (arrival: Arrival): void => {
  if (RECORD !== undefined) appendFileSync(RECORD, `${JSON.stringify(arrival)}\n`);
};
const bridge = createBridge({ network, record });

bridge.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = bridge.address() as AddressInfo;
  console.log(`The bridge is ready at http://127.0.0.1:${port}`);
});
