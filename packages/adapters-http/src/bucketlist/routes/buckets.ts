import type { Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import { jsonBody } from '../../http/guard.ts';
import type { Route } from '../../http/route.ts';
import { BAD_REQUEST, BUCKET_ID_MALFORMED, failed, TOKEN_REFUSALS } from '../answers.ts';
import { CREATE_BUCKET_ERRORS, DELETE_BUCKET_ERRORS, GET_BUCKET_ERRORS, renameBucketErrors } from '../errors.ts';
import { BUCKET_ID, PAGE_PARAMETERS } from '../parameters.ts';
import { pageLinks, pageWanted } from '../paging.ts';
import { bucketAnswer, bucketsAnswer, changedBucketAnswer, messageAnswer } from '../presenter.ts';
import { idOf, signedIn } from '../requests.ts';
import { BUCKET_ANSWER, BUCKET_NAME, BUCKETS_ANSWER, CHANGED_BUCKET_ANSWER, MESSAGE_ANSWER } from '../schemas.ts';

const TAG = 'Buckets';
const NOT_FOUND = { kind: 'bucket-not-found' } as const;
const NOT_JSON = failed(202, 'Content-type must be json');
const RFC_1123 = 'Wed, 23 Aug 2017 10:14:52 GMT';
const CHANGED = { status: 'success', id: 3, name: 'Travel', createdAt: RFC_1123, modifiedAt: RFC_1123 };
const ISO = '2017-08-24T19:56:07.942000';
const BUCKET = { id: 3, name: 'Travel', createdAt: ISO, modifiedAt: ISO };

const NEW_BUCKET = jsonBody({
  schema: BUCKET_NAME,
  notJson: NOT_JSON,
  malformed: BAD_REQUEST,
  refuse: () => failed(400, 'Missing name attribute'),
});

const RENAMED_BUCKET = jsonBody({
  schema: BUCKET_NAME,
  notJson: NOT_JSON,
  malformed: BAD_REQUEST,
  refuse: () => failed(400, 'No attribute or value was specified, nothing was changed'),
});

/**
 * Listing, making, showing, renaming and deleting buckets.
 *
 * @param pageSize - Buckets of a page where the query names no limit.
 */
export function bucketRoutes({ identity, bucketlist }: Quintet, pageSize: number): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/v1/bucketlists',
      operationId: 'listBuckets',
      summary: 'List buckets',
      description: 'In order of creation.',
      tag: TAG,
      secured: true,
      parameters: PAGE_PARAMETERS,
      success: {
        status: 200,
        description: 'A page of buckets',
        schema: BUCKETS_ANSWER,
        example: { status: 'success', previous: null, next: null, count: 1, buckets: [BUCKET] },
      },
      refusals: TOKEN_REFUSALS,
      handle: signedIn(identity, async (exchange, actor) => {
        const wanted = pageWanted(exchange, pageSize);
        return answerTo(
          exchange,
          await bucketlist.listBuckets(actor, wanted),
          ({ entries, total }) => bucketsAnswer(entries, total, pageLinks(exchange, '/v1/bucketlists/', wanted, total)),
          {},
        );
      }),
    },
    {
      method: 'POST',
      path: '/v1/bucketlists',
      operationId: 'createBucket',
      summary: 'Make a bucket',
      tag: TAG,
      secured: true,
      body: NEW_BUCKET,
      success: { status: 201, description: 'Made', schema: CHANGED_BUCKET_ANSWER, example: CHANGED },
      refusals: [...TOKEN_REFUSALS, ...NEW_BUCKET.refusals],
      handle: signedIn(identity, async (exchange, actor) => {
        const body = await NEW_BUCKET.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await bucketlist.createBucket(actor, body.value),
          changedBucketAnswer,
          CREATE_BUCKET_ERRORS,
        );
      }),
    },
    {
      method: 'GET',
      path: '/v1/bucketlists/:bucketId',
      operationId: 'getBucket',
      summary: 'Show a bucket',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID],
      success: {
        status: 200,
        description: 'The bucket',
        schema: BUCKET_ANSWER,
        example: { status: 'success', bucket: BUCKET },
      },
      refusals: [...TOKEN_REFUSALS, BUCKET_ID_MALFORMED, ...answersIn(GET_BUCKET_ERRORS, NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const bucketId = idOf(exchange.param('bucketId'));
        if (bucketId === undefined) return BUCKET_ID_MALFORMED;
        return answerTo(exchange, await bucketlist.getBucket(actor, { bucketId }), bucketAnswer, GET_BUCKET_ERRORS);
      }),
    },
    {
      method: 'PUT',
      path: '/v1/bucketlists/:bucketId',
      operationId: 'renameBucket',
      summary: 'Rename a bucket',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID],
      body: RENAMED_BUCKET,
      success: { status: 201, description: 'Renamed', schema: CHANGED_BUCKET_ANSWER, example: CHANGED },
      refusals: [
        ...TOKEN_REFUSALS,
        BUCKET_ID_MALFORMED,
        ...RENAMED_BUCKET.refusals,
        ...answersIn(renameBucketErrors('3'), NOT_FOUND),
      ],
      handle: signedIn(identity, async (exchange, actor) => {
        const sentId = exchange.param('bucketId');
        const bucketId = idOf(sentId);
        if (bucketId === undefined) return BUCKET_ID_MALFORMED;
        const body = await RENAMED_BUCKET.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await bucketlist.renameBucket(actor, { bucketId, name: body.value.name }),
          changedBucketAnswer,
          renameBucketErrors(sentId),
        );
      }),
    },
    {
      method: 'DELETE',
      path: '/v1/bucketlists/:bucketId',
      operationId: 'deleteBucket',
      summary: 'Delete a bucket with its items',
      tag: TAG,
      secured: true,
      parameters: [BUCKET_ID],
      success: {
        status: 200,
        description: 'Deleted',
        schema: MESSAGE_ANSWER,
        example: { status: 'success', message: 'Bucket Deleted successfully' },
      },
      refusals: [...TOKEN_REFUSALS, BUCKET_ID_MALFORMED, ...answersIn(DELETE_BUCKET_ERRORS, NOT_FOUND)],
      handle: signedIn(identity, async (exchange, actor) => {
        const bucketId = idOf(exchange.param('bucketId'));
        if (bucketId === undefined) return BUCKET_ID_MALFORMED;
        return answerTo(
          exchange,
          await bucketlist.deleteBucket(actor, { bucketId }),
          () => messageAnswer('Bucket Deleted successfully'),
          DELETE_BUCKET_ERRORS,
        );
      }),
    },
  ];
}
