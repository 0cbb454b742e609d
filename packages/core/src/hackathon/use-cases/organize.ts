import type { Result } from 'neverthrow';
import { permit, type PermissionLacking } from '../../identity/index.ts';
import type { Actor } from '../../kernel/actor.ts';
import { isObjectId } from '../ticket.ts';

/** Makes sure that who acts may organize the hackathon. */
export function permitOrganizer(actor: Actor): Result<void, PermissionLacking> {
  return permit(actor, 'organize:hackathon');
}

/** An id as it is looked up; what is none is nothing's. */
export function lookupId(id: unknown): string {
  return isObjectId(id) ? id.toLowerCase() : '';
}
