import type { ImportReport, MediaElement, MediaHistory, MediaStats } from '@quintet/core';
import { json, type Answer, type ReadyAnswer } from '../http/answer.ts';

const LISTED = 'successfully got media for the logged in user';

/** The answer to whoever has just been given a token. */
export function tokenAnswer(status: number, message: string, token: string): Answer {
  return json(status, { success: true, message, auth_token: token });
}

/** The answer to a request that succeeded and has nothing to show. */
export function messageAnswer(message: string): Answer {
  return json(200, { success: true, message });
}

/** The body of a list. */
export function listBody(elements: readonly MediaElement[]): string {
  return envelope(LISTED, listJson(elements));
}

/** The answer to one element that was stored. */
export function putAnswer(element: MediaElement): Answer {
  return answerOf(envelope('successfully added/updated media element', elementJson(element)));
}

/** The answer to elements that were stored together. */
export function putAllAnswer(elements: readonly MediaElement[]): Answer {
  return answerOf(envelope('successfully added/updated media elements', listJson(elements)));
}

/** How elements came to be in their states. */
export function historyAnswer(histories: readonly MediaHistory[]): ReadyAnswer {
  const data = histories.map(({ element, changes }) => ({
    id: element.id,
    name: element.name,
    medium: element.medium,
    consumed_state: element.consumedState,
    started_at: element.startedAt,
    finished_at: element.finishedAt,
    changes,
  }));
  return json(200, { success: true, message: 'successfully got the history of media for the logged in user', data });
}

/** How many elements there are. */
export function statsAnswer({ counts, finishedPerMonth }: MediaStats): ReadyAnswer {
  const months = Object.entries(finishedPerMonth).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const data = { counts, finished_per_month: Object.fromEntries(months) };
  return json(200, { success: true, message: 'successfully counted media for the logged in user', data });
}

/** What an import did. */
export function importAnswer({ rows, added, updated }: ImportReport, dryRun: boolean): ReadyAnswer {
  const message = dryRun ? 'dry run: nothing was stored' : 'successfully imported media';
  const data = { rows, added, updated, unchanged: rows - added - updated, dry_run: dryRun };
  return json(200, { success: true, message, data });
}

/** What of a file can't be imported. */
export function importRefused(errors: readonly { readonly line: number; readonly message: string }[]): ReadyAnswer {
  const what = errors.length === 1 ? '1 line is faulty' : `${errors.length} lines are faulty`;
  return json(422, { success: false, message: `${what}, nothing was imported`, data: { errors } });
}

// JSON put together by hand, because lists are most of what is asked for and this takes half the time

function answerOf(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}

function envelope(message: string, data: string): string {
  return `{"success":true,"message":"${message}","data":${data}}`;
}

function listJson(elements: readonly MediaElement[]): string {
  return `[${elements.map(elementJson).join()}]`;
}

function elementJson({ id, name, medium, consumedState, description, order }: MediaElement): string {
  const described = description === '' ? '""' : JSON.stringify(description);
  const texts = `"name":${JSON.stringify(name)},"medium":"${medium}","consumed_state":"${consumedState}"`;
  return `{"id":${id},${texts},"description":${described},"order":${order}}`;
}
