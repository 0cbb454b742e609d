import type { Actor, Channel, ChannelDraft, Quintet } from '@quintet/core';
import type { Texts } from '../configuration/settings.ts';
import { firstLine } from '../scrub.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, say, type ExitStatus } from './output.ts';
import { withQuintet } from './session.ts';

const USER = { username: 'user@example.com', password: 'password' };
const INSTAGRAM = {
  username: 'instalogin',
  password: 'instapassword',
  speed: { like: 30, comment: 10, follow: 20, unfollow: 10 },
};
const CHANNELS: readonly ChannelDraft[] = [
  { action: 'follow', target: 'followers', value: 'natgeo' },
  { action: 'like', target: 'hashtag', value: 'sea' },
  { action: 'comment', target: 'comments', value: 'bbcearth', comments: ['Wonderful!', 'What a picture.'] },
  { action: 'like', target: 'likes', value: 'nasa' },
];

/** Why the example was not made, in one line. */
class Refused extends Error {}

/** Makes an account with an instagram and channels on the simulated network, as far as they are not there. */
export function seedInstagram(flags: Texts): Promise<ExitStatus> {
  return withQuintet(flags, async (quintet, { values }) => {
    const { QUINTET_INSTAGRAM_GATEWAY: gateway } = values;
    if (gateway !== 'simulated') {
      const problem = `QUINTET_INSTAGRAM_GATEWAY is ${JSON.stringify(gateway)}: the example is for the simulated network`;
      return complain([problem], NOT_UNDERSTOOD);
    }
    try {
      const made = await fill(quintet, await signIn(quintet));
      if (made === 0) say('The example data is there already. Nothing was added.');
      else if (made === 1) say(`${INSTAGRAM.username} has 1 new channel, which begins when the server does.`);
      else say(`${INSTAGRAM.username} has ${made} new channels, which begin when the server does.`);
      say(`Log in as ${USER.username} with the password ${USER.password}.`);
      return DONE;
    } catch (error) {
      if (error instanceof Refused) return complain([error.message], FAILED);
      throw error;
    }
  });
}

/** Signs the example's user up, unless it is there. */
async function signIn({ identity, instagram }: Quintet): Promise<Actor> {
  const signedUp = await instagram.signUp(USER);
  if (signedUp.isErr() && signedUp.error.kind !== 'username-taken') throw refused(signedUp.error);
  const signedIn = await instagram.signIn(USER);
  if (signedIn.isErr()) {
    throw signedIn.error.kind === 'wrong-password'
      ? new Refused(`nothing was filled in: the account ${USER.username} is there, with another password`)
      : refused(signedIn.error);
  }
  const actor = await identity.authenticate(signedIn.value.token);
  if (actor.isErr()) throw refused(actor.error);
  return actor.value;
}

/** Adds and starts what is missing, so that one that was interrupted can go on. Counts the channels. */
async function fill({ instagram }: Quintet, actor: Actor): Promise<number> {
  const listed = await instagram.listInstagrams(actor);
  if (listed.isErr()) throw refused(listed.error);
  const known = listed.value.find(({ username }) => username === INSTAGRAM.username);
  const added = known === undefined ? await instagram.addInstagram(actor, INSTAGRAM) : undefined;
  if (added?.isErr() === true) throw refused(added.error);
  const instagramId = known?.id ?? added?._unsafeUnwrap().id ?? 0;

  const channels = await instagram.listChannels(actor, { instagramId });
  if (channels.isErr()) throw refused(channels.error);
  let made = 0;
  for (const draft of CHANNELS) {
    if (channels.value.some((channel) => isOf(channel, draft))) continue;
    const channel = await instagram
      .addChannel(actor, { instagramId, ...draft })
      .andThen(({ id }) => instagram.startChannel(actor, { instagramId, channelId: id }));
    if (channel.isErr()) throw refused(channel.error);
    made += 1;
  }
  return made;
}

function isOf(channel: Channel, { action, target, value }: ChannelDraft): boolean {
  return channel.action === action && channel.target === target && channel.value === value;
}

function refused(error: { readonly kind: string; readonly cause?: unknown }): Refused {
  const reason = error.kind === 'unavailable' ? `the database is away: ${firstLine(error.cause)}` : error.kind;
  return new Refused(`not everything was filled in: ${reason}`);
}
