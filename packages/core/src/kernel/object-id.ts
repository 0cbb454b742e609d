/**
 * Makes identifiers of 24 hex digits, in the form of BSON's ObjectId: 4 bytes of seconds, 5 that are this process's, 3 that
 * count.
 *
 * @example
 * ```ts
 * const ids: ObjectIds = bsonObjectIds(clock);
 * ids.next(); // '58b2357f7a2f2e2e723e130e'
 * ```
 */
export interface ObjectIds {
  /** An identifier that no other call on any server gives; within this process a higher one than any before. */
  next(): string;
}
