import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Bytes that wait for one reader at most. What the system buffers comes on top. */
const LARGEST_BUFFER = 2_097_152;

/** From here on a reader that catches up is given time to read. */
const HIGH_WATER = 65_536;

/**
 * One who reads a stream. What is written goes to the bare connection, without a layer that would look at each chunk
 * again: the same bytes for all readers.
 */
export class Reader {
  readonly #outgoing: ServerResponse;
  readonly #socket: Socket;
  readonly #largestBuffer: number;
  #stalledAt: number | undefined;

  /**
   * @param outgoing - Its head has been written, and says that the body ends with the connection.
   */
  constructor(outgoing: ServerResponse, socket: Socket, largestBuffer: number = LARGEST_BUFFER) {
    this.#outgoing = outgoing;
    this.#socket = socket;
    this.#largestBuffer = largestBuffer;
    socket.setNoDelay(true);
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && !this.#outgoing.writableEnded;
  }

  /** Writes, unless too much waits already: then the reader is dropped, and `false` is given back. */
  write(chunk: Buffer | string): boolean {
    if (this.#socket.writableLength > this.#largestBuffer && !this.#socket.destroyed) {
      this.#socket.destroy();
      return false;
    }
    this.#socket.write(chunk);
    return true;
  }

  /** Resolves when the reader has taken most of what was written, or is gone. */
  async drained(): Promise<void> {
    while (this.isOpen && this.#socket.writableLength > HIGH_WATER) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#socket.once('drain', resolve);
      this.#socket.once('close', resolve);
      await promise;
      this.#socket.off('drain', resolve);
      this.#socket.off('close', resolve);
    }
  }

  /** Whether something waits for the reader, and nothing was taken since this was last asked. */
  hasStalled(): boolean {
    const { writableLength, bytesWritten } = this.#socket;
    const taken = bytesWritten - writableLength;
    const hasStalled = writableLength > 0 && this.#stalledAt === taken;
    this.#stalledAt = writableLength > 0 ? taken : undefined;
    return hasStalled;
  }

  drop(): void {
    this.#socket.destroy();
  }

  /** Ends the stream, in order. */
  end(): void {
    this.#outgoing.end();
  }
}
