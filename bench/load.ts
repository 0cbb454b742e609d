import autocannon from 'autocannon';

/** Connections that ask at the same time, each for one answer after the other, unless a scenario has a number of its own. */
export const CONNECTIONS = 32;

/** One request that is asked again and again. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
}

/** How a load is asked. */
export interface LoadOptions {
  readonly seconds: number;
  readonly status: number;
  readonly signal: AbortSignal;
  readonly connections?: number;
  /** Every connection has requests of its own, and ends when it has asked each of them once. */
  readonly once?: boolean;
}

/** What came of a load. */
export interface LoadResult {
  readonly answered: number;
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers of another status than was expected, broken connections, and timeouts. */
  readonly errors: number;
}

/**
 * Asks a server on this machine for some seconds. Every connection goes through all requests in turn, and begins at
 * another one than its neighbours.
 */
export async function load(port: number, requests: readonly LoadRequest[], options: LoadOptions): Promise<LoadResult> {
  const { connections = CONNECTIONS, once = false } = options;
  const prepared = requests.map(({ method, path, token, body }) => ({
    method,
    path,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  }));
  const latencies: number[] = [];
  const share = Math.floor(prepared.length / connections);
  let client = 0;
  let unexpected = 0;
  let begun = 0;
  let ended = 0;

  const { errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url: `http://127.0.0.1:${port}`,
        connections,
        duration: options.seconds,
        ...(once && { maxConnectionRequests: share }),
        setupClient: (connection) => {
          const number = client++;
          if (once) return connection.setRequests(prepared.slice(number * share, (number + 1) * share));
          const first = Math.floor((number / connections) * prepared.length);
          connection.setRequests([...prepared.slice(first), ...prepared.slice(0, first)]);
        },
      },
      (error: unknown, result) => {
        options.signal.removeEventListener('abort', stop);
        if (options.signal.aborted) reject(options.signal.reason);
        else if (error === null || error === undefined) resolve(result);
        else reject(error);
      },
    );
    const stop = (): void => run.stop();
    options.signal.addEventListener('abort', stop);
    run.on('start', () => {
      begun = performance.now();
    });
    // autocannon's own histogram is to the millisecond, and counts seconds in samples
    run.on('response', (_client, status, _bytes, milliseconds) => {
      ended = performance.now();
      latencies.push(milliseconds);
      if (status !== options.status) unexpected += 1;
    });
  });

  const sorted = Float64Array.from(latencies).toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    answered: sorted.length,
    requestsPerSecond: (sorted.length / (ended - begun)) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    errors: errors + timeouts + unexpected,
  };
}
