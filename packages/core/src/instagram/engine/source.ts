import type { ResultAsync } from 'neverthrow';
import type { Channel } from '../channel.ts';
import type { GatewayFailure, GatewayPage, GatewaySession, InstagramGateway, GatewayPerson } from '../gateway.ts';
import { personKey } from '../instagram.ts';
import type { InstagramSettings } from '../settings.ts';

/** How many posts of an account are looked at for people at a time. */
const FEED_PAGE = 50;

/** A page of a channel's source. */
export interface SourcePage {
  readonly people: readonly string[];
  readonly cursor: string | null;
  readonly exhausted: boolean;
}

/** How far the people around an account's posts have been read. */
interface PostsCursor {
  /** Where the next page of posts begins. */
  readonly feed: string | null;
  /** There are no more posts of the last year. */
  readonly ended: boolean;
  /** Posts whose people are still to be read. */
  readonly posts: readonly string[];
  /** Where the next page of people of the first of them begins. */
  readonly page: string | null;
}

const AT_THE_BEGINNING: PostsCursor = { feed: null, ended: false, posts: [], page: null };

/** Reads one more page of a channel's source, by one call of the gateway. */
export function readSource(
  gateway: InstagramGateway,
  session: GatewaySession,
  channel: Channel,
  { pageSize, oldestPost }: Pick<InstagramSettings, 'pageSize' | 'oldestPost'>,
  now: Date,
): ResultAsync<SourcePage, GatewayFailure> {
  const { target, value, cursor } = channel;
  const request = { cursor, limit: pageSize };
  switch (target) {
    case 'followers':
      return gateway.followers(session, value, request).map((page) => pageOf(page, cursor, pageSize));
    case 'subscriptions':
      return gateway.followings(session, value, request).map((page) => pageOf(page, cursor, pageSize));
    case 'hashtag':
      return gateway.hashtagFeed(session, value, request).map((page) => {
        const authors = page.entries.map(({ author }) => ({ username: author }));
        return pageOf({ ...page, entries: authors }, cursor, pageSize);
      });
    case 'likes':
    case 'comments':
      return aroundPosts(gateway, session, channel, pageSize, new Date(now.getTime() - oldestPost));
  }
}

function aroundPosts(
  gateway: InstagramGateway,
  session: GatewaySession,
  { target, value, cursor }: Channel,
  pageSize: number,
  oldest: Date,
): ResultAsync<SourcePage, GatewayFailure> {
  const state = parseCursor(cursor);
  const [post, ...others] = state.posts;
  if (post === undefined) {
    return gateway.userFeed(session, value, { cursor: state.feed, limit: FEED_PAGE }).map((page) => {
      // A post that its author pinned comes before newer ones: the end is where a whole page is too old.
      const posts = page.entries.filter(({ takenAt }) => takenAt >= oldest).map(({ id }) => id);
      const ended = page.cursor === null || page.cursor === state.feed || posts.length === 0;
      return postsPage([], { feed: page.cursor, ended, posts, page: null });
    });
  }
  const request = { cursor: state.page, limit: pageSize };
  const people =
    target === 'likes' ? gateway.likers(session, post, request) : gateway.commenters(session, post, request);
  return people.map((page) => {
    const { people, exhausted } = pageOf(page, state.page, pageSize);
    const next = exhausted ? { ...state, posts: others, page: null } : { ...state, page: page.cursor };
    return postsPage(people, next);
  });
}

function postsPage(people: readonly string[], state: PostsCursor): SourcePage {
  const exhausted = state.ended && state.posts.length === 0;
  return { people, cursor: exhausted ? null : JSON.stringify(state), exhausted };
}

/** Everybody once. A list that goes on where it was is one that has ended. */
function pageOf({ entries, cursor }: GatewayPage<GatewayPerson>, before: string | null, limit: number): SourcePage {
  const people = new Set<string>();
  for (const { username } of entries) if (people.size < limit) people.add(personKey(username));
  const exhausted = cursor === null || cursor === before;
  return { people: [...people], cursor: exhausted ? null : cursor, exhausted };
}

/** A cursor as {@link postsPage} wrote it; what is not one is at the beginning. */
function parseCursor(cursor: string | null): PostsCursor {
  if (cursor === null) return AT_THE_BEGINNING;
  try {
    const parsed = JSON.parse(cursor) as Partial<PostsCursor> | null;
    return Array.isArray(parsed?.posts) ? { ...AT_THE_BEGINNING, ...parsed } : AT_THE_BEGINNING;
  } catch {
    return AT_THE_BEGINNING;
  }
}
