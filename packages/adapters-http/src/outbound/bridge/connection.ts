import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
  type IPolicy,
  type IRetryBackoffContext,
} from 'cockatiel';

/** How patient one is with a bridge. All times are in milliseconds. */
export interface BridgePatience {
  /** Until a call is given up. */
  readonly timeout: number;
  /** How often a read is tried again. An action never is. */
  readonly retries: number;
  /** The pause before the first new try; each further one is twice as long, with up to half of it by chance. */
  readonly pause: number;
  /** A bridge that asks for a longer pause is not asked again. */
  readonly longestPause: number;
  /** After so many calls in a row that it did not answer, nothing is asked of it. */
  readonly failures: number;
  /** For so long. */
  readonly rest: number;
}

/** What a call is about. */
export interface BridgeCall {
  readonly method: 'GET' | 'POST';
  /** Below the bridge's URL: `/v1/sessions`. */
  readonly path: string;
  readonly session?: string;
  readonly body?: unknown;
  /** Names an action: a bridge that has seen it does nothing again. */
  readonly key?: string;
  /** Milliseconds until it is given up, where that is sooner than usual. */
  readonly timeout?: number;
}

/** What came back, whatever it says. */
export interface BridgeAnswer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * A bridge that gave no answer to a call. `away`: nobody knows whether it did what it was told; `busy`: it wants to be
 * asked later; `unreadable`: what it said is no JSON; `resting`: it was not asked, because it has been away.
 */
export class BridgeFault extends Error {
  override readonly name = 'BridgeFault';
  readonly kind: 'away' | 'busy' | 'unreadable' | 'resting';
  /** Milliseconds after which it wants to be asked again. */
  readonly retryAfter: number | undefined;

  constructor(kind: BridgeFault['kind'], message: string, more: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.kind = kind;
    this.retryAfter = more.retryAfter;
  }
}

/** The largest answer that is read, in bytes: a page of a thousand people is a tenth of it. */
const LARGEST_ANSWER = 4_194_304;

/** JSON over HTTP: given up when it takes too long; reads are tried again, and a bridge that is away is left alone. */
export class BridgeConnection {
  readonly #url: string;
  readonly #timeout: number;
  readonly #reading: IPolicy;
  readonly #acting: IPolicy;

  /** @param url - Without a closing slash. */
  constructor(url: string, patience: BridgePatience) {
    this.#url = url;
    this.#timeout = patience.timeout;
    // One breaker for all calls: an action is not sent to a bridge that answers no reads.
    this.#acting = circuitBreaker(
      handleWhen((error) => isFault(error, 'away')),
      { halfOpenAfter: patience.rest, breaker: new ConsecutiveBreaker(patience.failures) },
    );
    const again = retry(
      handleWhen((error) => isFault(error, 'away', 'busy', 'unreadable') && waitsFor(error, patience)),
      { maxAttempts: patience.retries, backoff: new DelegateBackoff((context) => pauseBefore(context, patience)) },
    );
    this.#reading = wrap(again, this.#acting);
  }

  /** Asks for something that it does no harm to ask for twice. Rejects with a {@link BridgeFault}. */
  read(call: BridgeCall): Promise<BridgeAnswer> {
    return this.#through(this.#reading, call);
  }

  /** Tells it to do something, once. Rejects with a {@link BridgeFault}. */
  act(call: BridgeCall): Promise<BridgeAnswer> {
    return this.#through(this.#acting, call);
  }

  async #through(policy: IPolicy, call: BridgeCall): Promise<BridgeAnswer> {
    try {
      return await policy.execute(() => this.#send(call));
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new BridgeFault('resting', 'the bridge has been away', { cause: error });
      throw error;
    }
  }

  async #send({ method, path, session, body, key, timeout = this.#timeout }: BridgeCall): Promise<BridgeAnswer> {
    const signal = AbortSignal.timeout(Math.min(timeout, this.#timeout));
    const response = await fetch(this.#url + path, {
      method,
      redirect: 'error',
      signal,
      headers: {
        accept: 'application/json',
        ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new BridgeFault('away', 'the bridge can not be reached', { cause });
    });
    const { status, headers } = response;
    const text = await textOf(response);
    if (status === 429 || status === 503) {
      const retryAfter = retryAfterIn(headers.get('retry-after'));
      throw new BridgeFault('busy', `the bridge answered ${status}`, retryAfter === undefined ? {} : { retryAfter });
    }
    const answer = parsed(text);
    if (answer !== undefined) return { status, body: answer };
    if (status >= 500) throw new BridgeFault('away', `the bridge answered ${status}`);
    throw new BridgeFault('unreadable', `what the bridge answered with ${status} is no JSON`);
  }
}

function isFault(error: unknown, ...kinds: readonly BridgeFault['kind'][]): error is BridgeFault {
  return error instanceof BridgeFault && kinds.includes(error.kind);
}

function waitsFor({ retryAfter = 0 }: BridgeFault, { longestPause }: BridgePatience): boolean {
  return retryAfter <= longestPause;
}

/** What the bridge asks for, or each time twice as long, with some chance in it: so do not all servers come at once. */
function pauseBefore(
  { attempt, result }: IRetryBackoffContext<unknown>,
  { pause, longestPause }: BridgePatience,
): number {
  const error = 'error' in result ? result.error : undefined;
  if (error instanceof BridgeFault && error.retryAfter !== undefined) return error.retryAfter;
  return Math.min(pause * 2 ** (attempt - 1) * (1 + Math.random() / 2), longestPause);
}

/** Seconds, or a moment. */
function retryAfterIn(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/u.test(header)) return Number(header) * 1000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.now());
}

async function textOf({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length > LARGEST_ANSWER) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new BridgeFault('away', 'the bridge broke off its answer', { cause });
  }
  if (length > LARGEST_ANSWER) throw new BridgeFault('unreadable', 'what the bridge answered is too large');
  return Buffer.concat(chunks).toString('utf8');
}

/** `undefined`: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
