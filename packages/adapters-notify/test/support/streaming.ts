import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createQuintet, PORTS, type MessageLog, type Quintet, type Resolve } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import { okAsync } from 'neverthrow';
import { createSse, type SseConnections, type SseOptions } from '../../src/sse/sse.ts';

/** A server that streams, with everything in memory. */
export interface StreamingServer {
  readonly quintet: Quintet;
  readonly sse: SseConnections;
  readonly log: MessageLog;
  readonly url: string;
  readonly server: Server;
  /** Stores messages on a channel, and waits until readers have been told. */
  say(channel: string, ...texts: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens a server, with `/stream` and, beside it, whatever page is given. */
export async function openStreaming(
  options: Partial<SseOptions> = {},
  page = '',
  resolve: Resolve = memoryAdapters(),
): Promise<StreamingServer> {
  const quintet = createQuintet(resolve, {
    push: {
      policies: [
        (actor, channel) => {
          if (channel === 'private-broken') throw new Error('a bug');
          const [, account] = /^private-account-(\d+)$/.exec(channel) ?? [];
          if (account === undefined) return undefined;
          return okAsync({ kind: String(actor?.accountId) === account ? 'allowed' : 'forbidden' });
        },
      ],
    },
  });
  const { push, identity } = quintet;
  (await push.feed.start())._unsafeUnwrap();
  const sse = createSse({ push, identity, path: '/stream', corsOrigins: ['*'], ...options });
  const server = createServer((incoming, outgoing) => {
    if (!sse.request(incoming, outgoing)) outgoing.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    quintet,
    sse,
    server,
    log: resolve(PORTS.messageLog),
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    say: async (channel, ...texts) => {
      const before = push.feed.position;
      const told = Promise.withResolvers<void>();
      const detach = push.feed.attach(() => {
        if (push.feed.position >= before + texts.length) told.resolve();
      });
      const published = await push.publish(...texts.map((data) => ({ channel, event: 'save', data })));
      published._unsafeUnwrap();
      await told.promise;
      detach();
    },
    close: async () => {
      await sse.close();
      await push.feed.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An event as it stands in a stream. */
interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Reads a stream as the specification of server-sent events has it. */
export interface StreamReader {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** The text as it came. */
  text(): string;
  events(): readonly StreamEvent[];
  /** The id that a browser would name when it connects again. */
  lastEventId(): string | undefined;
  /** Resolves when there are so many events. */
  until(events: number): Promise<readonly StreamEvent[]>;
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a stream. */
export async function readStream(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<StreamReader> {
  const outgoing = request(url, { headers, method, agent: false });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const waiting = new Set<() => void>();
  incoming.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const look of waiting) look();
  });
  incoming.on('close', end);
  incoming.on('error', () => {});
  outgoing.on('error', () => {});

  const blocks = (): readonly Record<string, string>[] =>
    text
      .split('\n\n')
      .slice(0, -1)
      .map((block) =>
        Object.fromEntries(block.split('\n').map((line) => /^([^:]*):? ?(.*)$/s.exec(line)?.slice(1) ?? [])),
      );
  const events = (): readonly StreamEvent[] =>
    blocks()
      .filter((block) => block['data'] !== undefined)
      .map(({ id, event = 'message', data = '' }) => ({ id, event, data: JSON.parse(data) as unknown }));
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text: () => text,
    events,
    lastEventId: () => blocks().findLast(({ id }) => id !== undefined)?.['id'],
    until: async (count) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const timer = setTimeout(() => reject(new Error(`${events().length} of ${count} events: ${text}`)), 8_000);
      const look = (): void => {
        if (events().length >= count) resolve();
      };
      waiting.add(look);
      look();
      await promise.finally(() => clearTimeout(timer));
      waiting.delete(look);
      return events();
    },
    ended,
    close: () => outgoing.destroy(),
  };
}
