import type { EventInput, FieldMissing, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../../http/errors.ts';
import type { Route } from '../../../http/route.ts';
import { CREATE_EVENT_ERRORS, DELETE_EVENT_ERRORS, EDIT_EVENT_ERRORS } from '../../errors.ts';
import { created, succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer, fieldsBody } from '../../requests.ts';
import { EVENT_ANSWER, EVENT_CHANGES, NEW_EVENT, REMOVED_ANSWER } from '../../schemas.ts';
import { EVENT } from '../samples.ts';
import { idOf, ORGANIZERS, ORGANIZERS_ONLY } from './common.ts';

const NAMES: Readonly<Record<keyof EventInput, string>> = {
  shortDescription: 'short_description',
  longDescription: 'long_description',
  location: 'location',
  startTime: 'start_time',
  endTime: 'end_time',
};
const DRAFT = fieldsBody(NEW_EVENT, NAMES);
const CHANGES = fieldsBody(EVENT_CHANGES, NAMES);
const MISSING: FieldMissing = { kind: 'field-missing', field: 'shortDescription' };

/** Making the schedule. */
export function eventRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;
  return [
    {
      method: 'POST',
      path: '/admin/events',
      operationId: 'createEvent',
      summary: 'Put something on the schedule',
      description: '`location` is the id of a location.',
      tag: ORGANIZERS,
      secured: true,
      body: DRAFT,
      success: {
        status: 201,
        description: 'The event, with its location',
        schema: EVENT_ANSWER,
        example: { success: true, data: EVENT },
      },
      refusals: [...ORGANIZERS_ONLY, ...DRAFT.refusals, ...answersIn(CREATE_EVENT_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await DRAFT.read(exchange);
        if (body.isErr()) return body.error;
        const { shortDescription, longDescription, location, startTime, endTime } = body.value;
        return answerTo(
          exchange,
          await hackathon.createEvent(actor, { shortDescription, longDescription, location, startTime, endTime }),
          (event) => created(show.event(exchange, event)),
          CREATE_EVENT_ERRORS,
        );
      }),
    },
    {
      method: 'PATCH',
      path: '/admin/events/:id',
      operationId: 'editEvent',
      summary: 'Change an event',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('event')],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: EVENT_ANSWER,
        example: { success: true, data: EVENT },
      },
      refusals: [...ORGANIZERS_ONLY, ...CHANGES.refusals, ...answersIn(EDIT_EVENT_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await CHANGES.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await hackathon.editEvent(actor, { id: exchange.param('id'), changes: body.value }),
          (event) => succeeded(show.event(exchange, event)),
          EDIT_EVENT_ERRORS,
        );
      }),
    },
    {
      method: 'DELETE',
      path: '/admin/events/:id',
      operationId: 'deleteEvent',
      summary: 'Take an event off the schedule',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('event')],
      success: {
        status: 200,
        description: 'Gone',
        schema: REMOVED_ANSWER,
        example: { success: true, data: { id: EVENT['id'] } },
      },
      refusals: [...ORGANIZERS_ONLY, ...answersIn(DELETE_EVENT_ERRORS, { kind: 'event-not-found' })],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const id = exchange.param('id');
        return answerTo(
          exchange,
          await hackathon.deleteEvent(actor, { id }),
          () => succeeded({ id: id.toLowerCase() }),
          DELETE_EVENT_ERRORS,
        );
      }),
    },
  ];
}
