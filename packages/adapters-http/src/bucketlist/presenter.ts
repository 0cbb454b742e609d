import type { Bucket, Item } from '@quintet/core';
import { json, type Answer } from '../http/answer.ts';
import { isoDate } from './iso-date.ts';
import type { PageLinks } from './paging.ts';

/** RFC 1123: `Wed, 23 Aug 2017 10:14:52 GMT`. */
function rfc1123Date(date: Date): string {
  return date.toUTCString();
}

/** The answer to whoever has just been given a token. */
export function tokenAnswer(status: number, message: string, token: string): Answer {
  return json(status, { status: 'success', message, auth_token: token });
}

/** The answer to a request that succeeded and has nothing to show. */
export function messageAnswer(message: string): Answer {
  return json(200, { status: 'success', message });
}

/** The answer to a bucket that was created or edited: the only place where dates are in RFC 1123's form. */
export function changedBucketAnswer({ id, name, createdAt, modifiedAt }: Bucket): Answer {
  const times = { createdAt: rfc1123Date(createdAt), modifiedAt: rfc1123Date(modifiedAt) };
  return json(201, { status: 'success', id, name, ...times });
}

export function bucketAnswer(bucket: Bucket): Answer {
  return answerOf(`{"status":"success","bucket":${bucketJson(bucket)}}`);
}

export function bucketsAnswer(buckets: readonly Bucket[], total: number, links: PageLinks): Answer {
  return answerOf(
    `{"status":"success",${linksJson(links)},"count":${total},"buckets":[${buckets.map(bucketJson).join()}]}`,
  );
}

export function itemAnswer(item: Item): Answer {
  return answerOf(`{"status":"success","item":${itemJson(item)}}`);
}

export function itemsAnswer(items: readonly Item[], total: number, links: PageLinks): Answer {
  return answerOf(`{"status":"success",${linksJson(links)},"count":${total},"items":[${items.map(itemJson).join()}]}`);
}

// JSON put together by hand, because pages are most of what is asked for and this takes half the time

function answerOf(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}

function linksJson({ previous, next }: PageLinks): string {
  return `"previous":${JSON.stringify(previous)},"next":${JSON.stringify(next)}`;
}

function bucketJson({ id, name, createdAt, modifiedAt }: Bucket): string {
  return `{"id":${id},"name":${JSON.stringify(name)},${timesJson(createdAt, modifiedAt)}}`;
}

function itemJson({ id, name, description, bucketId, createdAt, modifiedAt }: Item): string {
  const described = description === null ? 'null' : JSON.stringify(description);
  const own = `"id":${id},"name":${JSON.stringify(name)},"description":${described},"bucketId":${bucketId}`;
  return `{${own},${timesJson(createdAt, modifiedAt)}}`;
}

function timesJson(createdAt: Date, modifiedAt: Date): string {
  const created = isoDate(createdAt);
  const modified = modifiedAt.getTime() === createdAt.getTime() ? created : isoDate(modifiedAt);
  return `"createdAt":"${created}","modifiedAt":"${modified}"`;
}
