import type { GatewayPage, GatewayPageRequest, GatewayPerson, Post } from '../gateway.ts';
import type { InstagramInfo } from '../instagram.ts';
import { chance, chosen } from './chance.ts';

const DAY = 86_400_000;

/** How many people there are that lists are made of. */
const POPULATION = 1_000_000_007;

/** Leads from one in a list to the next; the population is prime, so that nobody is in a list twice. */
const STRIDE = 7_919;

/** Nobody has posted before. */
const BEGINNING = Date.UTC(2010, 9, 6);

/** What somebody is like, as far as it never changes. */
export interface Character {
  readonly isPrivate: boolean;
  readonly posts: number;
  /** Milliseconds from one post to the next. */
  readonly rhythm: number;
  readonly followers: number;
  readonly followings: number;
}

export function characterOf(seed: number, username: string): Character {
  return {
    isPrivate: chance(seed, 'private', username) < 0.1,
    posts:
      chance(seed, 'seldom', username) < 0.15
        ? chosen(0, 9, seed, 'few', username)
        : chosen(10, 400, seed, 'posts', username),
    // Some have given up: their last post may be years old.
    rhythm: chance(seed, 'silent', username) < 0.05 ? 1500 * DAY : chosen(1, 20, seed, 'rhythm', username) * DAY,
    followers: chosen(40, 2000, seed, 'followers', username),
    followings: chosen(20, 800, seed, 'followings', username),
  };
}

/** A part of a list of so many people; which they are depends on what it is a list of. */
export function peoplePage(
  seed: number,
  list: string,
  total: number,
  { cursor, limit }: GatewayPageRequest,
): GatewayPage<GatewayPerson> {
  const base = Math.floor(chance(seed, 'list', list) * POPULATION);
  return page(total, cursor, limit, (index) => ({ username: `user_${(base + index * STRIDE) % POPULATION}` }));
}

/** The entries of a list that is numbered. */
function page<T>(total: number, cursor: string | null, limit: number, entry: (index: number) => T): GatewayPage<T> {
  const start = cursor === null ? 0 : Number(cursor);
  const end = Math.min(total, start + limit);
  const entries: T[] = [];
  for (let index = start; index < end; index += 1) entries.push(entry(index));
  return { entries, cursor: end < total ? String(end) : null };
}

/** Somebody's post of a number. Numbers go on for ever; the moment of each follows from it. */
function postOf(seed: number, author: string, rhythm: number, number: number): Post {
  const offset = Math.floor(chance(seed, 'offset', author) * rhythm);
  return { id: `${author}-${number}`, author, takenAt: new Date(BEGINNING + offset + number * rhythm) };
}

/** Somebody's posts, the newest first. */
export function feedOf(seed: number, author: string, now: Date, request: GatewayPageRequest): GatewayPage<Post> {
  const { posts, rhythm } = characterOf(seed, author);
  const offset = Math.floor(chance(seed, 'offset', author) * rhythm);
  const newest = Math.floor((now.getTime() - BEGINNING - offset) / rhythm);
  const total = Math.max(0, Math.min(posts, newest + 1));
  return page(total, request.cursor, request.limit, (index) => postOf(seed, author, rhythm, newest - index));
}

/** Posts under a hashtag, the newest first. Whoever is among the authors has posted in these minutes. */
export function hashtagPage(seed: number, hashtag: string, now: Date, request: GatewayPageRequest): GatewayPage<Post> {
  const total = chosen(200, 1500, seed, 'hashtag', hashtag);
  const base = Math.floor(chance(seed, 'tag', hashtag) * POPULATION);
  return page(total, request.cursor, request.limit, (index) => {
    const author = `user_${(base + (index % Math.ceil(total * 0.9)) * STRIDE) % POPULATION}`;
    return { id: `${author}-tag-${index}`, author, takenAt: new Date(now.getTime() - index * 60_000) };
  });
}

/** Who likes a post. */
export function likersOf(seed: number, postId: string, request: GatewayPageRequest): GatewayPage<GatewayPerson> {
  return peoplePage(seed, `likers ${postId}`, chosen(3, 120, seed, 'likes', postId), request);
}

/** Who commented on a post; some of them twice. */
export function commentersOf(seed: number, postId: string, request: GatewayPageRequest): GatewayPage<GatewayPerson> {
  const total = chosen(1, 25, seed, 'comments', postId);
  const different = Math.ceil(total * 0.8);
  const base = Math.floor(chance(seed, 'list', `commenters ${postId}`) * POPULATION);
  return page(total, request.cursor, request.limit, (index) => ({
    username: `user_${(base + (index % different) * STRIDE) % POPULATION}`,
  }));
}

/** What the network tells of somebody. */
export function infoOf(
  seed: number,
  username: string,
  counts: { readonly followers: number; readonly followings: number },
): InstagramInfo {
  const { isPrivate, posts } = characterOf(seed, username);
  const picture = (size: number) => ({
    width: size,
    height: size,
    url: `https://network.invalid/${size}/${encodeURIComponent(username)}.jpg`,
  });
  return {
    pk: chosen(1_000_000_000, 9_999_999_999, seed, 'pk', username),
    username,
    fullName: username,
    biography: `${username} of the simulated network`,
    externalUrl: '',
    externalLynxUrl: '',
    isPrivate,
    isBusiness: chance(seed, 'business', username) < 0.1,
    isVerified: chance(seed, 'verified', username) < 0.02,
    isFavorite: false,
    hasChaining: true,
    hasAnonymousProfilePicture: false,
    mediaCount: posts,
    followerCount: counts.followers,
    followingCount: counts.followings,
    usertagsCount: 0,
    geoMediaCount: 0,
    profilePicUrl: picture(150).url,
    profilePicId: '',
    hdProfilePicUrlInfo: picture(1080),
    hdProfilePicVersions: [picture(320), picture(640)],
  };
}
