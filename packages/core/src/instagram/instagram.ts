import type { AccountId } from '../kernel/actor.ts';
import type { Hours } from './hours.ts';
import type { PerAction } from './channel.ts';

/**
 * Whether the service acts for an account: `start`; `stop`, its owner wants it to rest; `suspected`, the network takes
 * it for a machine, and only its owner's start revives it.
 *
 * @example
 * ```ts
 * const isAtWork = (state: InstagramState) => state === 'start';
 * ```
 */
export type InstagramState = 'start' | 'stop' | 'suspected';

/**
 * A picture of a profile in one size.
 *
 * @example
 * ```ts
 * const picture: ProfilePicture = { width: 150, height: 150, url: 'https://pictures.example/150.jpg' };
 * ```
 */
export interface ProfilePicture {
  readonly width: number;
  readonly height: number;
  readonly url: string;
}

/**
 * What the network tells of an account.
 *
 * @example
 * ```ts
 * const { followerCount, mediaCount }: InstagramInfo = instagram.info;
 * ```
 */
export interface InstagramInfo {
  readonly pk: number;
  readonly username: string;
  readonly fullName: string;
  readonly biography: string;
  readonly externalUrl: string;
  readonly externalLynxUrl: string;
  readonly isPrivate: boolean;
  readonly isBusiness: boolean;
  readonly isVerified: boolean;
  readonly isFavorite: boolean;
  readonly hasChaining: boolean;
  readonly hasAnonymousProfilePicture: boolean;
  readonly mediaCount: number;
  readonly followerCount: number;
  readonly followingCount: number;
  readonly usertagsCount: number;
  readonly geoMediaCount: number;
  readonly profilePicUrl: string;
  readonly profilePicId: string;
  readonly hdProfilePicUrlInfo: ProfilePicture;
  readonly hdProfilePicVersions: readonly ProfilePicture[];
}

/**
 * A password that can be read again with the key of that name.
 *
 * @example
 * ```ts
 * const stored: EncryptedPassword = (await passwordCipher.encrypt('secret'))._unsafeUnwrap();
 * stored.keyId; // 'k1'
 * ```
 */
export interface EncryptedPassword {
  readonly keyId: string;
  /** Text in a form of the cipher's own. */
  readonly sealed: string;
}

/**
 * What went wrong last, and when it is tried again.
 *
 * @example
 * ```ts
 * const tell = ({ failure, during }: Trouble) => `${failure} while ${during}`;
 * ```
 */
export interface Trouble {
  readonly failure:
    | 'gateway-request-failed'
    | 'gateway-login-failed'
    | 'gateway-answer-unreadable'
    | 'gateway-followers-failed'
    | 'gateway-suspected'
    | 'password-unreadable';
  readonly during: 'logging-in' | 'filling' | 'acting' | 'refreshing';
  /** The channel that was worked for; absent: none. */
  readonly channelId?: number;
  readonly at: Date;
  /** Nothing is done before. */
  readonly until: Date;
  /** How many failures came one after the other. */
  readonly failures: number;
}

/**
 * An account of the network that its owner lets the service act for.
 *
 * @example
 * ```ts
 * const isHis = ({ owner }: Instagram) => owner === actor.accountId;
 * ```
 */
export interface Instagram {
  readonly id: number;
  readonly owner: AccountId;
  readonly username: string;
  readonly password: EncryptedPassword;
  readonly info: InstagramInfo;
  readonly state: InstagramState;
  /** Has higher daily limits. */
  readonly trusted: boolean;
  readonly hours: Hours;
  /** Actions an hour, of each kind; under 1 counts as 1. */
  readonly speed: PerAction<number>;
  /** Absent: all went well last time. */
  readonly trouble: Trouble | null;
  /** When `info` and the followers were last looked at completely. */
  readonly refreshedAt: Date;
  /** How far the followers have been read; absent: they are not being read. */
  readonly scan: FollowerScan | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * The reading of an account's followers, from the first page to the last.
 *
 * @example
 * ```ts
 * const begun: FollowerScan = { number: 12, cursor: null };
 * ```
 */
export interface FollowerScan {
  /** Rises with each scan of the account. */
  readonly number: number;
  /** Where the next page begins; `null`: at the beginning. */
  readonly cursor: string | null;
}

/**
 * An account of the network that has no number yet.
 *
 * @example
 * ```ts
 * const wanted: NewInstagram = { owner, username, password, info, trusted, hours, speed, createdAt, updatedAt };
 * ```
 */
export type NewInstagram = Omit<Instagram, 'id' | 'state' | 'trouble' | 'refreshedAt' | 'scan'>;

/**
 * Names one of an owner's accounts of the network.
 *
 * @example
 * ```ts
 * const ref: InstagramRef = { owner: actor.accountId, id: 20 };
 * ```
 */
export interface InstagramRef {
  readonly owner: AccountId;
  readonly id: number;
}

/**
 * What is to be different about an account; what is absent stays.
 *
 * @example
 * ```ts
 * const changes: InstagramChanges = { hours: { min: 7, max: 15 } };
 * ```
 */
export type InstagramChanges = Partial<
  Pick<Instagram, 'username' | 'password' | 'info' | 'trusted' | 'hours' | 'speed'>
>;

/**
 * What makes two user names of the network the same: it knows no case. An account that is stored twice has one pace.
 *
 * @example
 * ```ts
 * personKey('NatGeo') === personKey('natgeo'); // true
 * ```
 */
export function personKey(username: string): string {
  return username.toLowerCase();
}
