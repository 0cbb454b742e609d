import type { AccountId, MediaElement } from '@quintet/core';
import type { StoredElement } from './statements.ts';

/** An element as the core knows it. */
export function elementOf(owner: AccountId, row: StoredElement): MediaElement {
  return {
    id: row.id,
    owner,
    name: row.name,
    medium: row.medium,
    description: row.description,
    order: row.order,
    consumedState: row.consumed_state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    createdAt: row.created_at,
  };
}
