import type { FieldMissing, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../../http/errors.ts';
import type { Route } from '../../../http/route.ts';
import {
  CREATE_ANNOUNCEMENT_ERRORS,
  DELETE_ANNOUNCEMENT_ERRORS,
  EDIT_ANNOUNCEMENT_ERRORS,
  ORGANIZER_ERRORS,
} from '../../errors.ts';
import { created, succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer, fieldsBody } from '../../requests.ts';
import {
  ANNOUNCEMENT_ANSWER,
  ANNOUNCEMENT_CHANGES,
  ANNOUNCEMENTS_ANSWER,
  NEW_ANNOUNCEMENT,
  REMOVED_ANSWER,
} from '../../schemas.ts';
import { ANNOUNCEMENT } from '../samples.ts';
import { idOf, ORGANIZERS, ORGANIZERS_ONLY } from './common.ts';

const NAMES = { message: 'message', time: 'time' } as const;
const DRAFT = fieldsBody(NEW_ANNOUNCEMENT, NAMES);
const CHANGES = fieldsBody(ANNOUNCEMENT_CHANGES, NAMES);
const MISSING: FieldMissing = { kind: 'field-missing', field: 'message' };

/** Making, scheduling, changing and taking back announcements. */
export function announcementRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;
  return [
    {
      method: 'GET',
      path: '/admin/announcements',
      operationId: 'listAllAnnouncements',
      summary: 'All announcements, also those that are scheduled',
      tag: ORGANIZERS,
      secured: true,
      success: {
        status: 200,
        description: 'The announcements, the latest first',
        schema: ANNOUNCEMENTS_ANSWER,
        example: { success: true, data: [ANNOUNCEMENT] },
      },
      refusals: ORGANIZERS_ONLY,
      handle: asOrganizer(quintet, async (exchange, actor) =>
        answerTo(
          exchange,
          await hackathon.listAllAnnouncements(actor),
          (all) => succeeded(show.announcements(all)),
          ORGANIZER_ERRORS,
        ),
      ),
    },
    {
      method: 'POST',
      path: '/admin/announcements',
      operationId: 'createAnnouncement',
      summary: 'Announce something',
      description: 'At once, or at a `time` in the future.',
      tag: ORGANIZERS,
      secured: true,
      body: DRAFT,
      success: {
        status: 201,
        description: 'The announcement',
        schema: ANNOUNCEMENT_ANSWER,
        example: { success: true, data: ANNOUNCEMENT },
      },
      refusals: [...ORGANIZERS_ONLY, ...DRAFT.refusals, ...answersIn(CREATE_ANNOUNCEMENT_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await DRAFT.read(exchange);
        if (body.isErr()) return body.error;
        const { message, time } = body.value;
        return answerTo(
          exchange,
          await hackathon.createAnnouncement(actor, { message, time }),
          (announcement) => created(show.announcement(announcement)),
          CREATE_ANNOUNCEMENT_ERRORS,
        );
      }),
    },
    {
      method: 'PATCH',
      path: '/admin/announcements/:id',
      operationId: 'editAnnouncement',
      summary: 'Change an announcement',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('announcement')],
      body: CHANGES,
      success: {
        status: 200,
        description: 'Changed',
        schema: ANNOUNCEMENT_ANSWER,
        example: { success: true, data: ANNOUNCEMENT },
      },
      refusals: [...ORGANIZERS_ONLY, ...CHANGES.refusals, ...answersIn(EDIT_ANNOUNCEMENT_ERRORS, MISSING)],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await CHANGES.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await hackathon.editAnnouncement(actor, { id: exchange.param('id'), changes: body.value }),
          (announcement) => succeeded(show.announcement(announcement)),
          EDIT_ANNOUNCEMENT_ERRORS,
        );
      }),
    },
    {
      method: 'DELETE',
      path: '/admin/announcements/:id',
      operationId: 'deleteAnnouncement',
      summary: 'Take an announcement back',
      tag: ORGANIZERS,
      secured: true,
      parameters: [idOf('announcement')],
      success: {
        status: 200,
        description: 'Taken back',
        schema: REMOVED_ANSWER,
        example: { success: true, data: { id: ANNOUNCEMENT['id'] } },
      },
      refusals: [...ORGANIZERS_ONLY, ...answersIn(DELETE_ANNOUNCEMENT_ERRORS, { kind: 'announcement-not-found' })],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const id = exchange.param('id');
        return answerTo(
          exchange,
          await hackathon.deleteAnnouncement(actor, { id }),
          () => succeeded({ id: id.toLowerCase() }),
          DELETE_ANNOUNCEMENT_ERRORS,
        );
      }),
    },
  ];
}
