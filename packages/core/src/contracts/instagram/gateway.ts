import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { GatewayFailure, GatewayPage, GatewayPageRequest, GatewaySession } from '../../instagram/gateway.ts';
import type { ResultAsync } from 'neverthrow';
import { refused, valueOf } from '../outcome.ts';
import type { Harness, TestRunner } from '../runner.ts';
import { openSubject } from '../subject.ts';

/**
 * What every `InstagramGateway` must do, on a network that behaves as the simulated one does: any user name exists, any
 * password but `wrong-password` logs in, and user names that begin with `suspected`, `offline` or `garbled` answer with
 * that failure. Resolves `PORTS.gateway`.
 *
 * @example
 * ```ts
 * gatewayContract({ describe, test, beforeAll, afterAll }, open);
 * ```
 */
export function gatewayContract(runner: TestRunner, open: Harness): void {
  const { describe, test } = runner;
  describe('contract of InstagramGateway', () => {
    const { ports } = openSubject(runner, open);
    const logIn = (username = `contract_${randomUUID()}`): Promise<GatewaySession> =>
      valueOf(ports.gateway.login({ username, password: 'secret' }));
    const order = (): { readonly key: string; readonly timeout: number } => ({ key: randomUUID(), timeout: 10_000 });
    const FIRST: GatewayPageRequest = { cursor: null, limit: 1000 };

    test('logs in, and tells who is logged in', async () => {
      const session = await logIn('Contract_Ann');
      assert.equal(session.username, 'Contract_Ann');
      const { info, followed } = await valueOf(ports.gateway.profile(session, 'Contract_Ann'));
      assert.equal(info.username, 'Contract_Ann');
      for (const count of [info.mediaCount, info.followerCount, info.followingCount, info.pk]) {
        assert.ok(Number.isSafeInteger(count) && count >= 0);
      }
      assert.equal(typeof info.isPrivate, 'boolean');
      assert.equal(typeof followed, 'boolean');
      assert.ok(Array.isArray(info.hdProfilePicVersions));
    });

    test('refuses a wrong password', async () => {
      const credentials = { username: 'contract_ann', password: 'wrong-password' };
      await refused(ports.gateway.login(credentials), 'gateway-login-failed');
    });

    for (const [prefix, kind] of [
      ['suspected', 'gateway-suspected'],
      ['offline', 'gateway-request-failed'],
      ['garbled', 'gateway-answer-unreadable'],
    ] as const) {
      test(`tells what ails a user name that begins with ${prefix}`, async () => {
        const username = `${prefix}_${randomUUID()}`;
        await refused(ports.gateway.login({ username, password: 'secret' }), kind);
        const session = await logIn();
        await refused(ports.gateway.profile(session, username), kind);
        await refused(ports.gateway.followers(session, username, FIRST), kind);
      });
    }

    test('refuses a session that it never gave', async () => {
      const session = { username: 'contract_ben', token: 'made up' };
      await refused(ports.gateway.profile(session, 'natgeo'), 'gateway-login-failed');
      await refused(ports.gateway.follow(session, { ...order(), username: 'natgeo' }), 'gateway-login-failed');
    });

    const readAll = async <T>(
      read: (request: GatewayPageRequest) => ResultAsync<GatewayPage<T>, GatewayFailure>,
      limit: number,
    ): Promise<readonly T[]> => {
      const all: T[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < 200; pages += 1) {
        const page: GatewayPage<T> = await valueOf(read({ cursor, limit }));
        assert.ok(page.entries.length <= limit);
        all.push(...page.entries);
        if (page.cursor === null) return all;
        cursor = page.cursor;
      }
      return assert.fail('the list has no end');
    };

    for (const list of ['followers', 'followings'] as const) {
      test(`gives all ${list} in pages, each once, and the same however long the pages are`, async () => {
        const session = await logIn();
        const long = await readAll((request) => ports.gateway[list](session, 'source', request), 1000);
        const short = await readAll((request) => ports.gateway[list](session, 'source', request), 177);
        const names = long.map(({ username }) => username);
        assert.ok(names.length > 0);
        assert.equal(new Set(names).size, names.length);
        assert.deepEqual(short, long);
      });
    }

    test('gives posts, and who likes and comments on them', async () => {
      const session = await logIn();
      const { entries: tagged } = await valueOf(ports.gateway.hashtagFeed(session, 'sea', { cursor: null, limit: 50 }));
      assert.equal(tagged.length, 50);
      for (const { author, takenAt } of tagged) assert.ok(author !== '' && !Number.isNaN(takenAt.getTime()));
      const posts = await readAll((request) => ports.gateway.userFeed(session, 'source', request), 100);
      const [post] = posts;
      assert.ok(post !== undefined);
      const moments = posts.map(({ takenAt }) => takenAt.getTime());
      assert.deepEqual(
        moments,
        moments.toSorted((one, other) => other - one),
      );
      assert.ok(posts.every(({ author }) => author === 'source'));
      assert.ok((await readAll((request) => ports.gateway.likers(session, post.id, request), 1000)).length > 0);
      assert.ok((await readAll((request) => ports.gateway.commenters(session, post.id, request), 1000)).length > 0);
    });

    test('carries actions out', async () => {
      const session = await logIn();
      const followed = async (): Promise<boolean> => (await valueOf(ports.gateway.profile(session, 'source'))).followed;
      await valueOf(ports.gateway.follow(session, { ...order(), username: 'source' }));
      assert.equal(await followed(), true);
      await valueOf(ports.gateway.unfollow(session, { ...order(), username: 'source' }));
      assert.equal(await followed(), false);
      const { entries } = await valueOf(ports.gateway.userFeed(session, 'source', FIRST));
      const postId = entries[0]?.id ?? assert.fail('no post');
      await valueOf(ports.gateway.like(session, { ...order(), postId }));
      await valueOf(ports.gateway.comment(session, { ...order(), postId, text: 'Wonderful 🏔️ "quoted"\n' }));
    });

    test('carries an action out once, however often its key comes', async () => {
      const session = await logIn();
      const once = { ...order(), username: 'source' };
      await valueOf(ports.gateway.follow(session, once));
      await valueOf(ports.gateway.unfollow(session, { ...order(), username: 'source' }));
      await valueOf(ports.gateway.follow(session, once));
      assert.equal((await valueOf(ports.gateway.profile(session, 'source'))).followed, false);
    });
  });
}
