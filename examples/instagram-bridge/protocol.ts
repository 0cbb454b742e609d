import type { GatewayPage, InstagramInfo, GatewayPerson, Post } from '@quintet/core';

/** What a bridge can be told to do. */
export type Action =
  | { readonly kind: 'like'; readonly post: string }
  | { readonly kind: 'comment'; readonly post: string; readonly text: string }
  | { readonly kind: 'follow' | 'unfollow'; readonly username: string };

/** An action out of a body; `undefined`: it is none. */
export function actionOf(body: unknown): Action | undefined {
  const { kind, post, username, text } = Object(body) as Readonly<Record<string, unknown>>;
  if (kind === 'like' && typeof post === 'string') return { kind, post };
  if (kind === 'comment' && typeof post === 'string' && typeof text === 'string') return { kind, post, text };
  if ((kind === 'follow' || kind === 'unfollow') && typeof username === 'string') return { kind, username };
  return undefined;
}

export function pageJson<T>(entryJson: (entry: T) => object): (page: GatewayPage<T>) => object {
  return ({ entries, cursor }) => ({ entries: entries.map(entryJson), cursor });
}

export function personJson({ username }: GatewayPerson): object {
  return { username };
}

export function postJson({ id, author, takenAt }: Post): object {
  return { id, author, taken_at: takenAt.toISOString() };
}

export function infoJson(info: InstagramInfo): object {
  return {
    pk: info.pk,
    username: info.username,
    full_name: info.fullName,
    biography: info.biography,
    external_url: info.externalUrl,
    external_lynx_url: info.externalLynxUrl,
    is_private: info.isPrivate,
    is_business: info.isBusiness,
    is_verified: info.isVerified,
    is_favorite: info.isFavorite,
    has_chaining: info.hasChaining,
    has_anonymous_profile_picture: info.hasAnonymousProfilePicture,
    media_count: info.mediaCount,
    follower_count: info.followerCount,
    following_count: info.followingCount,
    usertags_count: info.usertagsCount,
    geo_media_count: info.geoMediaCount,
    profile_pic_url: info.profilePicUrl,
    profile_pic_id: info.profilePicId,
    hd_profile_pic_url_info: info.hdProfilePicUrlInfo,
    hd_profile_pic_versions: info.hdProfilePicVersions,
  };
}
