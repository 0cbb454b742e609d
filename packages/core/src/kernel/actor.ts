/** An account's number. */
export type AccountId = number;

/** Who acts. Use cases that need to know take it as their first parameter. */
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
