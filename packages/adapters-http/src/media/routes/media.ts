import type { Actor, LibraryVersion, MediaFilterWish, MediaList, MediaUnchanged, Quintet } from '@quintet/core';
import type { Answer } from '../../http/answer.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import {
  ANOTHER_USER,
  CONSUMED_PARAMETER_UNKNOWN,
  MEDIUM_PARAMETER_UNKNOWN,
  STATE_PARAMETER_UNKNOWN,
  TOKEN_REFUSALS,
  USER_UNKNOWN,
} from '../answers.ts';
import { knownVersions, tagOf } from '../entity-tag.ts';
import { LIST_ERRORS, PUT_ERRORS, REMOVE_ERRORS } from '../errors.ts';
import { listCache, type AnsweredList, type ListCache } from '../list-cache.ts';
import { FILTERS, USERNAME } from '../parameters.ts';
import { listBody, messageAnswer, putAllAnswer, putAnswer } from '../presenter.ts';
import { filterWanted, pageHeaders } from '../query.ts';
import { asUserOfPath, PUTS, REMOVAL } from '../requests.ts';
import { ELEMENTS_ANSWER, MESSAGE_ANSWER, PUT_ANSWER } from '../schemas.ts';

const TAG = 'Media';
const encoder = new TextEncoder();
const PATH = '/user/:username/media';
const REMOVED = 'successfully deleted media element';
const ELEMENT = {
  id: 1,
  name: 'Dune',
  medium: 'literature',
  consumed_state: 'not started',
  description: '',
  order: 0,
};
const USER_REFUSALS = [...TOKEN_REFUSALS, USER_UNKNOWN, ANOTHER_USER];

/** Listing, making, changing and deleting media elements. */
export function mediaRoutes(quintet: Quintet): readonly Route[] {
  const { media } = quintet;
  const cache = listCache();
  return [
    {
      method: 'GET',
      path: PATH,
      operationId: 'listMedia',
      summary: 'List media elements',
      description:
        'By `order`, then by `id`. Answers carry an `ETag`; a request with `If-None-Match` that names it is answered ' +
        '304 without a body. Pages carry `X-Total-Count` and `Link`.',
      tag: TAG,
      secured: true,
      parameters: [USERNAME, ...FILTERS],
      success: {
        status: 200,
        description: 'The elements',
        schema: ELEMENTS_ANSWER,
        example: { success: true, message: 'successfully got media for the logged in user', data: [ELEMENT] },
      },
      refusals: [...USER_REFUSALS, STATE_PARAMETER_UNKNOWN, CONSUMED_PARAMETER_UNKNOWN, MEDIUM_PARAMETER_UNKNOWN],
      handle: asUserOfPath(quintet, async (exchange, actor) => {
        const wish = filterWanted(exchange);
        return wish.isOk() ? list(quintet, cache, exchange, actor, wish.value) : wish.error;
      }),
    },
    {
      method: 'PUT',
      path: PATH,
      operationId: 'putMedia',
      summary: 'Make or change media elements',
      description:
        'Takes one element, or an array of elements that are stored together or not at all. ' +
        'One without an `id` is made, of one with an `id` the fields that are given are changed.',
      tag: TAG,
      secured: true,
      parameters: [USERNAME],
      body: PUTS,
      success: {
        status: 200,
        description: 'Stored',
        schema: PUT_ANSWER,
        example: { success: true, message: 'successfully added/updated media element', data: ELEMENT },
      },
      refusals: [...USER_REFUSALS, ...PUTS.refusals],
      handle: asUserOfPath(quintet, async (exchange, actor) => {
        const body = await PUTS.read(exchange);
        if (body.isErr()) return body.error;
        return 'length' in body.value
          ? answerTo(exchange, await media.putAll(actor, body.value), putAllAnswer, PUT_ERRORS)
          : answerTo(exchange, await media.put(actor, body.value), putAnswer, PUT_ERRORS);
      }),
    },
    {
      method: 'DELETE',
      path: PATH,
      operationId: 'deleteMedia',
      summary: 'Delete a media element',
      description:
        'Deletes the element whose `id` the body names, with its history. One that is not there is deleted already.',
      tag: TAG,
      secured: true,
      parameters: [USERNAME],
      body: REMOVAL,
      success: {
        status: 200,
        description: 'Deleted',
        schema: MESSAGE_ANSWER,
        example: { success: true, message: REMOVED },
      },
      refusals: [...USER_REFUSALS, ...REMOVAL.refusals, ...answersIn(REMOVE_ERRORS, { kind: 'media-id-malformed' })],
      handle: asUserOfPath(quintet, async (exchange, actor) => {
        const body = await REMOVAL.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(exchange, await media.remove(actor, body.value), () => messageAnswer(REMOVED), REMOVE_ERRORS);
      }),
    },
  ];
}

/**
 * Answers a list: out of the cache where the library is still in the version of the list that is there, without a body
 * where the client has that version.
 */
async function list(
  { media }: Quintet,
  cache: ListCache,
  exchange: Exchange,
  actor: Actor,
  wish: MediaFilterWish,
): Promise<Answer> {
  const query = queryOf(wish);
  const cached = cache.get(actor.accountId, query);
  const known = knownVersions(exchange.header('if-none-match'));
  const knownVersion: LibraryVersion | undefined = cached?.version ?? known.first;
  const show = (list: MediaList | MediaUnchanged): Answer => {
    const { version } = list;
    if (known.has(version)) return { status: 304, contentType: '', body: null, headers: headersOf(version) };
    const answered = list.kind === 'listed' ? render(list) : cached;
    if (answered === undefined) throw new Error('A list was unchanged that nobody had.');
    if (answered !== cached) cache.keep(actor.accountId, query, answered);
    const headers = { ...headersOf(version), ...pageHeaders(exchange, wish, answered.total) };
    return { status: 200, contentType: 'application/json', body: answered.body, headers };
  };
  return answerTo(exchange, await media.list(actor, { ...wish, knownVersion }), show, LIST_ERRORS);
}

function render({ version, entries, total }: MediaList): AnsweredList {
  return { version, body: encoder.encode(listBody(entries)), total };
}

function queryOf({ medium, consumedState, finished, search, page, limit }: MediaFilterWish): string {
  const conditions = [medium, consumedState, finished, search, page, limit];
  return conditions.every((condition) => condition === undefined) ? '' : JSON.stringify(conditions);
}

// whoever has a list asks whether it still holds, each time
function headersOf(version: LibraryVersion): Readonly<Record<string, string>> {
  return { ETag: tagOf(version), 'Cache-Control': 'private, no-cache', Vary: 'Authorization, Origin' };
}
