import { ok } from 'neverthrow';
import type { Message } from '../../push/message.ts';
import type { MessageLog } from '../../push/ports.ts';
import { settled, type MemoryDatabase } from '../database.ts';
import { cursorsOf } from './deliveries.ts';

/**
 * Messages in memory.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * const messageLog = memoryMessageLog(database);
 * ```
 */
export function memoryMessageLog(database: MemoryDatabase): MessageLog {
  const { outbox, push } = database.committed;
  return {
    append: (messages, transaction) =>
      database.write(transaction, (tables) => {
        tables.outbox.append(messages.map((message) => ({ ...message, createdAt: new Date(message.createdAt) })));
        return ok(undefined);
      }),

    onAppended: (listener) => outbox.onAppended(listener),

    number: ({ limit }) =>
      database.write(undefined, () => {
        const numbered = outbox.entries.splice(0, limit).map((message): Message => {
          push.latest += 1;
          return { ...message, position: push.latest };
        });
        push.log.push(...numbered);
        return ok(numbered);
      }),

    after: (position, { limit, channels }) => {
      const messages = push.after(position);
      const asked = channels === undefined ? messages : messages.filter(({ channel }) => channels.includes(channel));
      return settled(ok(asked.slice(0, limit)));
    },

    bounds: () => settled(ok({ oldest: push.oldest, latest: push.latest, waiting: outbox.entries.length > 0 })),

    purge: (createdBefore, waitedSince) =>
      database.write(undefined, () => {
        const isWaitedFor = ({ channel, position }: Message): boolean =>
          cursorsOf(push, channel).some((reached) => reached < position);
        const kept = push.log.findIndex(
          (message) => message.createdAt >= createdBefore || (message.createdAt >= waitedSince && isWaitedFor(message)),
        );
        return ok(push.log.splice(0, kept < 0 ? push.log.length : kept).length);
      }),
  };
}
