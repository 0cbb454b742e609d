import {
  MASKED_PASSWORD,
  type InstagramChannelMalformed,
  type ConnectError,
  type InstagramMalformed,
} from '@quintet/core';

const TIMES = { created_at: '2026-11-22T08:00:00.000Z', updated_at: '2026-11-22T08:00:03.521Z' };
const URL = 'https://pictures.example/username';

/** An instagram, for the documentation. */
export const INSTAGRAM_EXAMPLE: object = {
  id: 1,
  info: {
    is_business: false,
    profile_pic_url: `${URL}/150.jpg`,
    hd_profile_pic_url_info: { width: 1080, height: 1080, url: `${URL}/1080.jpg` },
    usertags_count: 0,
    external_lynx_url: '',
    following_count: 64,
    has_anonymous_profile_picture: false,
    geo_media_count: 0,
    external_url: '',
    username: 'instalogin',
    biography: 'biography',
    has_chaining: true,
    full_name: 'Full Name',
    is_private: false,
    pk: 1234567890,
    follower_count: 25,
    profile_pic_id: '',
    is_verified: false,
    hd_profile_pic_versions: [{ width: 320, height: 320, url: `${URL}/320.jpg` }],
    media_count: 5,
    is_favorite: false,
  },
  state: 'start',
  username: 'instalogin',
  password: MASKED_PASSWORD,
  trusted: false,
  hours: { min: 7, max: 15 },
  speed: { like: 10, comment: 10, follow: 10, unfollow: 10 },
  ...TIMES,
};

/** A channel, for the documentation. */
export const CHANNEL_EXAMPLE: object = {
  id: 1,
  action: 'like',
  target: 'followers',
  value: 'natgeo',
  comments: [],
  state: 'stop',
  leads_count: 0,
  targets_count: 0,
  followers_count: 0,
  ...TIMES,
};

/** What answers that say more of an error are made of, for the documentation. */
export const INSTAGRAM_SAMPLE: InstagramMalformed & Pick<Extract<ConnectError, { failure: unknown }>, 'failure'> = {
  kind: 'instagram-malformed',
  field: 'hours.min',
  reason: 'must be a whole number from 0 to 23',
  failure: { kind: 'gateway-login-failed' },
};

/** The same, of a channel. */
export const CHANNEL_SAMPLE: InstagramChannelMalformed = {
  kind: 'channel-malformed',
  field: 'value',
  reason: 'must be text of 1 to 255 characters',
};
