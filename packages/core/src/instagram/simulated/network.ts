import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Clock } from '../../kernel/clock.ts';
import type { ActionKind } from '../channel.ts';
import type {
  GatewayFailure,
  GatewayPage,
  GatewayPageRequest,
  GatewaySession,
  InstagramGateway,
  GatewayPerson,
  Profile,
} from '../gateway.ts';
import { personKey } from '../instagram.ts';
import { chance, chosen } from './chance.ts';
import { characterOf, commentersOf, feedOf, hashtagPage, infoOf, likersOf, peoplePage } from './people.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * An action that reached the network.
 *
 * @example
 * ```ts
 * const sent: SentAction[] = [];
 * simulatedNetwork({ clock, seed: 7, record: (action) => sent.push(action) });
 * ```
 */
export interface SentAction {
  readonly at: Date;
  /** Who acted. */
  readonly username: string;
  readonly action: ActionKind;
  /** Whom it was done to. */
  readonly target: string;
  readonly key: string;
  /** An action with the same key was carried out before, and this one was not. */
  readonly duplicate: boolean;
}

/**
 * What a simulated network is like.
 *
 * @example
 * ```ts
 * const settings: SimulatedNetworkSettings = { clock, seed: 7, readsPerMinute: 600 };
 * ```
 */
export interface SimulatedNetworkSettings {
  readonly clock: Clock;
  /** The same seed makes the same people, and the same of them follow back. */
  readonly seed: number;
  /** How many reads an account may make in a minute; 6,000. */
  readonly readsPerMinute?: number;
  /** An account that carries out more actions than these in a minute is suspected; 60. */
  readonly actionsPerMinute?: number;
  /** How long an account stays suspected, in milliseconds; an hour. */
  readonly suspicion?: number;
  /** How likely it is that somebody follows back, by what was done to them. */
  readonly followBack?: Partial<Record<ActionKind, number>>;
  /** How many followers an account has; absent: as many as the seed says. */
  readonly followersOf?: (username: string) => number | undefined;
  /** Is told of every action that reaches the network and is not refused. */
  readonly record?: (action: SentAction) => void;
}

/**
 * A failure that is wanted.
 *
 * @example
 * ```ts
 * network.fail({ call: 'followers', failure: { kind: 'gateway-followers-failed' }, times: 2 });
 * ```
 */
export interface WantedFailure {
  /** Which call fails; absent: any. */
  readonly call?: keyof InstagramGateway;
  /** Whose calls fail; absent: anybody's. */
  readonly username?: string;
  readonly failure: GatewayFailure;
  /** How many calls fail; absent: one. */
  readonly times?: number;
  /** The action is carried out all the same: only its answer is lost. */
  readonly afterwards?: boolean;
}

/**
 * A network that is none: its people, their posts and who follows whom follow from a seed.
 *
 * @example
 * ```ts
 * const network: SimulatedNetwork = simulatedNetwork({ clock, seed: 7 });
 * network.suspect('instalogin');
 * ```
 */
export interface SimulatedNetwork extends InstagramGateway {
  /** Makes calls fail. */
  fail(wanted: WantedFailure): void;
  /** Suspects an account for a while. */
  suspect(username: string): void;
  /** What somebody looks like to an account, at once and whatever fails. */
  look(username: string, person: string): Profile;
  /** Who follows the account now because of what it did. */
  followersGained(username: string): readonly string[];
}

interface Follower {
  readonly username: string;
  readonly from: number;
  readonly until: number;
}

/** What an account that somebody logged in to has done. */
interface Member {
  readonly following: Map<string, boolean>;
  readonly gained: Map<string, Follower>;
  recentReads: number[];
  recentActions: number[];
  suspectedUntil: number;
}

const FOLLOW_BACK: Record<ActionKind, number> = { like: 0.06, comment: 0.12, follow: 0.25, unfollow: 0 };

const FAILING: readonly (readonly [prefix: string, failure: GatewayFailure])[] = [
  ['suspected', { kind: 'gateway-suspected' }],
  ['offline', { kind: 'gateway-request-failed' }],
  ['garbled', { kind: 'gateway-answer-unreadable' }],
];

const TOKEN = 'simulated:';

/**
 * Makes a network in memory. Any user name exists there. Any password logs in, but for `wrong-password`; names that
 * begin with `suspected`, `offline` or `garbled` answer every call with that failure.
 *
 * @example
 * ```ts
 * const gateway = simulatedNetwork({ clock: systemClock, seed: 7 });
 * createQuintet(memoryAdapters({ gateway }));
 * ```
 */
