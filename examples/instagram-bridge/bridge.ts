import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GatewayFailure, GatewaySession, InstagramGateway } from '@quintet/core';
import type { ResultAsync } from 'neverthrow';
import { actionOf, infoJson, pageJson, personJson, postJson, type Action } from './protocol.ts';

/** What is answered, or done to the connection instead, in the place of what would have been. */
export interface Interference {
  /** Milliseconds until anything is answered. */
  readonly delay?: number;
  /** Instead of the answer; what was told is not done. */
  readonly answer?: Answer;
  /** Ends the connection without an answer: before it is done, or after. */
  readonly drop?: 'before' | 'after';
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON, a text as it is. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An action that came in. */
export interface Arrival {
  /** When it came in, in milliseconds since 1970. */
  readonly at: number;
  readonly username: string;
  readonly kind: Action['kind'];
  /** A post or a username. */
  readonly target: string;
  readonly key: string;
  /** It came before, and was not done again. */
  readonly duplicate: boolean;
  readonly status: number;
}

export interface BridgeOptions {
  readonly network: InstagramGateway;
  /** Told of every action when it has been answered. */
  readonly record?: (arrival: Arrival) => void;
  /** For tests: how a bridge is that does not work well. */
  readonly interfere?: (request: IncomingMessage) => Interference | undefined;
}

const STATUS: Readonly<Record<GatewayFailure['kind'], readonly [status: number, word: string]>> = {
  'gateway-request-failed': [502, 'request-failed'],
  'gateway-login-failed': [401, 'login-failed'],
  'gateway-answer-unreadable': [502, 'answer-unreadable'],
  'gateway-followers-failed': [502, 'followers-failed'],
  'gateway-suspected': [403, 'suspected'],
};

const NO_SESSION: Answer = { status: 401, body: { error: 'login-failed', message: 'the session is not known' } };
const NO_SUCH_PLACE: Answer = { status: 404, body: { message: 'there is no such path' } };

/**
 * A bridge to any network, over HTTP: `docs/instagram-bridge.json` has the protocol. What is behind it here is a network
 * that is simulated; write an `InstagramGateway` of your own, and the rest can stay.
 */
export function createBridge(options: BridgeOptions): Server {
  const bridge = new Bridge(options);
  return createServer((request, response) => {
    bridge.serve(request, response).catch((error: unknown) => {
      console.error(error);
      send(response, { status: 500, body: { message: 'the bridge is broken' } });
    });
  });
}

class Bridge {
  readonly #options: BridgeOptions;
  readonly #sessions = new Map<string, GatewaySession>();
  /** By key: what came with it is done once, also when it comes again while it is being done. */
  readonly #actions = new Map<string, Promise<Answer>>();

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { delay, answer, drop } = this.#options.interfere?.(request) ?? {};
    if (drop === 'before') {
      request.socket.destroy();
      return;
    }
    const answered = answer ?? (await this.#answer(request));
    if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
    if (drop === 'after') request.socket.destroy();
    else send(response, answered);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bridge');
    const place = `${request.method} ${pathname}`;
    if (place === 'POST /v1/sessions') return this.#logIn(request);

    const session = this.#sessions.get(request.headers.authorization?.replace(/^Bearer /iu, '') ?? '');
    if (session === undefined) return NO_SESSION;
    if (place === 'POST /v1/actions') return this.#act(request, session);

    const { network } = this.#options;
    const about = (name: string): string => searchParams.get(name) ?? '';
    const page = { cursor: searchParams.get('cursor'), limit: Number(searchParams.get('limit') ?? 100) };
    switch (place) {
      case 'GET /v1/profile':
        return answerTo(network.profile(session, about('username')), ({ info, followed }) => ({
          info: infoJson(info),
          followed,
        }));
      case 'GET /v1/followers':
        return answerTo(network.followers(session, about('username'), page), pageJson(personJson));
      case 'GET /v1/followings':
        return answerTo(network.followings(session, about('username'), page), pageJson(personJson));
      case 'GET /v1/user-feed':
        return answerTo(network.userFeed(session, about('username'), page), pageJson(postJson));
      case 'GET /v1/hashtag-feed':
        return answerTo(network.hashtagFeed(session, about('hashtag'), page), pageJson(postJson));
      case 'GET /v1/likers':
        return answerTo(network.likers(session, about('post'), page), pageJson(personJson));
      case 'GET /v1/commenters':
        return answerTo(network.commenters(session, about('post'), page), pageJson(personJson));
      default:
        return NO_SUCH_PLACE;
    }
  }

  async #logIn(request: IncomingMessage): Promise<Answer> {
    const { username, password } = Object(await bodyOf(request)) as Readonly<Record<string, unknown>>;
    if (typeof username !== 'string' || typeof password !== 'string') {
      return { status: 400, body: { message: 'a login has a username and a password' } };
    }
    return answerTo(
      this.#options.network.login({ username, password }),
      (session) => {
        // the network's own token stays here
        const name = randomUUID();
        this.#sessions.set(name, session);
        return { session: name };
      },
      201,
    );
  }

  async #act(request: IncomingMessage, session: GatewaySession): Promise<Answer> {
    const action = actionOf(await bodyOf(request));
    const key = String(request.headers['idempotency-key'] ?? '');
    if (action === undefined || key === '') {
      return { status: 400, body: { message: 'an action has a kind, a target and an Idempotency-Key' } };
    }
    const at = Date.now();
    const known = this.#actions.get(key);
    const answered = known ?? this.#carryOut(session, action, key);
    this.#actions.set(key, answered);
    const answer = await answered;
    const { kind } = action;
    const target = 'post' in action ? action.post : action.username;
    const { status } = answer;
    this.#options.record?.({
      at,
      username: session.username,
      kind,
      target,
      key,
      duplicate: known !== undefined,
      status,
    });
    return answer;
  }

  #carryOut(session: GatewaySession, action: Action, key: string): Promise<Answer> {
    const { network } = this.#options;
    const order = { key, timeout: 10_000 };
    const done = (): object => ({ done: true });
    switch (action.kind) {
      case 'like':
        return answerTo(network.like(session, { ...order, postId: action.post }), done);
      case 'comment':
        return answerTo(network.comment(session, { ...order, postId: action.post, text: action.text }), done);
      case 'follow':
        return answerTo(network.follow(session, { ...order, username: action.username }), done);
      case 'unfollow':
        return answerTo(network.unfollow(session, { ...order, username: action.username }), done);
    }
  }
}

/** `undefined`: it is no JSON. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request));
  } catch {
    return undefined;
  }
}

async function answerTo<T>(
  outcome: ResultAsync<T, GatewayFailure>,
  present: (value: T) => object,
  status = 200,
): Promise<Answer> {
  const result = await outcome;
  if (result.isOk()) return { status, body: present(result.value) };
  const [refused, word] = STATUS[result.error.kind];
  const { retryAfter } = 'retryAfter' in result.error ? result.error : {};
  // a network that wants to be left alone for a while: so does the bridge
  if (retryAfter !== undefined) {
    return { status: 429, body: { error: word }, headers: { 'Retry-After': String(retryAfter) } };
  }
  return { status: refused, body: { error: word } };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
