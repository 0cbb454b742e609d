import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { simulatedNetwork, type InstagramGateway, type SentAction } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';

// The simulated network as a process of its own. It writes its address, answers calls of the gateway, and gives on
// request all that was sent to it.

const sent: SentAction[] = [];
const network = simulatedNetwork({
  clock: systemClock,
  seed: 7,
  readsPerMinute: Infinity,
  actionsPerMinute: Infinity,
  followersOf: (username) => (username.startsWith('acting_') ? 100 : 1_000_000),
  record: (action) => sent.push(action),
});

/** What is asked of the network. */
interface Call {
  readonly call: keyof InstagramGateway;
  readonly given: readonly unknown[];
}

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.method === 'GET') {
    response.end(JSON.stringify(sent));
    return;
  }
  const { call, given } = JSON.parse(await text(request)) as Call;
  const member = network[call] as (...given: readonly unknown[]) => ReturnType<InstagramGateway['login']>;
  const result = await member(...given);
  response.end(JSON.stringify(result.isOk() ? { value: result.value } : { error: result.error }));
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
