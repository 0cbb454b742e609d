import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/** What the use cases of bucket lists need from outside. */
export type BucketlistPorts = Pick<Ports, 'clock' | 'unitOfWork' | 'buckets' | 'items'> & {
  readonly identity: Identity;
};

/** What may be set about bucket lists. */
export interface BucketlistSettings {
  /** Entries of a page where the caller names no limit. */
  readonly pageSize: number;
}

/** Ten entries a page. */
export const BUCKETLIST_DEFAULTS: BucketlistSettings = { pageSize: 10 };
