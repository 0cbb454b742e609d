import type { Ports } from '../ports.ts';

/**
 * What the use cases of the media tracker need from outside.
 *
 * @example
 * ```ts
 * const media = createMedia({ clock, unitOfWork, accounts, media: repository }, MEDIA_DEFAULTS);
 * ```
 */
export type MediaPorts = Pick<Ports, 'clock' | 'unitOfWork' | 'accounts' | 'media'>;

/**
 * What may be set about the media tracker.
 *
 * @example
 * ```ts
 * createQuintet(resolve, { media: { pageSize: 50 } });
 * ```
 */
export interface MediaSettings {
  /** Elements of a page where the caller asks for a page and names no limit. */
  readonly pageSize: number;
  /** Elements that are stored by one call of the repository: more than that in batches. */
  readonly batchSize: number;
}

/**
 * Twenty elements a page, a thousand in one batch.
 *
 * @example
 * ```ts
 * MEDIA_DEFAULTS.pageSize; // 20
 * ```
 */
export const MEDIA_DEFAULTS: MediaSettings = { pageSize: 20, batchSize: 1000 };
