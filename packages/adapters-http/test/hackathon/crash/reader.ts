import { setTimeout as sleep } from 'node:timers/promises';

/** A message as a reader got it. */
export interface Got {
  readonly position: number;
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Somebody who reads a stream, and when it ends goes on reading where it ended, as browsers do. */
export interface Reader {
  /** Everything that came, in the order in which it came, repeats included. */
  readonly got: readonly Got[];
  /** How often it had to connect. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** Begins to read, at one of the servers after the other; settles when the first stream is open. */
export async function startReader(urls: readonly string[], path: string): Promise<Reader> {
  const got: Got[] = [];
  const stopping = new AbortController();
  const opened = Promise.withResolvers<void>();
  let last: string | undefined;
  let connections = 0;

  const take = (block: string): void => {
    const fields = new Map(
      block.split('\n').flatMap((line) => {
        const [, name = '', value = ''] = /^(\w+): ?(.*)$/u.exec(line) ?? [];
        return name === '' ? [] : [[name, value] as const];
      }),
    );
    last = fields.get('id') ?? last;
    if (last !== undefined) opened.resolve();
    const data = fields.get('data');
    if (fields.get('event') === 'reset') throw new Error('messages were forgotten that the reader had not seen');
    if (data !== undefined) got.push({ position: Number(last), ...(JSON.parse(data) as Omit<Got, 'position'>) });
  };

  const readOnce = async (url: string): Promise<void> => {
    connections += 1;
    const headers = last === undefined ? {} : { 'last-event-id': last };
    const answer = await fetch(url + path, { headers, signal: stopping.signal });
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel();
      return;
    }
    let text = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
    }
  };

  const read = async (): Promise<void> => {
    for (let turn = 0; !stopping.signal.aborted; turn += 1) {
      // A server that is away ends a stream, or opens none.
      await readOnce(urls[turn % urls.length] ?? '').catch((error: unknown) => {
        const isNetwork = error instanceof TypeError || (error instanceof Error && error.name === 'AbortError');
        if (!isNetwork) throw error;
      });
      await sleep(50);
    }
  };
  const reading = read();
  await Promise.race([opened.promise, reading]);
  return {
    got,
    get connections() {
      return connections;
    },
    stop: async () => {
      stopping.abort();
      await reading;
    },
  };
}
