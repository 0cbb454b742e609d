import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/**
 * What the use cases of bucket lists need from outside.
 *
 * @example
 * ```ts
 * const ports: BucketlistPorts = { clock, unitOfWork, buckets, items, identity };
 * ```
 */
export type BucketlistPorts = Pick<Ports, 'clock' | 'unitOfWork' | 'buckets' | 'items'> & {
  readonly identity: Identity;
};

/**
 * What may be set about bucket lists.
 *
 * @example
 * ```ts
 * const quintet = createQuintet(resolve, { bucketlist: { pageSize: 25 } });
 * ```
 */
export interface BucketlistSettings {
  /** Entries of a page where the caller names no limit. */
  readonly pageSize: number;
}

/**
 * Ten entries a page.
 *
 * @example
 * ```ts
 * createBucketlist(ports, { ...BUCKETLIST_DEFAULTS, pageSize: 25 });
 * ```
 */
export const BUCKETLIST_DEFAULTS: BucketlistSettings = { pageSize: 10 };
