/**
 * An account's number.
 *
 * @example
 * ```ts
 * const owner: AccountId = actor.accountId;
 * ```
 */
export type AccountId = number;

/**
 * Who acts. Use cases that need to know take it as their first parameter.
 *
 * @example
 * ```ts
 * const actor = (await identity.authenticate(token))._unsafeUnwrap();
 * await bucketlist.listBuckets(actor);
 * ```
 */
export interface Actor {
  readonly accountId: AccountId;
  /** What the actor may do beyond their own affairs; named as `verb:thing`. */
  readonly permissions: readonly string[];
  /** The access token by which the actor was recognised. */
  readonly token: {
    readonly id: string;
    readonly expiresAt: Date;
  };
}
