import type { ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../identity/ports.ts';
import type { AccountId } from '../kernel/actor.ts';
import type { Unavailable } from '../kernel/failure.ts';
import type { Channel, ChannelChanges, ChannelRef, NewChannel } from './channel.ts';
import type { EncryptedPassword, Instagram, InstagramChanges, InstagramRef, NewInstagram } from './instagram.ts';

/**
 * The owner has no such account of the network.
 *
 * @example
 * ```ts
 * (await instagrams.find({ owner: 1, id: 0 })).mapErr(({ kind }) => kind); // Err('instagram-not-found')
 * ```
 */
export interface InstagramNotFound {
  readonly kind: 'instagram-not-found';
}

/**
 * The account is there and has no such channel.
 *
 * @example
 * ```ts
 * (await channels.find({ instagram, id: 0 })).mapErr(({ kind }) => kind); // Err('channel-not-found')
 * ```
 */
export interface ChannelNotFound {
  readonly kind: 'channel-not-found';
}

/**
 * The account is not started, and so none of its channels can be.
 *
 * @example
 * ```ts
 * (await channels.start(ref, clock.now())).mapErr(({ kind }) => kind); // Err('instagram-inactive')
 * ```
 */
export interface InstagramInactive {
  readonly kind: 'instagram-inactive';
}

/**
 * A password was encrypted with a key that is not known, or is not what was encrypted.
 *
 * @example
 * ```ts
 * await passwordCipher.decrypt({ keyId: 'lost', sealed: '' }); // Err({ kind: 'password-unreadable', keyId: 'lost' })
 * ```
 */
export interface PasswordUnreadable {
  readonly kind: 'password-unreadable';
  readonly keyId: string;
}

/**
 * Encrypts passwords so that they can be read again. Keys have names, so that they can be replaced: what an older key
 * encrypted can be read as long as the adapter has it.
 *
 * @example
 * ```ts
 * const encrypted = (await cipher.encrypt('secret'))._unsafeUnwrap();
 * await cipher.decrypt(encrypted); // Ok('secret')
 * ```
 */
export interface PasswordCipher {
  /** The name of the key that new passwords are encrypted with. */
  readonly keyId: string;

  /** Encrypting the same twice gives two different texts. */
  encrypt(password: string): ResultAsync<EncryptedPassword, Unavailable>;

  decrypt(password: EncryptedPassword): ResultAsync<string, PasswordUnreadable | Unavailable>;
}

/**
 * A stored password, for encrypting it anew.
 *
 * @example
 * ```ts
 * const stale = ({ password }: StoredPassword) => password.keyId !== cipher.keyId;
 * ```
 */
export interface StoredPassword {
  readonly instagramId: number;
  readonly password: EncryptedPassword;
}

/**
 * Where accounts of the network are kept. Every change of one by its owner ends the lease of whoever runs it (see
 * {@link InstagramLeases}), and makes the account due at once: what the engine knew of it may not be so any more.
 *
 * @example
 * ```ts
 * const instagrams: InstagramRepository = memoryInstagrams(new MemoryDatabase()).instagrams;
 * await instagrams.stop({ owner: actor.accountId, id: 20 }, clock.now());
 * ```
 */
export interface InstagramRepository {
  /** Stores an account under a new number, higher than any before, started and due. Its owner must be an account. */
  add(instagram: NewInstagram): ResultAsync<Instagram, AccountNotFound | Unavailable>;

  find(ref: InstagramRef): ResultAsync<Instagram, InstagramNotFound | Unavailable>;

  /** The owner's, in order of their numbers. */
  list(owner: AccountId): ResultAsync<readonly Instagram[], Unavailable>;

  /** Changes the fields that are named, and no other. */
  change(
    ref: InstagramRef,
    changes: InstagramChanges & { readonly updatedAt: Date },
  ): ResultAsync<Instagram, InstagramNotFound | Unavailable>;

  /** Starts an account, whatever state it is in, and forgets its trouble. */
  start(ref: InstagramRef, at: Date): ResultAsync<Instagram, InstagramNotFound | Unavailable>;

  /** Stops an account and its channels: from then on no action is recorded for it. */
  stop(ref: InstagramRef, at: Date): ResultAsync<Instagram, InstagramNotFound | Unavailable>;

  /** Removes an account with its channels and its journal. Its pace is remembered: see {@link ActionJournal.record}. */
  remove(ref: InstagramRef): ResultAsync<void, InstagramNotFound | Unavailable>;

  /**
   * Until when an action that was recorded before may still be on its way; `undefined`: none is. With a channel only
   * actions of that channel count. An account that is not there has none.
   */
  busyUntil(instagramId: number, channelId?: number): ResultAsync<Date | undefined, Unavailable>;

  /** Passwords that were encrypted with another key than this one, from a number on, in order of numbers. */
  passwordsNotUnder(
    keyId: string,
    request: { readonly after: number; readonly limit: number },
  ): ResultAsync<readonly StoredPassword[], Unavailable>;

  /** How many passwords there are that were encrypted with another key than this one. */
  countPasswordsNotUnder(keyId: string): ResultAsync<number, Unavailable>;

  /**
   * Puts the same password, encrypted anew, in the place of this one. Whoever runs the account goes on.
   *
   * @returns Whether it was still this one.
   */
  replacePassword(stored: StoredPassword, encrypted: EncryptedPassword): ResultAsync<boolean, Unavailable>;
}

/**
 * Where channels are kept. As with accounts, every change by the owner ends the lease of whoever runs the account.
 *
 * @example
 * ```ts
 * const channels: ChannelRepository = memoryInstagrams(new MemoryDatabase()).channels;
 * await channels.start({ instagram: { owner: actor.accountId, id: 20 }, id: 10 }, clock.now());
 * ```
 */
export interface ChannelRepository {
  /** Stores a channel under a new number, higher than any before; stopped, with an empty queue. */
  add(instagram: InstagramRef, channel: NewChannel): ResultAsync<Channel, InstagramNotFound | Unavailable>;

  find(ref: ChannelRef): ResultAsync<Channel, InstagramNotFound | ChannelNotFound | Unavailable>;

  /** The account's, in order of their numbers. */
  list(instagram: InstagramRef): ResultAsync<readonly Channel[], InstagramNotFound | Unavailable>;

  /** Changes the fields that are named; see {@link ChannelChanges} for what a new target or value does. */
  change(
    ref: ChannelRef,
    changes: ChannelChanges & { readonly updatedAt: Date },
  ): ResultAsync<Channel, InstagramNotFound | ChannelNotFound | Unavailable>;

  /** Starts a channel of a started account. A source that was read to its end is read from its beginning again. */
  start(
    ref: ChannelRef,
    at: Date,
  ): ResultAsync<Channel, InstagramNotFound | ChannelNotFound | InstagramInactive | Unavailable>;

  /** Stops a channel: from then on no action is recorded for it. */
  stop(ref: ChannelRef, at: Date): ResultAsync<Channel, InstagramNotFound | ChannelNotFound | Unavailable>;

  /** Removes a channel with its queue and its journal. */
  remove(ref: ChannelRef): ResultAsync<void, InstagramNotFound | ChannelNotFound | Unavailable>;
}
