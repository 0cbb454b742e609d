import assert from 'node:assert/strict';
import type { AccountId } from '../../kernel/actor.ts';
import type { MediaChanges, MediaElement, NewMediaElement } from '../../media/element.ts';
import type { LibraryVersion, MediaFilter, MediaHistory, StoredMedia } from '../../media/ports.ts';
import type { Ports } from '../../ports.ts';
import { valueOf } from '../outcome.ts';
import { MOMENT } from '../samples.ts';

type MediaPorts = Pick<Ports, 'media'>;

/** An element that is not started yet. */
export function newMedia(changes: Partial<NewMediaElement> = {}): NewMediaElement {
  return {
    name: 'Dune',
    medium: 'literature',
    description: '',
    order: 0,
    consumedState: 'not started',
    startedAt: null,
    finishedAt: null,
    ...changes,
  };
}

/** Stores elements and changes together. */
export function putMedia(
  { media }: MediaPorts,
  owner: AccountId,
  elements: readonly (NewMediaElement | MediaChanges)[],
  at: Date = MOMENT,
): Promise<StoredMedia> {
  return valueOf(media.put({ owner, elements, at }));
}

/** Stores one element. */
export async function addMedia(
  ports: MediaPorts,
  owner: AccountId,
  changes: Partial<NewMediaElement> = {},
): Promise<MediaElement> {
  const { elements } = await putMedia(ports, owner, [newMedia(changes)]);
  return elements[0] ?? assert.fail('nothing was stored');
}

/** The elements that a filter lets through. */
export async function listed(
  { media }: MediaPorts,
  owner: AccountId,
  filter: MediaFilter = {},
): Promise<readonly MediaElement[]> {
  const list = await valueOf(media.list(owner, filter));
  return list.kind === 'listed' ? list.entries : assert.fail('the list is unchanged against no version');
}

/** The version of a library. */
export async function versionOf({ media }: MediaPorts, owner: AccountId): Promise<LibraryVersion> {
  return (await valueOf(media.list(owner, {}))).version;
}

/** An element with its history. */
export async function historyOf({ media }: MediaPorts, { owner, id }: MediaElement): Promise<MediaHistory> {
  const { entries } = await valueOf(media.history(owner, { id }));
  return entries[0] ?? assert.fail('the element has no history');
}
