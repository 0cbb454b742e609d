import {
  MASKED_PASSWORD,
  type Account,
  type Channel,
  type Instagram,
  type InstagramInfo,
  type ProfilePicture,
  type SignedIn,
} from '@quintet/core';
import { json, type Answer } from '../http/answer.ts';

/** The answer to whoever has just been given a token. */
export function tokenAnswer({ token, expiresAt }: SignedIn): Answer {
  return json(200, { expire: expiresAt.toISOString(), token });
}

export function userAnswer({ id, username, createdAt, updatedAt }: Account): Answer {
  return json(200, { id: String(id), username, ...timesJson({ createdAt, updatedAt }) });
}

export function instagramAnswer(instagram: Instagram): Answer {
  return json(200, instagramJson(instagram));
}

export function instagramsAnswer(instagrams: readonly Instagram[]): Answer {
  return json(200, instagrams.map(instagramJson));
}

export function channelAnswer(channel: Channel): Answer {
  return json(200, channelJson(channel));
}

export function channelsAnswer(channels: readonly Channel[]): Answer {
  return json(200, channels.map(channelJson));
}

/** The answer to a deletion. */
export function nothingAnswer(): Answer {
  return json(200, {});
}

function instagramJson({ id, info, state, username, trusted, hours, speed, ...times }: Instagram): object {
  const { min, max } = hours;
  const { like, comment, follow, unfollow } = speed;
  return {
    id,
    info: infoJson(info),
    state,
    username,
    password: MASKED_PASSWORD,
    trusted,
    hours: { min, max },
    speed: { like, comment, follow, unfollow },
    ...timesJson(times),
  };
}

function infoJson(info: InstagramInfo): object {
  return {
    is_business: info.isBusiness,
    profile_pic_url: info.profilePicUrl,
    hd_profile_pic_url_info: pictureJson(info.hdProfilePicUrlInfo),
    usertags_count: info.usertagsCount,
    external_lynx_url: info.externalLynxUrl,
    following_count: info.followingCount,
    has_anonymous_profile_picture: info.hasAnonymousProfilePicture,
    geo_media_count: info.geoMediaCount,
    external_url: info.externalUrl,
    username: info.username,
    biography: info.biography,
    has_chaining: info.hasChaining,
    full_name: info.fullName,
    is_private: info.isPrivate,
    pk: info.pk,
    follower_count: info.followerCount,
    profile_pic_id: info.profilePicId,
    is_verified: info.isVerified,
    hd_profile_pic_versions: info.hdProfilePicVersions.map(pictureJson),
    media_count: info.mediaCount,
    is_favorite: info.isFavorite,
  };
}

function pictureJson({ width, height, url }: ProfilePicture): object {
  return { width, height, url };
}

function channelJson({ id, action, target, value, comments, state, ...rest }: Channel): object {
  return {
    id,
    action,
    target,
    value,
    comments,
    state,
    leads_count: rest.leadsCount,
    targets_count: rest.targetsCount,
    followers_count: rest.followersCount,
    ...timesJson(rest),
  };
}

function timesJson({ createdAt, updatedAt }: { readonly createdAt: Date; readonly updatedAt: Date }): object {
  return { created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() };
}
