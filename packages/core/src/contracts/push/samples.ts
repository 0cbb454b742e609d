import { randomUUID } from 'node:crypto';
import type { Destination } from '../../push/delivery-ports.ts';
import type { Message, NewMessage } from '../../push/message.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { MOMENT } from '../samples.ts';

/** A channel that nobody else uses. */
export function unusedChannel(kind: '' | 'private-' | 'presence-' = ''): string {
  return `${kind}contract-${randomUUID()}`;
}

export function newMessage(channel: string, changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: randomUUID().replaceAll('-', '').slice(0, 24),
    channel,
    event: 'save',
    data: '{"text":"Hello"}',
    createdAt: MOMENT,
    ...changes,
  };
}

/** Some messages of a channel, told apart by their data. */
export function newMessages(channel: string, count: number, changes: Partial<NewMessage> = {}): readonly NewMessage[] {
  return Array.from({ length: count }, (_, index) => newMessage(channel, { data: String(index), ...changes }));
}

/** Numbers all that waits. */
export async function numberAll({ messageLog }: Pick<Ports, 'messageLog'>): Promise<readonly Message[]> {
  const all: Message[] = [];
  for (;;) {
    const numbered = await valueOf(messageLog.number({ limit: 100 }));
    if (numbered.length === 0) return all;
    all.push(...numbered);
  }
}

/** Appends messages of a channel and numbers them. */
export async function publishAll(
  ports: Pick<Ports, 'messageLog'>,
  messages: readonly NewMessage[],
): Promise<readonly Message[]> {
  await valueOf(ports.messageLog.append(messages));
  const ids = new Set(messages.map(({ id }) => id));
  return (await numberAll(ports)).filter(({ id }) => ids.has(id));
}

/** A destination of a transport that no other test has. */
export function newDestination(channels: readonly string[], changes: Partial<Destination> = {}): Destination {
  const transport = changes.transport ?? `transport-${randomUUID()}`;
  return {
    id: `${transport}:${randomUUID()}`,
    transport,
    address: { url: 'https://example.com/hook', secret: 'whsec_1', keys: ['ü', null, 1.5, { deep: true }] },
    channels,
    ...changes,
  };
}
