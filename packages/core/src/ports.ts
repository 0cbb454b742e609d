import type { BucketRepository, ItemRepository } from './bucketlist/ports.ts';
import type { ActorRepository, CastingRepository, MovieRepository } from './casting/ports.ts';
import type {
  AnnouncementRepository,
  EventRepository,
  LocationRepository,
  PeopleRepository,
  PictureStore,
  TicketRepository,
  TimesStore,
} from './hackathon/ports.ts';
import type { ExternalSubjectRepository, ExternalTokens } from './identity/external-ports.ts';
import type {
  AccessTokens,
  AccountRepository,
  FailedLogins,
  PasswordHasher,
  RevocationList,
} from './identity/ports.ts';
import type { ActionJournal, InstagramLeases, Leads, TargetQueue } from './instagram/engine-ports.ts';
import type { InstagramGateway } from './instagram/gateway.ts';
import type { ChannelRepository, InstagramRepository, PasswordCipher } from './instagram/ports.ts';
import type { Clock } from './kernel/clock.ts';
import type { Delay } from './kernel/delay.ts';
import type { ObjectIds } from './kernel/object-id.ts';
import { port, type Port } from './kernel/port.ts';
import type { RandomSource } from './kernel/random.ts';
import type { Timers } from './kernel/timers.ts';
import type { RandomNumbers } from './kernel/random-numbers.ts';
import type { UnitOfWork } from './kernel/unit-of-work.ts';
import type { MediaRepository } from './media/ports.ts';
import type { Deliveries, Transport } from './push/delivery-ports.ts';
import type { Bus, MessageLog, PresenceRegistry } from './push/ports.ts';

/**
 * Every port by name, with what its adapter must be.
 *
 * @example
 * ```ts
 * const overrides: Partial<Ports> = { clock: settableClock() };
 * ```
 */
export interface Ports {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly objectIds: ObjectIds;
  readonly unitOfWork: UnitOfWork;
  readonly timers: Timers;
  readonly accounts: AccountRepository;
  readonly passwordHasher: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly revocationList: RevocationList;
  readonly failedLogins: FailedLogins;
  readonly externalTokens: ExternalTokens;
  readonly externalSubjects: ExternalSubjectRepository;
  readonly buckets: BucketRepository;
  readonly items: ItemRepository;
  readonly media: MediaRepository;
  readonly actors: ActorRepository;
  readonly movies: MovieRepository;
  readonly castings: CastingRepository;
  readonly tickets: TicketRepository;
  readonly locations: LocationRepository;
  readonly pictures: PictureStore;
  readonly schedule: EventRepository;
  readonly announcements: AnnouncementRepository;
  readonly times: TimesStore;
  readonly people: PeopleRepository;
  readonly messageLog: MessageLog;
  readonly bus: Bus;
  readonly deliveries: Deliveries;
  /** None of the same name; a server joins those of all packages. */
  readonly transports: readonly Transport[];
  readonly presence: PresenceRegistry;
  readonly delay: Delay;
  readonly randomNumbers: RandomNumbers;
  readonly instagrams: InstagramRepository;
  readonly channels: ChannelRepository;
  readonly leases: InstagramLeases;
  readonly journal: ActionJournal;
  readonly targets: TargetQueue;
  readonly leads: Leads;
  readonly passwordCipher: PasswordCipher;
  readonly gateway: InstagramGateway;
}

/**
 * One typed symbol a port: what an adapter is bound to in a container, and asked for with.
 *
 * @example
 * ```ts
 * container.bind(PORTS.clock).toConstantValue({ now: () => new Date() });
 * ```
 */
export const PORTS: { readonly [Name in keyof Ports]: Port<Ports[Name]> } = {
  clock: port('clock'),
  random: port('random'),
  objectIds: port('object-ids'),
  unitOfWork: port('unit-of-work'),
  timers: port('timers'),
  accounts: port('identity/accounts'),
  passwordHasher: port('identity/password-hasher'),
  accessTokens: port('identity/access-tokens'),
  revocationList: port('identity/revocation-list'),
  failedLogins: port('identity/failed-logins'),
  externalTokens: port('identity/external-tokens'),
  externalSubjects: port('identity/external-subjects'),
  buckets: port('bucketlist/buckets'),
  items: port('bucketlist/items'),
  media: port('media/media'),
  actors: port('casting/actors'),
  movies: port('casting/movies'),
  castings: port('casting/castings'),
  tickets: port('hackathon/tickets'),
  locations: port('hackathon/locations'),
  pictures: port('hackathon/pictures'),
  schedule: port('hackathon/schedule'),
  announcements: port('hackathon/announcements'),
  times: port('hackathon/times'),
  people: port('hackathon/people'),
  messageLog: port('push/message-log'),
  bus: port('push/bus'),
  deliveries: port('push/deliveries'),
  transports: port('push/transports'),
  presence: port('push/presence'),
  delay: port('delay'),
  randomNumbers: port('random-numbers'),
  instagrams: port('instagram/instagrams'),
  channels: port('instagram/channels'),
  leases: port('instagram/leases'),
  journal: port('instagram/journal'),
  targets: port('instagram/targets'),
  leads: port('instagram/leads'),
  passwordCipher: port('instagram/password-cipher'),
  gateway: port('instagram/gateway'),
};
