import type { IncomingMessage, ServerResponse } from 'node:http';
import { channelKind, parseChannelName, type Clock, type PresenceRegistry, type Push } from '@quintet/core';
import type { PusherApp, PusherLimits } from './app.ts';
import { answered, readBody, refused, send, type HttpAnswer } from './http-answer.ts';
import type { Peers } from './peers.ts';
import type { Sessions } from './sessions.ts';
import { bodyProblem, signatureProblem } from './signature.ts';
import { readBatch, readTrigger, type Triggers } from './triggers.ts';

/** What the HTTP API is about. */
export interface HttpApiOptions {
  readonly app: PusherApp;
  readonly limits: PusherLimits;
  readonly clock: Clock;
  readonly push: Pick<Push, 'publish'>;
  readonly registry: PresenceRegistry;
  readonly peers: Peers;
  readonly sessions: Sessions;
  readonly onTrouble: (cause: unknown) => void;
}

/** Bytes of a body: ten events of the largest size, each character escaped. */
const LARGEST_BODY = 1_048_576;

interface Asked {
  readonly query: URLSearchParams;
  readonly body: string;
  /** What stands in the path for what is variable. */
  readonly name: string;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly answer: (asked: Asked) => Promise<HttpAnswer>;
}

/** The API that servers trigger events with, and ask who is there: the signed one of the hosted service. */
export class HttpApi {
  readonly #options: HttpApiOptions;
  readonly #routes: readonly Route[];

  constructor(options: HttpApiOptions) {
    this.#options = options;
    const { data } = options.limits;
    this.#routes = [
      { method: 'POST', path: /^\/events$/, answer: ({ body }) => this.#trigger(readTrigger(body, data), false) },
      { method: 'POST', path: /^\/batch_events$/, answer: ({ body }) => this.#trigger(readBatch(body, data), true) },
      { method: 'GET', path: /^\/channels$/, answer: ({ query }) => this.#channels(query) },
      { method: 'GET', path: /^\/channels\/([^/]+)$/, answer: ({ name, query }) => this.#channel(name, query) },
      { method: 'GET', path: /^\/channels\/([^/]+)\/users$/, answer: ({ name }) => this.#users(name) },
      {
        method: 'POST',
        path: /^\/users\/([^/]+)\/terminate_connections$/,
        answer: ({ name }) => this.#terminate(name),
      },
    ];
  }

  /** Takes a request over, if it is for this API. */
  request(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    if (incoming.url?.startsWith('/apps/') !== true) return false;
    void this.#serve(incoming, outgoing);
    return true;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answer(incoming);
      // What was not read of a body is not waited for.
      if (!incoming.complete) outgoing.shouldKeepAlive = false;
      send(outgoing, answer);
    } catch (error) {
      // A client that goes away before it has sent everything gets no answer, and that is no trouble.
      if (incoming.complete) this.#options.onTrouble(error);
      outgoing.destroy();
    }
  }

  async #answer(incoming: IncomingMessage): Promise<HttpAnswer> {
    const { app, clock } = this.#options;
    const url = URL.parse(incoming.url ?? '', 'http://localhost');
    const [, id, rest = ''] = /^\/apps\/([^/]+)(\/.*)?$/.exec(url?.pathname ?? '') ?? [];
    if (url === null || id === undefined) return refused(404, 'Not found');
    if (decoded(id) !== app.id) return refused(404, 'Unknown app');
    const routes = this.#routes.filter(({ path }) => path.test(rest));
    const route = routes.find(({ method }) => method === incoming.method);
    const [known] = routes;
    if (known === undefined) return refused(404, 'Not found');
    if (route === undefined) return refused(405, 'Method not allowed', { Allow: known.method });

    const { searchParams: query } = url;
    const [path = ''] = (incoming.url ?? '').split('?', 1);
    const stranger = signatureProblem(app, { method: route.method, path, query }, clock.now());
    if (stranger !== undefined) return refused(401, stranger);
    const body = await readBody(incoming, LARGEST_BODY);
    if (body === undefined) return refused(413, 'Request body too large', { Connection: 'close' });
    const changed = bodyProblem(query, body);
    if (changed !== undefined) return refused(401, changed);
    const name = decoded(route.path.exec(rest)?.[1] ?? '');
    if (name === undefined) return refused(400, 'Malformed path');
    return route.answer({ query, body: body.toString(), name });
  }

  /** Answered once the events are stored: from then on they reach every reader, whatever happens to this server. */
  async #trigger(read: ReturnType<typeof readTrigger>, isBatch: boolean): Promise<HttpAnswer> {
    if (read.isErr()) return refused(read.error.status, read.error.reason);
    const published = await this.#options.push.publish(...read.value.publications);
    if (published.isErr()) {
      return published.error.kind === 'unavailable'
        ? this.#unavailable(published.error)
        : refused(400, 'Invalid channel or event');
    }
    return this.#told(read.value, isBatch);
  }

  async #told({ publications, info }: Triggers, isBatch: boolean): Promise<HttpAnswer> {
    if (info.every((wanted) => wanted === '')) return answered({});
    const facts: Record<string, unknown>[] = [];
    for (const [index, { channel }] of publications.entries()) {
      const found = await this.#factsOf(channel, info[index] ?? '');
      if (found.kind === 'refused') return found.answer;
      facts.push(found.facts);
    }
    if (isBatch) return answered({ batch: facts });
    return answered({
      channels: Object.fromEntries(publications.map(({ channel }, index) => [channel, facts[index]])),
    });
  }

