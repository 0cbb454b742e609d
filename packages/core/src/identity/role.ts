/**
 * A named set of permissions, which an account is granted.
 *
 * @example
 * ```ts
 * const role: Role = 'organizer';
 * ```
 */
export type Role = 'casting-assistant' | 'casting-director' | 'executive-producer' | 'organizer' | 'admin';

/**
 * What one may be allowed to do, named as `verb:thing`.
 *
 * @example
 * ```ts
 * const isAllowed = actor.permissions.includes('organize:hackathon' satisfies Permission);
 * ```
 */
export type Permission =
  | `get:${'actors' | 'movies' | 'castings'}`
  | `post:${'actor' | 'movie' | 'castings'}`
  | `patch:${'actors' | 'movies' | 'castings'}`
  | `delete:${'actors' | 'movies' | 'castings'}`
  | 'organize:hackathon'
  | 'administer:accounts';

const CASTING_ASSISTANT: readonly Permission[] = ['get:actors', 'get:movies', 'get:castings'];

const CASTING_DIRECTOR: readonly Permission[] = [
  ...CASTING_ASSISTANT,
  'post:actor',
  'patch:actors',
  'patch:movies',
  'delete:actors',
  'post:castings',
  'patch:castings',
  'delete:castings',
];

const EXECUTIVE_PRODUCER: readonly Permission[] = [...CASTING_DIRECTOR, 'post:movie', 'delete:movies'];

const PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  'casting-assistant': CASTING_ASSISTANT,
  'casting-director': CASTING_DIRECTOR,
  'executive-producer': EXECUTIVE_PRODUCER,
  organizer: ['organize:hackathon'],
  admin: [...EXECUTIVE_PRODUCER, 'organize:hackathon', 'administer:accounts'],
};

/**
 * Every role there is.
 *
 * @example
 * ```ts
 * `one of ${ROLES.join(', ')}`;
 * ```
 */
export const ROLES: readonly Role[] = Object.keys(PERMISSIONS) as Role[];

/**
 * Whether a value names a role.
 *
 * @example
 * ```ts
 * isRole('organizer'); // true
 * isRole('king'); // false
 * ```
 */
export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && Object.hasOwn(PERMISSIONS, value);
}

/**
 * All that some roles permit together, each permission once.
 *
 * @example
 * ```ts
 * permissionsOf(['organizer']); // ['organize:hackathon']
 * ```
 */
export function permissionsOf(roles: readonly Role[]): readonly Permission[] {
  return [...new Set(roles.flatMap((role) => PERMISSIONS[role]))];
}
