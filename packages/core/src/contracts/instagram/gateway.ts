import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type {
  GatewayFailure,
  GatewayPage,
  GatewayPageRequest,
  GatewaySession,
  InstagramGateway,
  Post,
} from '../../instagram/gateway.ts';
import type { ResultAsync } from 'neverthrow';
import { refused, valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

/**
 * Who and what there is on the network that a gateway is tried with.
 *
 * @example
 * ```ts
 * const sample: GatewaySample = {
 *   credentials: { username: 'ann', password: 'secret' },
 *   refused: { username: 'ann', password: 'wrong-password' },
 *   account: 'natgeo',
 *   hashtag: 'sea',
 *   odd: [],
 *   failing: {},
 * };
 * ```
 */
export interface GatewaySample {
  /** An account that may be logged in to, and acted for. */
  readonly credentials: { readonly username: string; readonly password: string };
  /** A name and a password that are refused. */
  readonly refused: { readonly username: string; readonly password: string };
  /** Somebody who has posts, followers and followings, and whom the account may follow. */
  readonly account: string;
  /** A hashtag, without `#`, that posts are under. */
  readonly hashtag: string;
  /** Further people, whose names are odd: with characters that mean something in addresses. */
  readonly odd: readonly string[];
  /** Names that the network answers with a failure, by the failure. */
  readonly failing: Partial<Record<GatewayFailure['kind'], string>>;
}

/**
 * What there is on the simulated network.
 *
 * @example
 * ```ts
 * const sample: GatewaySample = { ...SIMULATED_SAMPLE, account: 'nasa' };
 * ```
 */
export const SIMULATED_SAMPLE: GatewaySample = {
  credentials: { username: 'instalogin', password: 'instapassword' },
  refused: { username: 'instalogin', password: 'wrong-password' },
  account: 'natgeo',
  hashtag: 'sea',
  odd: ['..', '.', 'a/b?c#d&e=f+g%20', 'Zürich 🏔️', '__proto__'],
  failing: {
    'gateway-suspected': 'suspected.one',
    'gateway-request-failed': 'offline.one',
    'gateway-answer-unreadable': 'garbled.one',
  },
};

type List<T> = (session: GatewaySession, page: GatewayPageRequest) => ResultAsync<GatewayPage<T>, GatewayFailure>;

/** Lists are read that far, and no farther: a network may have more people than there is time for. */
const MOST_PAGES = 200;
const LIMIT = 50;
const TIMEOUT = 10_000;

/**
 * What every `InstagramGateway` must do. Resolves `PORTS.gateway`.
 *
 * @param sample - What there is on the network; what there is on the simulated one unless given.
 *
 * @example
 * ```ts
 * const open: Harness = async (clock) => ({
 *   resolve: memoryAdapters({ gateway: simulatedNetwork({ clock, seed: 7 }) }),
 *   close: async () => {},
 * });
 *
 * gatewayContract({ describe, test, beforeAll, afterAll }, open);
 * ```
 */
export function gatewayContract(runner: TestRunner, open: Harness, sample: GatewaySample = SIMULATED_SAMPLE): void {
  const { describe, test } = runner;
  const { account, hashtag } = sample;
  describe('contract of InstagramGateway', () => {
    const { ports } = openSubject(runner, open);
    const logIn = (): Promise<GatewaySession> => valueOf(ports.gateway.login(sample.credentials));
    const order = (): { readonly key: string; readonly timeout: number } => ({ key: randomUUID(), timeout: TIMEOUT });

    test('gives a session for a name and its password', async () => {
      const session = await logIn();
      assert.equal(session.username, sample.credentials.username);
      assert.equal(typeof session.token, 'string');
      assert.notEqual(session.token, '');
    });

    test('refuses a wrong password', async () => {
      await refused(ports.gateway.login(sample.refused), 'gateway-login-failed');
    });

    test('refuses a session that it did not give', async () => {
      const { username } = sample.credentials;
      const stranger: GatewaySession = { username, token: 'nobody gave this' };
      await refused(ports.gateway.profile(stranger, account), 'gateway-login-failed');
      await refused(ports.gateway.followers(stranger, account, firstPage(LIMIT)), 'gateway-login-failed');
      await refused(ports.gateway.follow(stranger, { ...order(), username: account }), 'gateway-login-failed');
    });

    test('tells of somebody', async () => {
      const { info, followed } = await valueOf(ports.gateway.profile(await logIn(), account));
      assert.equal(info.username, account);
      for (const count of [info.mediaCount, info.followerCount, info.followingCount]) {
        assert.ok(Number.isInteger(count) && count > 0, `a count is ${count}`);
      }
      for (const flag of [info.isPrivate, info.isBusiness, info.isVerified, followed]) {
        assert.equal(typeof flag, 'boolean');
      }
      assert.ok(Array.isArray(info.hdProfilePicVersions));
    });

    const people: Readonly<Record<string, (gateway: InstagramGateway) => List<{ readonly username: string }>>> = {
      followers: (gateway) => (session, page) => gateway.followers(session, account, page),
      followings: (gateway) => (session, page) => gateway.followings(session, account, page),
    };
    for (const [name, list] of Object.entries(people)) {
      test(`lists ${name} in pages, each of them once, and comes to an end`, async () => {
        const all = await readAll(list(ports.gateway), await logIn(), LIMIT);
        const names = all.map(({ username }) => username);
        assert.ok(names.length > 0);
        assert.ok(names.every((username) => typeof username === 'string' && username !== ''));
        assert.equal(new Set(names).size, names.length);
      });
    }

    test('gives the same list in pages of any size', async () => {
      const session = await logIn();
      const list: List<{ readonly username: string }> = (session, page) =>
        ports.gateway.followings(session, account, page);
      const small = await readAll(list, session, 7);
      const large = await readAll(list, session, 1000);
      assert.deepEqual(small, large.slice(0, small.length));
    });

    test("lists somebody's posts, the newest first", async () => {
      const posts = await readAll(
        (session, page) => ports.gateway.userFeed(session, account, page),
        await logIn(),
        LIMIT,
      );
      assert.ok(posts.length > 0);
      assert.ok(posts.every(({ author }) => author === account));
      assert.equal(new Set(posts.map(({ id }) => id)).size, posts.length);
      ordered(posts);
    });

    test('lists posts under a hashtag, the newest first', async () => {
      const page = await valueOf(ports.gateway.hashtagFeed(await logIn(), hashtag, firstPage(LIMIT)));
      assert.ok(page.entries.length > 0);
      assert.ok(page.entries.every(({ author, id }) => author !== '' && id !== ''));
      ordered(page.entries);
    });

    test('lists who likes a post, and who commented on it', async () => {
      const session = await logIn();
      const [post] = (await valueOf(ports.gateway.userFeed(session, account, firstPage(LIMIT)))).entries;
      const postId = post?.id ?? assert.fail('there is no post');
      const likers = await readAll((session, page) => ports.gateway.likers(session, postId, page), session, LIMIT);
      const commenters = await readAll(
        (session, page) => ports.gateway.commenters(session, postId, page),
        session,
        LIMIT,
      );
      assert.ok([...likers, ...commenters].every(({ username }) => username !== ''));
      assert.equal(new Set(likers.map(({ username }) => username)).size, likers.length);
    });

    test('follows somebody and unfollows them', async () => {
      const session = await logIn();
      const isFollowed = async (): Promise<boolean> =>
        (await valueOf(ports.gateway.profile(session, account))).followed;
      await valueOf(ports.gateway.follow(session, { ...order(), username: account }));
      assert.equal(await isFollowed(), true);
      await valueOf(ports.gateway.unfollow(session, { ...order(), username: account }));
      assert.equal(await isFollowed(), false);
    });

    test('does what comes twice with one key once', async () => {
      const session = await logIn();
      const followed = order();
      await valueOf(ports.gateway.follow(session, { ...followed, username: account }));
      await valueOf(ports.gateway.unfollow(session, { ...order(), username: account }));
      await valueOf(ports.gateway.follow(session, { ...followed, username: account }));
      assert.equal((await valueOf(ports.gateway.profile(session, account))).followed, false);
    });

    test('likes a post, and comments on it', async () => {
      const session = await logIn();
      const [post] = (await valueOf(ports.gateway.userFeed(session, account, firstPage(1)))).entries;
      const postId = post?.id ?? assert.fail('there is no post');
      await valueOf(ports.gateway.like(session, { ...order(), postId }));
      await valueOf(ports.gateway.comment(session, { ...order(), postId, text: 'Schön! 🌊 "q" \\ \n' }));
    });

    for (const username of sample.odd) {
      test(`tells of ${JSON.stringify(username)}`, async () => {
        const session = await logIn();
        assert.equal((await valueOf(ports.gateway.profile(session, username))).info.username, username);
        await valueOf(ports.gateway.followers(session, username, firstPage(LIMIT)));
        await valueOf(ports.gateway.hashtagFeed(session, username, firstPage(LIMIT)));
      });
    }

    for (const [kind, username] of Object.entries(sample.failing) as [GatewayFailure['kind'], string][]) {
      test(`answers ${kind}, at login as at any call`, async () => {
        const { password } = sample.credentials;
        await refused(ports.gateway.login({ username, password }), kind);
        await refused(ports.gateway.profile(await logIn(), username), kind);
        await refused(ports.gateway.followers(await logIn(), username, firstPage(LIMIT)), kind);
        await refused(ports.gateway.follow(await logIn(), { ...order(), username }), kind);
      });
    }
  });
}

function firstPage(limit: number): GatewayPageRequest {
  return { cursor: null, limit };
}

/** Reads a list from page to page; no page may be larger than was asked for, and no cursor may come twice. */
async function readAll<T>(list: List<T>, session: GatewaySession, limit: number): Promise<readonly T[]> {
  const all: T[] = [];
  const cursors = new Set<string>();
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: GatewayPage<T> = await valueOf(list(session, { cursor, limit }));
    assert.ok(page.entries.length <= limit, `a page of ${limit} has ${page.entries.length} entries`);
    all.push(...page.entries);
    if (page.cursor === null) return all;
    assert.ok(!cursors.has(page.cursor), `the cursor ${page.cursor} comes twice`);
    cursors.add(page.cursor);
    ({ cursor } = page);
  }
  return all;
}

function ordered(posts: readonly Post[]): void {
  const times = posts.map(({ takenAt }) => takenAt.getTime());
  assert.ok(times.every((time) => Number.isFinite(time)));
  assert.deepEqual(
    times,
    times.toSorted((one, other) => other - one),
  );
}
