import { Socket } from 'node:net';
import pg from 'pg';
import { DatabaseClosed } from './failure.ts';
import type { Statement, Value } from './statement.ts';

/** Connections over which many reads are under way at once, each behind the other, without waiting for answers. */
interface Line {
  connection: Connection | undefined;
  connecting: Promise<Connection> | undefined;
  underWay: number;
}

interface Connection {
  readonly client: pg.Client;
  /** What the client writes to. */
  readonly socket: Socket;
}

/**
 * A few connections that reads share: a read is sent at once, however many answers are still to come (pipelining), so
 * that few connections serve many requests, and PostgreSQL works while this process does. A read goes to the
 * connection with the fewest under way. A lost connection fails the reads on it, and the next one makes a new one.
 * Reads of requests that came in together are sent together: a system call for all of them, not one for each.
 *
 * Nothing that may have to wait for a lock belongs here: it would hold up all that is sent after it.
 */
export class ReadLines {
  readonly #settings: pg.ClientConfig;
  readonly #lines: readonly Line[];
  readonly #onError: (error: Error) => void;
  #closed = false;

  constructor(settings: pg.ClientConfig, size: number, onError: (error: Error) => void) {
    this.#settings = { ...settings, pipeline: true };
    this.#lines = Array.from({ length: size }, () => ({ connection: undefined, connecting: undefined, underWay: 0 }));
    this.#onError = onError;
  }

  /** How many reads wait for their answer. */
  get underWay(): number {
    return this.#lines.reduce((sum, { underWay }) => sum + underWay, 0);
  }

  /** How many connections there are. */
  get connected(): number {
    return this.#lines.filter(({ connection }) => connection !== undefined).length;
  }

  /** Makes all connections. */
  async open(): Promise<void> {
    await Promise.all(this.#lines.map((line) => this.#connect(line)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(
      this.#lines.map(async (line) => {
        await line.connecting?.catch(() => {});
        await line.connection?.client.end();
        line.connection = undefined;
      }),
    );
  }

  async read<Row>({ name, text }: Statement<Row>, values: readonly Value[]): Promise<readonly Row[]> {
    const line = this.#idlest();
    line.underWay += 1;
    try {
      const { client, socket } = line.connection ?? (await this.#connect(line));
      gather(socket);
      const { rows } = await client.query<Row & pg.QueryResultRow>({ name, text, values: values as Value[] });
      return rows;
    } finally {
      line.underWay -= 1;
    }
  }

  #idlest(): Line {
    const [first, ...others] = this.#lines;
    if (first === undefined) throw new DatabaseClosed();
    return others.reduce((idlest, line) => (line.underWay < idlest.underWay ? line : idlest), first);
  }

  async #connect(line: Line): Promise<Connection> {
    if (line.connection !== undefined) return line.connection;
    return (line.connecting ??= this.#open(line).finally(() => {
      line.connecting = undefined;
    }));
  }

  async #open(line: Line): Promise<Connection> {
    if (this.#closed) throw new DatabaseClosed();
    const socket = new Socket();
    const client = new pg.Client({ ...this.#settings, stream: () => socket });
    const lost = (error?: Error): void => {
      if (line.connection?.client === client) line.connection = undefined;
      if (error !== undefined) this.#onError(error);
    };
    client.on('error', lost);
    client.on('end', () => lost());
    try {
      await client.connect();
    } catch (error) {
      // A connection that was refused halfway, such as by "too many connections", would stay open.
      client.end().catch(() => {});
      throw error;
    }
    line.connection = { client, socket };
    return line.connection;
  }
}

/** Holds back what is written until the event loop has gone through all that came in. */
function gather(socket: Socket): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}
