import type { ResultAsync } from 'neverthrow';
import type { InstagramInfo } from './instagram.ts';

/**
 * The network could not be reached, took too long, or wants to be left alone for a while. Of an action it is not known
 * whether it was carried out.
 *
 * @example
 * ```ts
 * const busy: GatewayRequestFailed = { kind: 'gateway-request-failed', retryAfter: 60, cause: response };
 * ```
 */
export interface GatewayRequestFailed {
  readonly kind: 'gateway-request-failed';
  /** Whole seconds after which it is worth trying again, where the network said so. */
  readonly retryAfter?: number;
  /** What the adapter saw; for logs, never for answers. */
  readonly cause?: unknown;
}

/**
 * The network refuses the name and password, or no longer knows the session.
 *
 * @example
 * ```ts
 * await gateway.login({ username: 'ann', password: 'wrong-password' }); // Err({ kind: 'gateway-login-failed' })
 * ```
 */
export interface GatewayLoginFailed {
  readonly kind: 'gateway-login-failed';
}

/**
 * The network answered, and nobody can make sense of it.
 *
 * @example
 * ```ts
 * const failure: GatewayAnswerUnreadable = { kind: 'gateway-answer-unreadable', cause: error };
 * ```
 */
export interface GatewayAnswerUnreadable {
  readonly kind: 'gateway-answer-unreadable';
  /** What the adapter saw; for logs, never for answers. */
  readonly cause?: unknown;
}

/**
 * The network does not give this list of people.
 *
 * @example
 * ```ts
 * const failure: GatewayFollowersFailed = { kind: 'gateway-followers-failed' };
 * ```
 */
export interface GatewayFollowersFailed {
  readonly kind: 'gateway-followers-failed';
}

/**
 * The network takes the account for a machine.
 *
 * @example
 * ```ts
 * const failure: GatewaySuspected = { kind: 'gateway-suspected' };
 * ```
 */
export interface GatewaySuspected {
  readonly kind: 'gateway-suspected';
}

/**
 * Every way a call of the gateway can fail.
 *
 * @example
 * ```ts
 * const code: Record<GatewayFailure['kind'], number> = {
 *   'gateway-request-failed': 1010,
 *   'gateway-login-failed': 1020,
 *   'gateway-answer-unreadable': 1030,
 *   'gateway-followers-failed': 1040,
 *   'gateway-suspected': 1050,
 * };
 * ```
 */
export type GatewayFailure =
  | GatewayRequestFailed
  | GatewayLoginFailed
  | GatewayAnswerUnreadable
  | GatewayFollowersFailed
  | GatewaySuspected;

/**
 * What a login gives, and every other call is handed.
 *
 * @example
 * ```ts
 * const session: GatewaySession = (await gateway.login({ username, password }))._unsafeUnwrap();
 * ```
 */
export interface GatewaySession {
  readonly username: string;
  /** A secret of the gateway's own: never logged. */
  readonly token: string;
}

/**
 * Which part of a list is wanted.
 *
 * @example
 * ```ts
 * const first: GatewayPageRequest = { cursor: null, limit: 1000 };
 * ```
 */
export interface GatewayPageRequest {
  /** What the page before answered; `null`: the first page. */
  readonly cursor: string | null;
  /** How many entries at most. */
  readonly limit: number;
}

/**
 * A part of a list.
 *
 * @example
 * ```ts
 * const isLast = ({ cursor }: GatewayPage<unknown>) => cursor === null;
 * ```
 */
export interface GatewayPage<T> {
  readonly entries: readonly T[];
  /** Where the next page begins; `null`: there is none. */
  readonly cursor: string | null;
}

/**
 * Someone in a list.
 *
 * @example
 * ```ts
 * const person: GatewayPerson = { username: 'natgeo' };
 * ```
 */
export interface GatewayPerson {
  readonly username: string;
}

/**
 * A post in a list; lists have the newest first.
 *
 * @example
 * ```ts
 * const post: Post = { id: '17', author: 'natgeo', takenAt: new Date('2026-11-22T08:00:00Z') };
 * ```
 */
export interface Post {
  readonly id: string;
  readonly author: string;
  readonly takenAt: Date;
}

/**
 * A profile, as the account sees it whose session asks.
 *
 * @example
 * ```ts
 * const mayBeFollowed = ({ info, followed }: Profile) => !info.isPrivate && !followed;
 * ```
 */
export interface Profile {
  readonly info: InstagramInfo;
  /** The account follows this one. */
  readonly followed: boolean;
}

/**
 * What every action carries.
 *
 * @example
 * ```ts
 * const order: ActionOrder = { key: 'V1StGXR8_Z5jdHi6B-myTw', timeout: 15_000 };
 * ```
 */
export interface ActionOrder {
  /** An idempotency key: the network carries out one action with it, whatever comes twice. */
  readonly key: string;
  /** Milliseconds after which the adapter must have given up: from then on nothing is sent any more. */
  readonly timeout: number;
}

/**
 * The way to a network. Reads may be tried again by the adapter; an action is sent once, and never again.
 *
 * @example
 * ```ts
 * const gateway: InstagramGateway = simulatedNetwork({ clock, seed: 7 });
 * const session = (await gateway.login({ username: 'ann', password: 'secret' }))._unsafeUnwrap();
 * await gateway.follow(session, { username: 'natgeo', key: random.identifier(), timeout: 15_000 });
 * ```
 */
export interface InstagramGateway {
  login(credentials: {
    readonly username: string;
    readonly password: string;
  }): ResultAsync<GatewaySession, GatewayFailure>;

  profile(session: GatewaySession, username: string): ResultAsync<Profile, GatewayFailure>;

  followers(
    session: GatewaySession,
    username: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<GatewayPerson>, GatewayFailure>;

  followings(
    session: GatewaySession,
    username: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<GatewayPerson>, GatewayFailure>;

  /** Posts under a hashtag, which is given without `#`. */
  hashtagFeed(
    session: GatewaySession,
    hashtag: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<Post>, GatewayFailure>;

  /** Somebody's posts. */
  userFeed(
    session: GatewaySession,
    username: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<Post>, GatewayFailure>;

  /** Who likes a post. */
  likers(
    session: GatewaySession,
    postId: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<GatewayPerson>, GatewayFailure>;

  /** Who commented on a post; somebody may be there several times. */
  commenters(
    session: GatewaySession,
    postId: string,
    page: GatewayPageRequest,
  ): ResultAsync<GatewayPage<GatewayPerson>, GatewayFailure>;

  like(session: GatewaySession, order: ActionOrder & { readonly postId: string }): ResultAsync<void, GatewayFailure>;

  comment(
    session: GatewaySession,
    order: ActionOrder & { readonly postId: string; readonly text: string },
  ): ResultAsync<void, GatewayFailure>;

  follow(
    session: GatewaySession,
    order: ActionOrder & { readonly username: string },
  ): ResultAsync<void, GatewayFailure>;

  unfollow(
    session: GatewaySession,
    order: ActionOrder & { readonly username: string },
  ): ResultAsync<void, GatewayFailure>;
}
