import type { Pool } from 'pg';
import { bodyOf, send, type BareRequest } from './http.ts';
import { addMedia, changeMedia, mediaOf, type MediaChange, type MediaRow } from './media-queries.ts';

const MEDIUMS: ReadonlySet<unknown> = new Set(['film', 'audio', 'literature', 'other']);
const STATES: ReadonlySet<unknown> = new Set(['not started', 'started', 'finished']);

/** Answers two requests of the media tracker. */
export function mediaHandlers(pool: Pool): Readonly<Record<'list' | 'put', (request: BareRequest) => Promise<void>>> {
  return {
    async list({ response, account, parts }) {
      const elements = await mediaOf(pool, account, usernameIn(parts));
      if (elements === undefined) return send(response, 401, failed('not logged in as this user'));
      const list = `[${elements.map(elementJson).join(',')}]`;
      send(response, 200, succeeded('successfully got media for the logged in user', list));
    },

    async put({ request, response, account, parts }) {
      const change = changeIn(await bodyOf(request));
      if (change === undefined) return send(response, 422, failed('a parameter is missing or malformed'));
      const element = await stored(pool, account, usernameIn(parts), change);
      if (element === undefined) return send(response, 401, failed('not logged in as this user'));
      send(response, 200, succeeded('successfully added/updated media element', elementJson(element)));
    },
  };
}

async function stored(
  pool: Pool,
  account: number,
  username: string,
  change: MediaChange,
): Promise<MediaRow | undefined> {
  const now = new Date();
  if (change.id !== null) return changeMedia(pool, account, username, change, now);
  const { name, medium, consumed_state: state, description, order } = change;
  const element = {
    name: name ?? '',
    medium: medium ?? 'other',
    consumed_state: state ?? 'not started',
    description: description ?? '',
    order: order ?? 0,
  };
  const id = await addMedia(pool, account, username, element, now);
  return id === undefined ? undefined : { id, ...element };
}

function changeIn(body: unknown): MediaChange | undefined {
  const fields = body as { readonly [Field in keyof MediaRow]?: unknown };
  const { id, name, medium, consumed_state: state, description, order } = fields;
  const good =
    (id !== undefined || name !== undefined) &&
    (id === undefined || Number.isInteger(id)) &&
    (name === undefined || (typeof name === 'string' && name.length >= 1 && name.length <= 80)) &&
    (medium === undefined || MEDIUMS.has(medium)) &&
    (state === undefined || STATES.has(state)) &&
    (description === undefined || (typeof description === 'string' && description.length <= 500)) &&
    (order === undefined || Number.isInteger(order));
  if (!good) return undefined;
  const absent = { id: null, name: null, medium: null, consumed_state: null, description: null, order: null };
  return { ...absent, ...(fields as Partial<MediaRow>) };
}

function usernameIn([username = '']: readonly string[]): string {
  return decodeURIComponent(username);
}

function succeeded(message: string, data: string): string {
  return `{"success":true,"message":"${message}","data":${data}}`;
}

function failed(message: string): string {
  return `{"success":false,"message":"${message}"}`;
}

function elementJson({ id, name, medium, consumed_state: state, description, order }: MediaRow): string {
  return `{"id":${id},"name":${JSON.stringify(name)},"medium":"${medium}","consumed_state":"${state}","description":${JSON.stringify(description)},"order":${order}}`;
}
