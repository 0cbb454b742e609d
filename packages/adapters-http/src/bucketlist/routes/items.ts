import type { Quintet } from '@quintet/core';
import type { ReadyAnswer } from '../../http/answer.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import { jsonBody } from '../../http/guard.ts';
import type { Route } from '../../http/route.ts';
import {
  BAD_REQUEST_ON_ITEMS,
  BUCKET_ID_MALFORMED_ON_ITEMS,
  failed,
  ITEM_ATTRIBUTES_MISSING,
  ITEM_ID_MALFORMED,
  TOKEN_REFUSALS,
} from '../answers.ts';
import { addItemErrors, deleteItemErrors, editItemErrors, GET_BUCKET_ERRORS, getItemErrors } from '../errors.ts';
import { BUCKET_ID, ITEM_ID, PAGE_PARAMETERS } from '../parameters.ts';
import { pageLinks, pageWanted } from '../paging.ts';
import { itemAnswer, itemsAnswer, messageAnswer } from '../presenter.ts';
import { idOf, signedIn } from '../requests.ts';
import { ITEM_ANSWER, ITEM_CHANGES, ITEMS_ANSWER, MESSAGE_ANSWER, NEW_ITEM } from '../schemas.ts';

const TAG = 'Items';
const NOT_FOUND = { kind: 'bucket-not-found' } as const;
const NOT_JSON = failed(401, 'Content-type must be application/json');
const ISO = '2017-08-24T19:56:07.942000';
const ITEM = {
  id: 12,
  name: 'biscuits',
  description: 'lorem ipsum',
  bucketId: 3,
  createdAt: ISO,
  modifiedAt: ISO,
};
const ITEM_EXAMPLE = { status: 'success', item: ITEM };
const BUCKET_REFUSALS: readonly ReadyAnswer[] = [...TOKEN_REFUSALS, BUCKET_ID_MALFORMED_ON_ITEMS];
const ITEM_REFUSALS: readonly ReadyAnswer[] = [...BUCKET_REFUSALS, ITEM_ID_MALFORMED];

const ADDED_ITEM = jsonBody({
  schema: NEW_ITEM,
  notJson: NOT_JSON,
  malformed: BAD_REQUEST_ON_ITEMS,
  refuse: () => ITEM_ATTRIBUTES_MISSING,
});

const NO_ATTRIBUTES = failed(401, 'No attributes specified in the request');

const EDITED_ITEM = jsonBody({
  schema: ITEM_CHANGES,
  notJson: NOT_JSON,
  malformed: BAD_REQUEST_ON_ITEMS,
  refuse: (value) => (isEmptyObject(value) ? NO_ATTRIBUTES : ITEM_ATTRIBUTES_MISSING),
});

/**
 * Listing, adding, showing, editing and deleting the items of a bucket.
 *
 * @param pageSize - Items of a page where the query names no limit.
 */
export function itemRoutes({ identity, bucketlist }: Quintet, pageSize: number): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/bucketlists/:bucketId/items',
      operationId: 'listItems',
      summary: 'List the items of a bucket',
      description: 'Newest first.',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID, ...PAGE_PARAMETERS],
      success: {
        status: 200,
        description: 'A page of items',
        schema: ITEMS_ANSWER,
        example: { status: 'success', previous: null, next: null, count: 1, items: [ITEM] },
      },
      refusals: [...BUCKET_REFUSALS, ...answersIn(GET_BUCKET_ERRORS, NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED_ON_ITEMS;
        const wanted = pageWanted(exchange, pageSize);
        return answerTo(
          exchange,
          await bucketlist.listItems(actor, { bucketId, ...wanted }),
          ({ entries, total }) =>
            itemsAnswer(entries, total, pageLinks(exchange, `/v1/bucketlists/${sentId}/items/`, wanted, total)),
          GET_BUCKET_ERRORS,
        );
      }),
    },
    {
      method: 'POST',
      path: '/v1/bucketlists/:bucketId/items',
      operationId: 'addItem',
      summary: 'Add an item to a bucket',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID],
      body: ADDED_ITEM,
      success: { status: 200, description: 'Added', schema: ITEM_ANSWER, example: ITEM_EXAMPLE },
      refusals: [...BUCKET_REFUSALS, ...ADDED_ITEM.refusals, ...answersIn(addItemErrors('3'), NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED_ON_ITEMS;
        const body = await ADDED_ITEM.read(exchange);
        if (body.isErr()) return body.error;
        const { name, description = null } = body.value;
        return answerTo(
          exchange,
          await bucketlist.addItem(actor, { bucketId, name, description }),
          itemAnswer,
          addItemErrors(sentId),
        );
      }),
    },
    {
      method: 'GET',
      path: '/v1/bucketlists/:bucketId/items/:itemId',
      operationId: 'getItem',
      summary: 'Show an item',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID, ITEM_ID],
      success: { status: 200, description: 'The item', schema: ITEM_ANSWER, example: ITEM_EXAMPLE },
      refusals: [...ITEM_REFUSALS, ...answersIn(getItemErrors('3'), NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED_ON_ITEMS;
        const itemId = idOf(exchange.param('itemId'));
        if (itemId === undefined) return ITEM_ID_MALFORMED;
        const item = await bucketlist.getItem(actor, { bucketId, itemId });
        return answerTo(exchange, item, itemAnswer, getItemErrors(sentId));
      }),
    },
    {
      method: 'PUT',
      path: '/v1/bucketlists/:bucketId/items/:itemId',
      operationId: 'editItem',
      summary: 'Edit an item',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID, ITEM_ID],
      body: EDITED_ITEM,
      success: { status: 200, description: 'Edited', schema: ITEM_ANSWER, example: ITEM_EXAMPLE },
      refusals: [...ITEM_REFUSALS, ...EDITED_ITEM.refusals, ...answersIn(editItemErrors('3'), NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED_ON_ITEMS;
        const itemId = idOf(exchange.param('itemId'));
        if (itemId === undefined) return ITEM_ID_MALFORMED;
        const body = await EDITED_ITEM.read(exchange);
        if (body.isErr()) return body.error;
        const { name, description } = body.value;
        return answerTo(
          exchange,
          await bucketlist.editItem(actor, {
            bucketId,
            itemId,
            ...(typeof name === 'string' ? { name } : {}),
            ...(typeof description === 'string' ? { description } : {}),
          }),
          itemAnswer,
          editItemErrors(sentId),
        );
      }),
    },
    {
      method: 'DELETE',
      path: '/v1/bucketlists/:bucketId/items/:itemId',
      operationId: 'deleteItem',
      summary: 'Delete an item',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID, ITEM_ID],
      success: {
        status: 200,
        description: 'Deleted',
        schema: MESSAGE_ANSWER,
        example: { status: 'success', message: 'Successfully deleted the item from bucket with Id 3' },
      },
      refusals: [...ITEM_REFUSALS, ...answersIn(deleteItemErrors('3'), NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED_ON_ITEMS;
        const itemId = idOf(exchange.param('itemId'));
        if (itemId === undefined) return ITEM_ID_MALFORMED;
        return answerTo(
          exchange,
          await bucketlist.deleteItem(actor, { bucketId, itemId }),
          () => messageAnswer(`Successfully deleted the item from bucket with Id ${sentId}`),
          deleteItemErrors(sentId),
        );
      }),
    },
  ];
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
