import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Channel, ChannelRef, NewChannel } from '../../instagram/channel.ts';
import type { LeasedInstagram, NewAction } from '../../instagram/engine-ports.ts';
import type { Instagram, InstagramInfo, InstagramRef, NewInstagram } from '../../instagram/instagram.ts';
import type { PaceRules } from '../../instagram/limits.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { addAccount } from '../samples.ts';

const DAY = 86_400_000;

export const INFO: InstagramInfo = {
  pk: 9_876_543_210,
  username: 'ann',
  fullName: 'Ann 👩‍🚀',
  biography: 'two\nlines',
  externalUrl: '',
  externalLynxUrl: '',
  isPrivate: false,
  isBusiness: true,
  isVerified: false,
  isFavorite: false,
  hasChaining: true,
  hasAnonymousProfilePicture: false,
  mediaCount: 5,
  followerCount: 25,
  followingCount: 64,
  usertagsCount: 0,
  geoMediaCount: 0,
  profilePicUrl: 'https://pictures.example/150.jpg',
  profilePicId: '',
  hdProfilePicUrlInfo: { width: 150, height: 150, url: 'https://pictures.example/150.jpg' },
  hdProfilePicVersions: [{ width: 320, height: 320, url: 'https://pictures.example/320.jpg' }],
};

/** What does not pace anybody. */
export const FREE: PaceRules = {
  speed: { like: 3_600_000, comment: 3_600_000, follow: 3_600_000, unfollow: 3_600_000 },
  limits: { like: 1000, comment: 1000, follow: 1000, unfollow: 1000, total: 1000 },
  window: DAY,
};

let epoch = Date.UTC(2019, 0, 1);

/**
 * A moment that no other test uses: ten days before those that were used before, so that nothing else is due then.
 */
export function anEpoch(): number {
  epoch -= 10 * DAY;
  return epoch;
}

export function newInstagram(owner: number, at: Date, changes: Partial<NewInstagram> = {}): NewInstagram {
  return {
    owner,
    username: `Ann_${randomUUID()}`,
    password: { keyId: 'k1', sealed: randomUUID() },
    info: INFO,
    trusted: false,
    hours: { min: 7, max: 15 },
    speed: { like: 10, comment: 0.5, follow: 0, unfollow: 60 },
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

export async function addInstagram(ports: Ports, at: Date, changes: Partial<NewInstagram> = {}): Promise<Instagram> {
  const { id } = await addAccount(ports);
  return valueOf(ports.instagrams.add(newInstagram(id, at, changes)));
}

export function newChannel(at: Date, changes: Partial<NewChannel> = {}): NewChannel {
  return {
    action: 'like',
    target: 'followers',
    value: 'natgeo',
    comments: [],
    createdAt: at,
    updatedAt: at,
    ...changes,
  };
}

export function refOf({ owner, id }: Instagram): InstagramRef {
  return { owner, id };
}

export function channelRefOf(instagram: Instagram, { id }: Channel): ChannelRef {
  return { instagram: refOf(instagram), id };
}

/** An account with a started channel, and the right to run it. */
export interface Running extends LeasedInstagram {
  readonly channel: Channel;
  readonly ref: ChannelRef;
  /** A moment so many milliseconds after it was added. */
  readonly at: (milliseconds: number) => Date;
}

/** Takes an account, and no other. */
export async function take(
  { leases }: Pick<Ports, 'leases'>,
  instagramId: number,
  now: Date,
  until: Date,
): Promise<LeasedInstagram | undefined> {
  const { taken } = await valueOf(leases.take({ now, until, limit: 1000 }));
  return taken.find(({ lease }) => lease.instagramId === instagramId);
}

/** Makes an account with a started channel, people in its queue, and a lease of an hour. */
export async function run(
  ports: Ports,
  people: readonly string[] = [],
  changes: Partial<NewInstagram> = {},
): Promise<Running> {
  const start = anEpoch();
  const at = (milliseconds: number): Date => new Date(start + milliseconds);
  const instagram = await addInstagram(ports, at(0), changes);
  const channel = await valueOf(ports.channels.add(refOf(instagram), newChannel(at(0))));
  const ref = channelRefOf(instagram, channel);
  await valueOf(ports.channels.start(ref, at(0)));
  const leased = (await take(ports, instagram.id, at(0), at(3_600_000))) ?? assert.fail('the account was not due');
  if (people.length > 0) {
    const page = { channelId: channel.id, people, cursor: 'next', exhausted: false, at: at(0) };
    await valueOf(ports.targets.fill(leased.lease, page));
  }
  return { ...leased, channel, ref, at };
}

/** An action upon somebody. */
export function newAction(running: Running, target: string, changes: Partial<NewAction> = {}): NewAction {
  const at = changes.at ?? running.at(0);
  return {
    channelId: running.channel.id,
    action: 'like',
    target,
    key: randomUUID(),
    at,
    busyUntil: new Date(at.getTime() + 10),
    rules: FREE,
    ...changes,
  };
}

/** Carries an action out as the engine does: it ends when it was recorded. */
export async function act(
  ports: Ports,
  running: Running,
  target: string,
  changes: Partial<NewAction> = {},
): Promise<number> {
  const action = newAction(running, target, changes);
  const { id } = await valueOf(ports.journal.record(running.lease, action));
  await valueOf(ports.journal.finish({ id, outcome: 'done', failure: null, at: action.at }));
  return id;
}
