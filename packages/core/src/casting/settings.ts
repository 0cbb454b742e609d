import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/** What the use cases of the casting agency need from outside. */
export type CastingPorts = Pick<Ports, 'clock' | 'unitOfWork' | 'actors' | 'movies' | 'castings'> & {
  readonly identity: Identity;
};

/** What may be set about the casting agency. */
export interface CastingSettings {
  /** Entries of a page where the caller names no limit. */
  readonly pageSize: number;
  /** Entries that are read at a time where a whole list is wanted. */
  readonly stretchSize: number;
}

/** Twenty entries a page, 250 at a time. */
export const CASTING_DEFAULTS: CastingSettings = { pageSize: 20, stretchSize: 250 };