export function simulatedNetwork(settings: SimulatedNetworkSettings): SimulatedNetwork {
  const { clock, seed, readsPerMinute = 6000, actionsPerMinute = 60, suspicion = HOUR, record } = settings;
  const followBack = { ...FOLLOW_BACK, ...settings.followBack };
  const members = new Map<string, Member>();
  const keys = new Set<string>();
  const wanted: { failure: WantedFailure; left: number }[] = [];

  const memberOf = (username: string): Member => {
    const key = personKey(username);
    const known = members.get(key);
    if (known !== undefined) return known;
    const member: Member = {
      following: new Map(),
      gained: new Map(),
      recentReads: [],
      recentActions: [],
      suspectedUntil: 0,
    };
    members.set(key, member);
    return member;
  };

  const wantedFailure = (call: keyof InstagramGateway, username: string): WantedFailure | undefined => {
    const found = wanted.find(
      ({ failure, left }) =>
        left > 0 &&
        (failure.call === undefined || failure.call === call) &&
        (failure.username === undefined || personKey(failure.username) === personKey(username)),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.failure;
  };

  /** The failure that an account meets at any call; about whom it asks matters as much as who asks. */
  const refusal = (...usernames: readonly string[]): GatewayFailure | undefined => {
    const now = clock.now().getTime();
    for (const username of usernames) {
      const failing = FAILING.find(([prefix]) => personKey(username).startsWith(prefix));
      if (failing !== undefined) return failing[1];
    }
    const [asking] = usernames;
    const isSuspected = asking !== undefined && (members.get(personKey(asking))?.suspectedUntil ?? 0) > now;
    return isSuspected ? { kind: 'gateway-suspected' } : undefined;
  };

  const read = <T>(
    call: keyof InstagramGateway,
    { username, token }: GatewaySession,
    about: string,
    answer: (now: Date) => T,
  ): ResultAsync<T, GatewayFailure> => {
    const now = clock.now();
    const failure = wantedFailure(call, username)?.failure ?? refusal(username, about);
    if (failure !== undefined) return answered(err(failure));
    if (token !== `${TOKEN}${personKey(username)}`) return answered(err({ kind: 'gateway-login-failed' }));
    const member = memberOf(username);
    member.recentReads = recent(member.recentReads, now.getTime());
    if (member.recentReads.length >= readsPerMinute) {
      return answered(err({ kind: 'gateway-request-failed', retryAfter: MINUTE / 1000 }));
    }
    member.recentReads.push(now.getTime());
    return answered(ok(answer(now)));
  };

  /** What an action does, beside being recorded. */
  const effect = (username: string, action: ActionKind, target: string, now: number): void => {
    const member = memberOf(username);
    if (action === 'follow') member.following.set(target, true);
    if (action === 'unfollow') member.following.set(target, false);
    const texts = [username, action, target] as const;
    if (member.gained.has(target) || chance(seed, 'back', ...texts) >= followBack[action]) return;
    const from = now + chosen(1, 48 * 60, seed, 'delay', ...texts) * MINUTE;
    const leaves = chance(seed, 'leaves', ...texts) < 0.1;
    const until = leaves ? from + chosen(24, 20 * 24, seed, 'stays', ...texts) * HOUR : Infinity;
    member.gained.set(target, { username: target, from, until });
  };

  const act = (
    action: ActionKind,
    { username, token }: GatewaySession,
    key: string,
    target: string,
  ): ResultAsync<void, GatewayFailure> => {
    const now = clock.now();
    const failing = wantedFailure(action, username);
    if (failing !== undefined && failing.afterwards !== true) return answered(err(failing.failure));
    const refused = refusal(username, target);
    if (refused !== undefined) return answered(err(refused));
    if (token !== `${TOKEN}${personKey(username)}`) return answered(err({ kind: 'gateway-login-failed' }));
    const duplicate = keys.has(key);
    record?.({ at: now, username, action, target, key, duplicate });
    if (!duplicate) {
      keys.add(key);
      const member = memberOf(username);
      member.recentActions = [...recent(member.recentActions, now.getTime()), now.getTime()];
      effect(username, action, personKey(target), now.getTime());
      if (member.recentActions.length > actionsPerMinute) {
        member.suspectedUntil = now.getTime() + suspicion;
        return answered(err({ kind: 'gateway-suspected' }));
      }
    }
    return answered(failing === undefined ? ok(undefined) : err(failing.failure));
  };

  const gainedBy = (username: string, now: Date): readonly Follower[] =>
    [...(members.get(personKey(username))?.gained.values() ?? [])].filter(
      ({ from, until }) => from <= now.getTime() && now.getTime() < until,
    );

  const followerCount = (username: string): number =>
    settings.followersOf?.(username) ?? characterOf(seed, username).followers;

  /** Those who were gained come first, and then those who have always been there. */
  const followersPage = (
    username: string,
    now: Date,
    { cursor, limit }: GatewayPageRequest,
  ): GatewayPage<GatewayPerson> => {
    const start = cursor === null ? 0 : Number(cursor);
    const gained = gainedBy(username, now);
    const first = gained.slice(start, start + limit).map((follower) => ({ username: follower.username }));
    const left = limit - first.length;
    const own = peoplePage(seed, `followers ${personKey(username)}`, followerCount(username), {
      cursor: String(Math.max(0, start - gained.length)),
      limit: left,
    });
    const entries = first.length === 0 ? own.entries : [...first, ...own.entries];
    return { entries, cursor: own.cursor === null ? null : String(start + entries.length) };
  };

  const look = (username: string, person: string): Profile => {
    const own = [...(members.get(personKey(person))?.following.values() ?? [])].filter(Boolean).length;
    return {
      info: infoOf(seed, person, {
        followers: followerCount(person) + gainedBy(person, clock.now()).length,
        followings: characterOf(seed, person).followings + own,
      }),
      followed: isFollowing(seed, members.get(personKey(username)), username, person),
    };
  };

  return {
    login: ({ username, password }) => {
      const failure = wantedFailure('login', username)?.failure ?? refusal(username);
      if (failure !== undefined) return answered(err(failure));
      if (password === 'wrong-password') return answered(err({ kind: 'gateway-login-failed' }));
      return answered(ok({ username, token: `${TOKEN}${personKey(username)}` }));
    },

    profile: (session, username) => read('profile', session, username, () => look(session.username, username)),

    followers: (session, username, request) =>
      read('followers', session, username, (now) => followersPage(username, now, request)),

    followings: (session, username, request) =>
      read('followings', session, username, () =>
        peoplePage(seed, `followings ${personKey(username)}`, characterOf(seed, username).followings, request),
      ),

    hashtagFeed: (session, hashtag, request) =>
      read('hashtagFeed', session, '', (now) => hashtagPage(seed, hashtag, now, request)),

    userFeed: (session, username, request) =>
      read('userFeed', session, username, (now) => feedOf(seed, personKey(username), now, request)),

    likers: (session, postId, request) => read('likers', session, postId, () => likersOf(seed, postId, request)),

    commenters: (session, postId, request) =>
      read('commenters', session, postId, () => commentersOf(seed, postId, request)),

    like: (session, { key, postId }) => act('like', session, key, authorOf(postId)),
    comment: (session, { key, postId }) => act('comment', session, key, authorOf(postId)),
    follow: (session, { key, username }) => act('follow', session, key, personKey(username)),
    unfollow: (session, { key, username }) => act('unfollow', session, key, personKey(username)),

    fail: (failure) => {
      wanted.push({ failure, left: failure.times ?? 1 });
    },

    suspect: (username) => {
      memberOf(username).suspectedUntil = clock.now().getTime() + suspicion;
    },

    look,

    followersGained: (username) => gainedBy(username, clock.now()).map(({ username }) => username),
  };
}

function answered<T>(result: Result<T, GatewayFailure>): ResultAsync<T, GatewayFailure> {
  return new ResultAsync(Promise.resolve(result));
}

/** The moments of the last minute. */
function recent(moments: readonly number[], now: number): number[] {
  return moments.filter((moment) => moment > now - MINUTE);
}

/** Whose post it is. */
function authorOf(postId: string): string {
  return postId.replace(/(?:-tag)?-\d+$/u, '');
}

/** Whether an account follows somebody: because it did so, or because it always has. */
function isFollowing(seed: number, member: Member | undefined, username: string, person: string): boolean {
  return (
    member?.following.get(personKey(person)) ?? chance(seed, 'follows', personKey(username), personKey(person)) < 0.02
  );
}
