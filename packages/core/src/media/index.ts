import { confirmUser, findOwner, type ConfirmUser, type FindOwner } from './use-cases/confirm-user.ts';
import { importMedia, type ImportMedia } from './use-cases/import.ts';
import {
  exportMedia,
  getMediaStats,
  listMedia,
  listMediaHistory,
  type ExportMedia,
  type GetMediaStats,
  type ListMedia,
  type ListMediaHistory,
} from './use-cases/list.ts';
import {
  putAllMedia,
  putMedia,
  removeMedia,
  type PutAllMedia,
  type PutMedia,
  type RemoveMedia,
} from './use-cases/put.ts';
import type { MediaPorts, MediaSettings } from './settings.ts';

/**
 * What can be done with a library of media.
 *
 * @example
 * ```ts
 * const { media } = createQuintet(memoryAdapters());
 * await media.put(actor, { name: 'Dune' });
 * ```
 */
export interface Media {
  readonly findOwner: FindOwner;
  readonly confirmUser: ConfirmUser;
  readonly list: ListMedia;
  readonly put: PutMedia;
  readonly putAll: PutAllMedia;
  readonly remove: RemoveMedia;
  readonly history: ListMediaHistory;
  readonly stats: GetMediaStats;
  readonly import: ImportMedia;
  readonly export: ExportMedia;
}

/**
 * Joins the use cases of the media tracker to the adapters of their ports.
 *
 * @example
 * ```ts
 * const media = createMedia({ clock, unitOfWork, accounts, media: repository }, MEDIA_DEFAULTS);
 * ```
 */
export function createMedia(ports: MediaPorts, settings: MediaSettings): Media {
  return {
    findOwner: findOwner(ports),
    confirmUser: confirmUser(ports),
    list: listMedia(ports, settings),
    put: putMedia(ports),
    putAll: putAllMedia(ports, settings),
    remove: removeMedia(ports),
    history: listMediaHistory(ports, settings),
    stats: getMediaStats(ports),
    import: importMedia(ports, settings),
    export: exportMedia(ports),
  };
}

export {
  changeElement,
  CONSUMED_STATES,
  enterState,
  LONGEST_MEDIA_DESCRIPTION,
  LONGEST_MEDIA_NAME,
  MEDIUMS,
  stateChange,
} from './element.ts';
export type {
  ConsumedState,
  MediaChanges,
  MediaElement,
  Medium,
  NewMediaElement,
  StateChange,
  StateWithTimes,
} from './element.ts';
export type {
  ImportedMedia,
  ImportFault,
  ImportRow,
  ImportRowError,
  MediaTimesMalformed,
  UncheckedImportedMedia,
} from './import-plan.ts';
export { isConsumedState, isMedium, parseMediaId, parseMediaWish } from './parse.ts';
export type {
  ConsumedStateUnknown,
  MediaDescriptionMalformed,
  MediaDescriptionTooLong,
  MediaIdMalformed,
  MediaNameMalformed,
  MediaNameOutOfBounds,
  MediaOrderMalformed,
  MediaWish,
  MediaWishMalformed,
  MediumUnknown,
  NameAndIdMissing,
  UncheckedMediaWish,
} from './parse.ts';
export type * from './ports.ts';
export { MEDIA_DEFAULTS } from './settings.ts';
export type { MediaPorts, MediaSettings } from './settings.ts';
export type { AnotherUser, ConfirmUser, FindOwner, LibraryOwner } from './use-cases/confirm-user.ts';
export type { ImportMedia, ImportMediaError, ImportRejected, ImportReport, MediaImport } from './use-cases/import.ts';
export type {
  ExportMedia,
  GetMediaStats,
  ListMedia,
  ListMediaError,
  ListMediaHistory,
  MediaFilterWish,
} from './use-cases/list.ts';
export type { PutAllMedia, PutMedia, PutMediaError, RemoveMedia } from './use-cases/put.ts';
