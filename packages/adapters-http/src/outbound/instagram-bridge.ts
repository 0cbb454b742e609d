import type {
  ActionOrder,
  GatewayFailure,
  GatewayPage,
  GatewayPageRequest,
  GatewaySession,
  InstagramGateway,
  GatewayPerson,
  Post,
} from '@quintet/core';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import {
  BridgeConnection,
  BridgeFault,
  type BridgeAnswer,
  type BridgeCall,
  type BridgePatience,
} from './bridge/connection.ts';
import {
  BRIDGE_ERRORS,
  DONE,
  infoOf,
  PEOPLE,
  postOf,
  POSTS,
  PROFILE,
  REFUSAL,
  SESSION,
  type BridgeError,
  type PostJson,
  type ProfileJson,
} from './bridge/protocol.ts';

/** Where a bridge is, and how patient one is with it. */
export interface InstagramBridgeOptions extends Partial<BridgePatience> {
  /** With or without a closing slash. */
  readonly url: string;
}

/** Ten seconds a call, two new tries of a read, and half a minute of rest after five calls without an answer. */
const PATIENCE: BridgePatience = {
  timeout: 10_000,
  retries: 2,
  pause: 200,
  longestPause: 2_000,
  failures: 5,
  rest: 30_000,
};

type Outcome<T> = ResultAsync<T, GatewayFailure>;

/**
 * A network behind a bridge that speaks JSON over HTTP; `docs/instagram-bridge.json` has the protocol. Reads are tried
 * again; an action is sent once, and where its answer is lost nobody knows whether it was carried out.
 *
 * @example
 * ```ts
 * const gateway = createInstagramBridge({ url: 'http://127.0.0.1:4100', timeout: 5000 });
 * createQuintet(memoryAdapters({ gateway }));
 * ```
 */
export function createInstagramBridge({ url, ...patience }: InstagramBridgeOptions): InstagramGateway {
  const connection = new BridgeConnection(url.replace(/\/+$/u, ''), { ...PATIENCE, ...patience });

  const read = <T>({ token }: GatewaySession, path: string, query: Query, schema: TSchema): Outcome<T> =>
    asked(connection.read({ method: 'GET', path: path + queryOf(query), session: token }), schema);

  const people = (session: GatewaySession, path: string, query: Query): Outcome<GatewayPage<GatewayPerson>> =>
    read<GatewayPage<GatewayPerson>>(session, path, query, PEOPLE).map(({ entries, cursor }) => ({
      entries: entries.map(({ username }) => ({ username })),
      cursor,
    }));

  const posts = (session: GatewaySession, path: string, query: Query): Outcome<GatewayPage<Post>> =>
    read<GatewayPage<PostJson>>(session, path, query, POSTS).andThen(({ entries, cursor }) => {
      const readable = entries.map(postOf).filter((post) => post !== undefined);
      return readable.length === entries.length
        ? ok({ entries: readable, cursor })
        : err({ kind: 'gateway-answer-unreadable' as const, cause: new Error('a post has no time') });
    });

  const act = ({ token }: GatewaySession, { key, timeout }: ActionOrder, action: object): Outcome<void> => {
    const call: BridgeCall = { method: 'POST', path: '/v1/actions', session: token, key, body: action, timeout };
    return asked(connection.act(call), DONE).map(() => undefined);
  };

  return {
    login: ({ username, password }) => {
      // Not a read: who asks again and again whether a password is right is suspected.
      const call: BridgeCall = { method: 'POST', path: '/v1/sessions', body: { username, password } };
      return asked<{ readonly session: string }>(connection.act(call), SESSION).map(({ session }) => ({
        username,
        token: session,
      }));
    },
    profile: (session, username) =>
      read<ProfileJson>(session, '/v1/profile', { username }, PROFILE).map(({ info, followed }) => ({
        info: infoOf(info),
        followed,
      })),
    followers: (session, username, page) => people(session, '/v1/followers', { username, ...page }),
    followings: (session, username, page) => people(session, '/v1/followings', { username, ...page }),
    hashtagFeed: (session, hashtag, page) => posts(session, '/v1/hashtag-feed', { hashtag, ...page }),
    userFeed: (session, username, page) => posts(session, '/v1/user-feed', { username, ...page }),
    likers: (session, post, page) => people(session, '/v1/likers', { post, ...page }),
    commenters: (session, post, page) => people(session, '/v1/commenters', { post, ...page }),
    like: (session, { postId, ...order }) => act(session, order, { kind: 'like', post: postId }),
    comment: (session, { postId, text, ...order }) => act(session, order, { kind: 'comment', post: postId, text }),
    follow: (session, { username, ...order }) => act(session, order, { kind: 'follow', username }),
    unfollow: (session, { username, ...order }) => act(session, order, { kind: 'unfollow', username }),
  };
}

type Query = Partial<GatewayPageRequest> & Readonly<Record<string, string | number | null | undefined>>;

function queryOf(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) given.set(name, String(value));
  }
  return `?${given.toString()}`;
}

function asked<T>(answer: Promise<BridgeAnswer>, schema: TSchema): Outcome<T> {
  return ResultAsync.fromPromise(answer, failureOf).andThen((answer) => meaningOf<T>(answer, schema));
}

/** What a bridge that gave no answer comes to. */
function failureOf(error: unknown): GatewayFailure {
  if (!(error instanceof BridgeFault)) throw error;
  if (error.kind === 'unreadable') return { kind: 'gateway-answer-unreadable', cause: error };
  const retryAfter = error.retryAfter === undefined ? {} : { retryAfter: Math.ceil(error.retryAfter / 1000) };
  return { kind: 'gateway-request-failed', ...retryAfter, cause: error };
}

/** What an answer says. */
function meaningOf<T>({ status, body }: BridgeAnswer, schema: TSchema): Result<T, GatewayFailure> {
  const isGood = status >= 200 && status < 300;
  // the schemas are those of the types
  if (isGood && fits(schema, body)) return ok(body as T);
  if (!isGood && fits(REFUSAL, body)) {
    const { error } = body as { readonly error: BridgeError };
    return err({ kind: BRIDGE_ERRORS[error].kind });
  }
  const cause = new Error(`the bridge answered ${status} in a form that is not of the protocol`);
  if (status >= 500) return err({ kind: 'gateway-request-failed', cause });
  return err({ kind: 'gateway-answer-unreadable', cause });
}

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { password: true, 'date-time': true } });
const compiled = new Map<TSchema, ValidateFunction>();

/** Compiled when it is first needed: a server without a bridge never does. */
function fits(schema: TSchema, body: unknown): boolean {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(body);
}
