import type { Identity } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/**
 * What the use cases of the casting agency need from outside.
 *
 * @example
 * ```ts
 * const agency = createCastingAgency({ clock, unitOfWork, actors, movies, castings, identity }, CASTING_DEFAULTS);
 * ```
 */
export type CastingPorts = Pick<Ports, 'clock' | 'unitOfWork' | 'actors' | 'movies' | 'castings'> & {
  readonly identity: Identity;
};

/**
 * What may be set about the casting agency.
 *
 * @example
 * ```ts
 * const settings: CastingSettings = { ...CASTING_DEFAULTS, pageSize: 50 };
 * ```
 */
export interface CastingSettings {
  /** Entries of a page where the caller names no limit. */
  readonly pageSize: number;
  /** Entries that are read at a time where a whole list is wanted. */
  readonly stretchSize: number;
}

/**
 * Twenty entries a page, 100 at a time.
 *
 * @example
 * ```ts
 * CASTING_DEFAULTS.pageSize; // 20
 * ```
 */
export const CASTING_DEFAULTS: CastingSettings = { pageSize: 20, stretchSize: 100 };
