import type { GatewayFailure, InstagramInfo, Post, ProfilePicture } from '@quintet/core';
import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

type Properties = Readonly<Record<string, TSchema>>;

/** A schema of an object with these properties, and perhaps others: a bridge may say more than is asked. */
function object(title: string, properties: Properties, optional: readonly string[] = []): TSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { title, type: 'object', required, properties };
}

const text: TSchema = { type: 'string' };
const flag: TSchema = { type: 'boolean' };
const count: TSchema = { type: 'integer', minimum: 0 };
const username: TSchema = { type: 'string', minLength: 1, examples: ['natgeo'] };

export const CREDENTIALS: TSchema = object('Credentials', {
  username,
  password: { type: 'string', format: 'password' },
});
export const SESSION: TSchema = object('Session', {
  session: { type: 'string', minLength: 1, description: 'Sent with every other call, as `Authorization: Bearer ...`' },
});

const PICTURE: TSchema = object('Picture', { width: count, height: count, url: text });

const INFO_PROPERTIES: Properties = {
  username,
  is_private: flag,
  media_count: count,
  follower_count: count,
  following_count: count,
  full_name: text,
  biography: text,
  profile_pic_url: text,
  profile_pic_id: text,
  hd_profile_pic_url_info: PICTURE,
  hd_profile_pic_versions: { type: 'array', items: PICTURE },
  external_url: text,
  external_lynx_url: text,
  usertags_count: count,
  geo_media_count: count,
  pk: count,
  is_business: flag,
  is_verified: flag,
  is_favorite: flag,
  has_chaining: flag,
  has_anonymous_profile_picture: flag,
};
const NEEDED = new Set(['username', 'is_private', 'media_count', 'follower_count', 'following_count']);

export const PROFILE: TSchema = object('Profile', {
  info: object(
    'Info',
    INFO_PROPERTIES,
    Object.keys(INFO_PROPERTIES).filter((name) => !NEEDED.has(name)),
  ),
  followed: { ...flag, description: 'Whether the account whose session asks follows this one' },
});

const CURSOR: TSchema = {
  type: ['string', 'null'],
  description: 'Where the next page begins; null: there is none',
};

function pageOf(title: string, entry: TSchema): TSchema {
  return object(title, { entries: { type: 'array', items: entry }, cursor: CURSOR });
}

export const PEOPLE: TSchema = pageOf('People', object('Person', { username }));
export const POSTS: TSchema = pageOf(
  'Posts',
  object('Post', {
    id: { type: 'string', minLength: 1 },
    author: username,
    taken_at: { type: 'string', format: 'date-time' },
  }),
);

const onPost: Properties = { post: { type: 'string', minLength: 1, description: 'Its id' } };
const onPerson: Properties = { username };

function action(kind: string, properties: Properties): TSchema {
  return object(`${kind[0]?.toUpperCase()}${kind.slice(1)}`, { kind: { const: kind }, ...properties });
}

export const ACTION: TSchema = {
  title: 'Action',
  oneOf: [
    action('like', onPost),
    action('comment', { ...onPost, text: { type: 'string', minLength: 1 } }),
    action('follow', onPerson),
    action('unfollow', onPerson),
  ],
};

export const DONE: TSchema = object('Done', { done: { const: true } });

/** A word for what went wrong. */
export type BridgeError = 'request-failed' | 'login-failed' | 'answer-unreadable' | 'followers-failed' | 'suspected';

/** What went wrong, by the word that a bridge has for it; and the status that it goes with. */
export const BRIDGE_ERRORS: Readonly<
  Record<BridgeError, { readonly status: number; readonly kind: GatewayFailure['kind']; readonly meaning: string }>
> = {
  'request-failed': { status: 502, kind: 'gateway-request-failed', meaning: 'The network can not be reached' },
  'login-failed': { status: 401, kind: 'gateway-login-failed', meaning: 'It refuses the password, or the session' },
  'answer-unreadable': { status: 502, kind: 'gateway-answer-unreadable', meaning: 'It said something unintelligible' },
  'followers-failed': { status: 502, kind: 'gateway-followers-failed', meaning: 'It does not give this list' },
  suspected: { status: 403, kind: 'gateway-suspected', meaning: 'It takes the account for a machine' },
};

export const REFUSAL: TSchema = {
  ...object('Refusal', { error: { enum: Object.keys(BRIDGE_ERRORS) }, message: text }, ['message']),
  description: Object.entries(BRIDGE_ERRORS)
    .map(([word, { meaning }]) => `\`${word}\`: ${meaning}`)
    .join('. '),
};

/** A profile as it is sent. */
export interface ProfileJson {
  readonly info: InfoJson;
  readonly followed: boolean;
}

/** What a network tells of an account; of what is absent nothing is known. */
interface InfoJson {
  readonly username: string;
  readonly is_private: boolean;
  readonly media_count: number;
  readonly follower_count: number;
  readonly following_count: number;
  readonly full_name?: string;
  readonly biography?: string;
  readonly profile_pic_url?: string;
  readonly profile_pic_id?: string;
  readonly hd_profile_pic_url_info?: ProfilePicture;
  readonly hd_profile_pic_versions?: readonly ProfilePicture[];
  readonly external_url?: string;
  readonly external_lynx_url?: string;
  readonly usertags_count?: number;
  readonly geo_media_count?: number;
  readonly pk?: number;
  readonly is_business?: boolean;
  readonly is_verified?: boolean;
  readonly is_favorite?: boolean;
  readonly has_chaining?: boolean;
  readonly has_anonymous_profile_picture?: boolean;
}

/** A post as it is sent. */
export interface PostJson {
  readonly id: string;
  readonly author: string;
  readonly taken_at: string;
}

export function infoOf(json: InfoJson): InstagramInfo {
  const { hd_profile_pic_url_info: picture = { width: 0, height: 0, url: json.profile_pic_url ?? '' } } = json;
  return {
    pk: json.pk ?? 0,
    username: json.username,
    fullName: json.full_name ?? '',
    biography: json.biography ?? '',
    externalUrl: json.external_url ?? '',
    externalLynxUrl: json.external_lynx_url ?? '',
    isPrivate: json.is_private,
    isBusiness: json.is_business ?? false,
    isVerified: json.is_verified ?? false,
    isFavorite: json.is_favorite ?? false,
    hasChaining: json.has_chaining ?? false,
    hasAnonymousProfilePicture: json.has_anonymous_profile_picture ?? false,
    mediaCount: json.media_count,
    followerCount: json.follower_count,
    followingCount: json.following_count,
    usertagsCount: json.usertags_count ?? 0,
    geoMediaCount: json.geo_media_count ?? 0,
    profilePicUrl: json.profile_pic_url ?? '',
    profilePicId: json.profile_pic_id ?? '',
    hdProfilePicUrlInfo: pictureOf(picture),
    hdProfilePicVersions: (json.hd_profile_pic_versions ?? []).map(pictureOf),
  };
}

function pictureOf({ width, height, url }: ProfilePicture): ProfilePicture {
  return { width, height, url };
}

/** `undefined`: its time is none. */
export function postOf({ id, author, taken_at }: PostJson): Post | undefined {
  const takenAt = new Date(taken_at);
  return Number.isNaN(takenAt.getTime()) ? undefined : { id, author, takenAt };
}
