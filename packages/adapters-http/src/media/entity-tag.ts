import type { LibraryVersion } from '@quintet/core';

/** The tag of what is made from a version of a library alone. */
export function tagOf(version: LibraryVersion): string {
  return `"${version}"`;
}

/** Which versions a client says it has. */
export interface KnownVersions {
  /** One of them, for whom several are too many. */
  readonly first: LibraryVersion | undefined;
  has(version: LibraryVersion): boolean;
}

const NONE: KnownVersions = { first: undefined, has: () => false };
const ANY: KnownVersions = { first: undefined, has: () => true };
const TAG = /(?:W\/)?"(\d{1,16})"/gu;

/**
 * Reads `If-None-Match`: tags, weak ones as strong ones, or `*`. What is no tag of ours is a version that nobody has.
 *
 * @example
 * ```ts
 * knownVersions('W/"12", "13"').has(13); // true
 * ```
 */
export function knownVersions(header: string | undefined): KnownVersions {
  if (header === undefined) return NONE;
  if (header.trim() === '*') return ANY;
  const versions = [...header.matchAll(TAG)].map(([, version]) => Number(version));
  return { first: versions[0], has: (version) => versions.includes(version) };
}