  async #channels(query: URLSearchParams): Promise<HttpAnswer> {
    const prefix = query.get('filter_by_prefix') ?? '';
    const info = query.get('info') ?? '';
    const wanted = wantedOf(info);
    if (wanted.has('user_count') && channelKind(prefix) !== 'presence') {
      return refused(400, 'user_count may only be requested for presence channels: filter_by_prefix=presence-');
    }
    const counts = await this.#options.peers.census(prefix);
    const channels: Record<string, unknown> = {};
    for (const [channel, count] of counts) {
      const users = wanted.has('user_count') ? await this.#options.registry.members(channel) : undefined;
      if (users?.isErr() === true) return this.#unavailable(users.error);
      channels[channel] = {
        ...(users?.isOk() === true ? { user_count: users.value.length } : {}),
        ...(wanted.has('subscription_count') ? { subscription_count: count } : {}),
      };
    }
    return answered({ channels });
  }

  async #channel(channel: string, query: URLSearchParams): Promise<HttpAnswer> {
    if (parseChannelName(channel).isErr()) return refused(400, 'Invalid channel name');
    const info = query.get('info') ?? '';
    if (wantedOf(info).has('user_count') && channelKind(channel) !== 'presence') {
      return refused(400, 'user_count may only be requested for presence channels');
    }
    const count = (await this.#options.peers.census(channel)).get(channel) ?? 0;
    const found = await this.#factsOf(channel, info, count);
    return found.kind === 'refused' ? found.answer : answered({ occupied: count > 0, ...found.facts });
  }

  /** What is asked about a channel, as far as it can be said of one of its kind. */
  async #factsOf(
    channel: string,
    info: string,
    known?: number,
  ): Promise<
    | { readonly kind: 'found'; readonly facts: Record<string, unknown> }
    | { readonly kind: 'refused'; readonly answer: HttpAnswer }
  > {
    const wanted = wantedOf(info);
    const facts: Record<string, unknown> = {};
    if (wanted.has('user_count') && channelKind(channel) === 'presence') {
      const users = await this.#options.registry.members(channel);
      if (users.isErr()) return { kind: 'refused', answer: this.#unavailable(users.error) };
      facts['user_count'] = users.value.length;
    }
    if (wanted.has('subscription_count')) {
      facts['subscription_count'] = known ?? (await this.#options.peers.census(channel)).get(channel) ?? 0;
    }
    return { kind: 'found', facts };
  }

  async #users(channel: string): Promise<HttpAnswer> {
    if (parseChannelName(channel).isErr()) return refused(400, 'Invalid channel name');
    if (channelKind(channel) !== 'presence') {
      return refused(400, 'Users can only be retrieved for presence channels');
    }
    const members = await this.#options.registry.members(channel);
    if (members.isErr()) return this.#unavailable(members.error);
    return answered({ users: members.value.map(({ userId }) => ({ id: userId })) });
  }

  async #terminate(userId: string): Promise<HttpAnswer> {
    await this.#options.sessions.terminate(userId);
    return answered({});
  }

  #unavailable({ retryAfter, cause }: { readonly retryAfter: number; readonly cause: unknown }): HttpAnswer {
    this.#options.onTrouble(cause);
    return refused(503, 'Not possible at present', { 'Retry-After': String(retryAfter) });
  }
}

function wantedOf(info: string): ReadonlySet<string> {
  return new Set(info.split(',').map((attribute) => attribute.trim()));
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
