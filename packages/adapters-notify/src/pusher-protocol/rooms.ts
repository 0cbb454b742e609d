import type { Message } from '@quintet/core';
import type { Connection } from './connection.ts';
import { textFrame } from './frames.ts';
import { messageText } from './protocol.ts';

/** Which connections of this server get what is said in which channel. */
export class Rooms {
  readonly #rooms = new Map<string, Set<Connection>>();

  enter(channel: string, connection: Connection): void {
    const room = this.#rooms.get(channel);
    if (room === undefined) this.#rooms.set(channel, new Set([connection]));
    else room.add(connection);
  }

  leave(channel: string, connection: Connection): void {
    const room = this.#rooms.get(channel);
    if (room?.delete(connection) === true && room.size === 0) this.#rooms.delete(channel);
  }

  /** Whether anybody is there. */
  has(channel: string): boolean {
    return this.#rooms.has(channel);
  }

  /** How many connections are subscribed to channels, by channel. */
  counts(prefix = ''): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const [channel, room] of this.#rooms) if (channel.startsWith(prefix)) counts.set(channel, room.size);
    return counts;
  }

  /** How many subscriptions there are. */
  get size(): number {
    let size = 0;
    for (const room of this.#rooms.values()) size += room.size;
    return size;
  }

  /** Says something in a channel, to all but one. */
  say(channel: string, text: string, except?: string): void {
    const room = this.#rooms.get(channel);
    if (room === undefined) return;
    const frame = textFrame(text);
    for (const connection of room) if (connection.socketId !== except) connection.write(frame);
  }

  /** Hands messages on, in their order. What many get is encoded once, and those of one channel are written at once. */
  publish(messages: readonly Message[]): void {
    for (let first = 0; first < messages.length;) {
      const channel = messages[first]?.channel ?? '';
      let end = first + 1;
      while (end < messages.length && messages[end]?.channel === channel) end += 1;
      const room = this.#rooms.get(channel);
      if (room !== undefined) this.#handOn(messages.slice(first, end), room);
      first = end;
    }
  }

  #handOn(messages: readonly Message[], room: ReadonlySet<Connection>): void {
    const frames = messages.map((message) => textFrame(messageText(message)));
    if (messages.some(({ notTo }) => notTo !== undefined)) {
      for (const connection of room) {
        for (const [index, frame] of frames.entries()) {
          if (messages[index]?.notTo !== connection.socketId) connection.write(frame);
        }
      }
      return;
    }
    const [only] = frames;
    const bytes = frames.length === 1 && only !== undefined ? only : Buffer.concat(frames);
    for (const connection of room) connection.write(bytes);
  }
}
