import type { ApiName } from '../../http/api.ts';

/** An API that this version has. */
export type BuiltApi = Extract<ApiName, 'media' | 'bucketlist' | 'casting' | 'hackathon'>;

/** The APIs that this version has; the others are left out of what is mounted. */
export const BUILT_APIS: readonly BuiltApi[] = ['media', 'bucketlist', 'casting', 'hackathon'];
