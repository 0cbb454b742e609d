import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** A row of `media_library`: which version all elements of an account are in together. */
export class MediaLibraryRow {
  declare owner: AccountRow;
  declare version: number;
}

/** How {@link MediaLibraryRow} is mapped. */
export const mediaLibrarySchema: EntitySchema<MediaLibraryRow> = defineEntity({
  class: MediaLibraryRow,
  tableName: 'media_library',
  properties: {
    owner: () => p.oneToOne(AccountRow).primary().owner().fieldName('owner_id').deleteRule('cascade'),
    version: p.bigint('number'),
  },
});

/** A row of `media_element`. */
export class MediaElementRow {
  declare id: number;
  declare owner: AccountRow;
  declare name: string;
  /** The name in the form that searches look at: see `searchable`. */
  declare nameKey: string;
  declare medium: string;
  declare consumedState: string;
  declare description: string;
  declare order: number;
  declare startedAt: Date | null;
  declare finishedAt: Date | null;
  declare createdAt: Date;
}

/** How {@link MediaElementRow} is mapped. */
export const mediaElementSchema: EntitySchema<MediaElementRow> = defineEntity({
  class: MediaElementRow,
  tableName: 'media_element',
  properties: {
    id: p.integer().primary().autoincrement(),
    owner: () => p.manyToOne(AccountRow).fieldName('owner_id').deleteRule('cascade'),
    name: p.text(),
    nameKey: p.text(),
    medium: p.text(),
    consumedState: p.text(),
    description: p.text(),
    order: p.integer(),
    startedAt: p.datetime(3).nullable(),
    finishedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3),
  },
});

/** A row of `media_state_change`. */
export class MediaStateChangeRow {
  declare id: number;
  declare element: MediaElementRow;
  declare fromState: string;
  declare toState: string;
  declare at: Date;
}

/** How {@link MediaStateChangeRow} is mapped. */
export const mediaStateChangeSchema: EntitySchema<MediaStateChangeRow> = defineEntity({
  class: MediaStateChangeRow,
  tableName: 'media_state_change',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    element: () => p.manyToOne(MediaElementRow).fieldName('element_id').deleteRule('cascade'),
    fromState: p.text(),
    toState: p.text(),
    at: p.datetime(3),
  },
});
