import { BUCKETLIST_DEFAULTS, createBucketlist, type Bucketlist, type BucketlistSettings } from './bucketlist/index.ts';
import { CASTING_DEFAULTS, createCastingAgency, type CastingAgency, type CastingSettings } from './casting/index.ts';
import {
  createHackathon,
  HACKATHON_DEFAULTS,
  hackathonChannelPolicy,
  type Hackathon,
  type HackathonSettings,
} from './hackathon/index.ts';
import { createIdentity, IDENTITY_DEFAULTS, type Identity, type IdentitySettings } from './identity/index.ts';
import {
  createInstagram,
  INSTAGRAM_DEFAULTS,
  type InstagramDomain,
  type InstagramSettings,
} from './instagram/index.ts';
import type { Resolve } from './kernel/port.ts';
import { createMedia, MEDIA_DEFAULTS, type Media, type MediaSettings } from './media/index.ts';
import { PORTS } from './ports.ts';
import { createPush, PUSH_DEFAULTS, type Push, type PushSettings } from './push/index.ts';

/**
 * What may be set; every part that is absent has its defaults.
 *
 * @example
 * ```ts
 * const settings: Settings = { identity: { tokenLifetime: 3600 }, bucketlist: { pageSize: 25 } };
 * ```
 */
export interface Settings {
  readonly identity?: Partial<IdentitySettings>;
  readonly bucketlist?: Partial<BucketlistSettings>;
  readonly media?: Partial<MediaSettings>;
  readonly casting?: Partial<CastingSettings>;
  readonly hackathon?: Partial<HackathonSettings>;
  readonly push?: Partial<PushSettings>;
  readonly instagram?: Partial<InstagramSettings>;
}

/**
 * All use cases, by domain.
 *
 * @example
 * ```ts
 * const { identity, bucketlist }: Quintet = createQuintet(memoryAdapters());
 * ```
 */
export interface Quintet {
  readonly identity: Identity;
  readonly bucketlist: Bucketlist;
  readonly media: Media;
  readonly casting: CastingAgency;
  readonly hackathon: Hackathon;
  readonly push: Push;
  readonly instagram: InstagramDomain;
}

/**
 * Joins the use cases to adapters. A domain's ports are resolved when the domain is first used, so only those that
 * one uses need an adapter.
 *
 * @param resolve - Gives the adapter of each port.
 * @param settings - What shall differ from the defaults.
 *
 * @example
 * ```ts
 * import { createQuintet } from '@quintet/core';
 * import { memoryAdapters } from '@quintet/core/memory';
 *
 * const quintet = createQuintet(memoryAdapters());
 * const registered = await quintet.bucketlist.register({ email: 'ann@example.com', password: '123456' });
 * ```
 */
export function createQuintet(resolve: Resolve, settings: Settings = {}): Quintet {
  let identity: Identity | undefined;
  let bucketlist: Bucketlist | undefined;
  let media: Media | undefined;
  let casting: CastingAgency | undefined;
  let hackathon: Hackathon | undefined;
  let push: Push | undefined;
  let instagram: InstagramDomain | undefined;
  return {
    get identity() {
      return (identity ??= createIdentity(
        {
          clock: resolve(PORTS.clock),
          random: resolve(PORTS.random),
          accounts: resolve(PORTS.accounts),
          passwordHasher: resolve(PORTS.passwordHasher),
          accessTokens: resolve(PORTS.accessTokens),
          revocationList: resolve(PORTS.revocationList),
          failedLogins: resolve(PORTS.failedLogins),
          // Only where an external issuer's tokens are taken: resolved when one comes.
          get unitOfWork() {
            return resolve(PORTS.unitOfWork);
          },
          get externalTokens() {
            return resolve(PORTS.externalTokens);
          },
          get externalSubjects() {
            return resolve(PORTS.externalSubjects);
          },
        },
        { ...IDENTITY_DEFAULTS, ...settings.identity },
      ));
    },
    get bucketlist() {
      return (bucketlist ??= createBucketlist(
        {
          clock: resolve(PORTS.clock),
          unitOfWork: resolve(PORTS.unitOfWork),
          buckets: resolve(PORTS.buckets),
          items: resolve(PORTS.items),
          identity: this.identity,
        },
        { ...BUCKETLIST_DEFAULTS, ...settings.bucketlist },
      ));
    },
    get media() {
      return (media ??= createMedia(
        {
          clock: resolve(PORTS.clock),
          unitOfWork: resolve(PORTS.unitOfWork),
          accounts: resolve(PORTS.accounts),
          media: resolve(PORTS.media),
        },
        { ...MEDIA_DEFAULTS, ...settings.media },
      ));
    },
    get casting() {
      return (casting ??= createCastingAgency(
        {
          clock: resolve(PORTS.clock),
          unitOfWork: resolve(PORTS.unitOfWork),
          actors: resolve(PORTS.actors),
          movies: resolve(PORTS.movies),
          castings: resolve(PORTS.castings),
          identity: this.identity,
        },
        { ...CASTING_DEFAULTS, ...settings.casting },
      ));
    },
    get hackathon() {
      return (hackathon ??= createHackathon(
        {
          clock: resolve(PORTS.clock),
          unitOfWork: resolve(PORTS.unitOfWork),
          objectIds: resolve(PORTS.objectIds),
          timers: resolve(PORTS.timers),
          messageLog: resolve(PORTS.messageLog),
          accounts: resolve(PORTS.accounts),
          tickets: resolve(PORTS.tickets),
          locations: resolve(PORTS.locations),
          pictures: resolve(PORTS.pictures),
          schedule: resolve(PORTS.schedule),
          announcements: resolve(PORTS.announcements),
          times: resolve(PORTS.times),
          people: resolve(PORTS.people),
          identity: this.identity,
        },
        { ...HACKATHON_DEFAULTS, ...settings.hackathon },
      ));
    },
    get push() {
      return (push ??= createPush(
        {
          clock: resolve(PORTS.clock),
          random: resolve(PORTS.random),
          objectIds: resolve(PORTS.objectIds),
          messageLog: resolve(PORTS.messageLog),
          bus: resolve(PORTS.bus),
          deliveries: resolve(PORTS.deliveries),
          transports: resolve(PORTS.transports),
        },
        {
          ...PUSH_DEFAULTS,
          ...settings.push,
          policies: [...(settings.push?.policies ?? []), hackathonChannelPolicy(() => resolve(PORTS.accounts))],
        },
      ));
    },
    get instagram() {
      return (instagram ??= createInstagram(
        {
          clock: resolve(PORTS.clock),
          delay: resolve(PORTS.delay),
          accounts: resolve(PORTS.accounts),
          instagrams: resolve(PORTS.instagrams),
          channels: resolve(PORTS.channels),
          journal: resolve(PORTS.journal),
          passwordCipher: resolve(PORTS.passwordCipher),
          gateway: resolve(PORTS.gateway),
          identity: this.identity,
        },
        { ...INSTAGRAM_DEFAULTS, ...settings.instagram },
      ));
    },
  };
}
