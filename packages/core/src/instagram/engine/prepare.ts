import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { RandomNumbers } from '../../kernel/random-numbers.ts';
import type { Channel } from '../channel.ts';
import type { ActionOrder, GatewayFailure, GatewaySession, InstagramGateway, Post } from '../gateway.ts';
import { personKey } from '../instagram.ts';
import type { SkipReason } from '../journal.ts';
import type { InstagramSettings } from '../settings.ts';

/** How many posts are looked at for the latest; the first ones may be pinned. */
const LATEST_PAGE = 12;

/** What is to be done with somebody: they are left out, or something is ready to be sent. */
export type Prepared =
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | { readonly kind: 'ready'; readonly send: (order: ActionOrder) => ResultAsync<void, GatewayFailure> };

/** Looks at somebody, by reads alone, and tells what is to be done with them. */
export async function prepare(
  { gateway, randomNumbers }: { readonly gateway: InstagramGateway; readonly randomNumbers: RandomNumbers },
  { fewestPosts, oldestPost }: Pick<InstagramSettings, 'fewestPosts' | 'oldestPost'>,
  session: GatewaySession,
  { action, comments }: Channel,
  target: string,
  now: Date,
): Promise<Result<Prepared, GatewayFailure>> {
  if (personKey(target) === personKey(session.username)) return skip('self');
  const profile = await gateway.profile(session, target);
  if (profile.isErr()) return err(profile.error);
  const { info, followed } = profile.value;
  if (info.isPrivate) return skip('private');
  if (info.mediaCount < fewestPosts) return skip('few-posts');
  if (action === 'unfollow' && !followed) return skip('not-followed');
  if (action !== 'unfollow' && followed) return skip('followed');

  switch (action) {
    case 'follow':
      return ready((order) => gateway.follow(session, { ...order, username: target }));
    case 'unfollow':
      return ready((order) => gateway.unfollow(session, { ...order, username: target }));
    case 'like':
    case 'comment': {
      const feed = await gateway.userFeed(session, target, { cursor: null, limit: LATEST_PAGE });
      if (feed.isErr()) return err(feed.error);
      const post = latest(feed.value.entries, new Date(now.getTime() - oldestPost));
      if (post === undefined) return skip('no-post');
      if (action === 'like') return ready((order) => gateway.like(session, { ...order, postId: post.id }));
      const text = comments[Math.floor(randomNumbers.fraction() * comments.length)];
      if (text === undefined) return skip('no-post');
      return ready((order) => gateway.comment(session, { ...order, postId: post.id, text }));
    }
  }
}

function latest(posts: readonly Post[], oldest: Date): Post | undefined {
  let latest: Post | undefined;
  for (const post of posts) {
    if (post.takenAt >= oldest && (latest === undefined || post.takenAt > latest.takenAt)) latest = post;
  }
  return latest;
}

function skip(reason: SkipReason): Result<Prepared, never> {
  return ok({ kind: 'skip', reason });
}

function ready(send: (order: ActionOrder) => ResultAsync<void, GatewayFailure>): Result<Prepared, never> {
  return ok({ kind: 'ready', send });
}
