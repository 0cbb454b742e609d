import type { Ports } from '../ports.ts';

/**
 * What the use cases of the media tracker need from outside.
 *
 * @example
 * ```ts
 * const media = createMedia({ clock, accounts, media: repository }, MEDIA_DEFAULTS);
 * ```
 */
export type MediaPorts = Pick<Ports, 'clock' | 'accounts' | 'media'>;

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
  /** Elements that an import stores in one transaction. */
  readonly importBatch: number;
}

/**
 * Twenty elements a page, a thousand in one transaction of an import.
 *
 * @example
 * ```ts
 * MEDIA_DEFAULTS.pageSize; // 20
 * ```
 */
export const MEDIA_DEFAULTS: MediaSettings = { pageSize: 20, importBatch: 1000 };
