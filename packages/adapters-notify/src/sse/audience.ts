import type { Message } from '@quintet/core';
import { encodeMessage, heartbeat } from './event.ts';
import type { Reader } from './reader.ts';

/** Readers of exactly the same channels: what one gets, all of them get. */
interface Row {
  readonly channels: readonly string[];
  readonly readers: Set<Reader>;
}

/** Everybody who reads, by channels. A message is encoded once, and joined with others once for each row. */
export class Audience {
  readonly #rows = new Map<string, Row>();
  readonly #byChannel = new Map<string, Set<Row>>();
  #size = 0;
  #dropped = 0;

  /** How many read. */
  get size(): number {
    return this.#size;
  }

  /** How many were dropped so far because they did not read. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Lets a reader have all that comes from now on. The function given back takes it out again. */
  seat(reader: Reader, channels: readonly string[]): () => void {
    const row = this.#rowOf(channels);
    row.readers.add(reader);
    this.#size += 1;
    return () => this.#leave(reader, row);
  }

  /** Hands messages to all who read their channels, in order. */
  tell(messages: readonly Message[]): void {
    const told = new Map<Row, Buffer[]>();
    for (const message of messages) {
      const rows = this.#byChannel.get(message.channel);
      if (rows === undefined) continue;
      const encoded = encodeMessage(message);
      for (const row of rows) {
        const chunks = told.get(row);
        if (chunks === undefined) told.set(row, [encoded]);
        else chunks.push(encoded);
      }
    }
    for (const [row, chunks] of told) {
      const [only] = chunks;
      this.#write(row, chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    }
  }

  /** Shows everybody that the stream lives. */
  keepAlive(position: number): void {
    const sign = heartbeat(position);
    for (const row of this.#rows.values()) this.#write(row, sign);
  }

  /** Cuts a reader off that does not read. */
  drop(reader: Reader): void {
    this.#dropped += 1;
    reader.drop();
  }

  #write(row: Row, chunk: Buffer): void {
    for (const reader of row.readers) if (!reader.write(chunk)) this.#dropped += 1;
  }

  #rowOf(channels: readonly string[]): Row {
    const key = channels.join(' ');
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row: Row = { channels, readers: new Set() };
    this.#rows.set(key, row);
    for (const channel of channels) {
      const rows = this.#byChannel.get(channel);
      if (rows === undefined) this.#byChannel.set(channel, new Set([row]));
      else rows.add(row);
    }
    return row;
  }

  #leave(reader: Reader, row: Row): void {
    if (!row.readers.delete(reader)) return;
    this.#size -= 1;
    if (row.readers.size > 0) return;
    this.#rows.delete(row.channels.join(' '));
    for (const channel of row.channels) {
      const rows = this.#byChannel.get(channel);
      rows?.delete(row);
      if (rows?.size === 0) this.#byChannel.delete(channel);
    }
  }
}
