import { err, ok, type Result } from 'neverthrow';
import type { Bearer } from './external.ts';
import type { Permission } from './role.ts';

/**
 * Who acts may not do this.
 *
 * @example
 * ```ts
 * (await casting.listActors(nobody)).mapErr(({ kind }) => kind); // Err('permission-lacking')
 * ```
 */
export interface PermissionLacking {
  readonly kind: 'permission-lacking';
  readonly permission: Permission;
}

/**
 * Makes sure that who acts may do something.
 *
 * @example
 * ```ts
 * permit(actor, 'organize:hackathon').map(() => 'welcome');
 * ```
 */
export function permit({ permissions }: Bearer, permission: Permission): Result<void, PermissionLacking> {
  return permissions.includes(permission) ? ok(undefined) : err({ kind: 'permission-lacking', permission });
}
