/** A server that tells all its readers the same, as ours does it (`quintet`) or in a bare loop (`bare`). */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { createSse } from '@quintet/adapters-notify';
import { createQuintet } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { CHANNEL, dataOf, EVENT, type Command, type Report } from './message.ts';

/** Takes readers, and tells them. */
interface Teller {
  readonly listener: Parameters<typeof createServer>[1];
  tell(number: number): unknown;
}

const TELLERS: Readonly<Record<string, () => Promise<Teller>>> = {
  async quintet() {
    const { push, identity } = createQuintet(memoryAdapters());
    await push.feed.start();
    const sse = createSse({ push, identity, path: '/stream', corsOrigins: ['*'] });
    return {
      listener: (incoming, outgoing) => void sse.request(incoming, outgoing),
      tell: (number) => push.publish({ channel: CHANNEL, event: EVENT, data: dataOf(number) }),
    };
  },
  async bare() {
    const readers = new Set<ServerResponse>();
    return {
      listener: (_incoming, outgoing) => {
        outgoing.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        outgoing.flushHeaders();
        readers.add(outgoing);
        outgoing.on('close', () => readers.delete(outgoing));
      },
      tell: (number) => {
        const id = number.toString(16).padStart(24, '0');
        const data = JSON.stringify({ id, channel: CHANNEL, event: EVENT, data: dataOf(number) });
        const text = `id: ${number}\nevent: ${EVENT}\ndata: ${data}\n\n`;
        for (const reader of readers) reader.write(text);
      },
    };
  },
};

const teller = await (TELLERS[process.argv[2] ?? ''] ?? (() => Promise.reject(new Error('quintet or bare?'))))();
const server = createServer(teller.listener).listen(0, '127.0.0.1');
await once(server, 'listening');
const report = (what: Report): void => void process.send?.(what);

process.on('message', (command: Command) => {
  if ('stop' in command) process.exit(0);
  void (async () => {
    const before = process.cpuUsage();
    const begun = performance.now();
    for (let said = 1; said <= command.say; said += 1) {
      await teller.tell(said);
      await delay(Math.max(0, begun + said * command.every - performance.now()));
    }
    // What is still on its way out counts as well.
    await delay(command.every);
    const { user, system } = process.cpuUsage(before);
    report({ cpu: user + system });
  })();
});
report({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream?channels=${CHANNEL}` });
