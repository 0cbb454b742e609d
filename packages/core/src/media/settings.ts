import type { Ports } from '../ports.ts';

/** What the use cases of the media tracker need from outside. */
export type MediaPorts = Pick<Ports, 'clock' | 'accounts' | 'media'>;

/** What may be set about the media tracker. */
export interface MediaSettings {
  /** Elements of a page where the caller asks for a page and names no limit. */
  readonly pageSize: number;
  /** Elements that an import stores in one transaction. */
  readonly importBatch: number;
}

/** Twenty elements a page, a thousand in one transaction of an import. */
export const MEDIA_DEFAULTS: MediaSettings = { pageSize: 20, importBatch: 1000 };
