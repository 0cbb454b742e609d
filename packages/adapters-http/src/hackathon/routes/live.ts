import { parseTime, type Quintet } from '@quintet/core';
import type { Answer } from '../../http/answer.ts';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import { INVALID_DATE, INVALID_LOCATION } from '../answers.ts';
import { PICTURE_ERRORS } from '../errors.ts';
import { pictureAnswer } from '../pictures/answer.ts';
import { PICTURE_PATH, succeeded, type Presenter } from '../presenter.ts';
import { ANNOUNCEMENTS_ANSWER, EVENTS_ANSWER, ID, LOCATIONS_ANSWER, TIMES_ANSWER } from '../schemas.ts';
import { ANNOUNCEMENT, EVENT, LOCATION, TIMES } from './samples.ts';

const TAG = 'Live';
const OBJECT_ID = /^[\da-f]{24}$/iu;

/** What everybody may see: the times, maps, announcements and the schedule. */
export function liveRoutes({ hackathon }: Quintet, show: Presenter, timeZone: string): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/times',
      operationId: 'getTimes',
      summary: 'The four times that a countdown needs',
      tag: TAG,
      secured: false,
      success: {
        status: 200,
        description: 'The times; the next full weekend until organizers set them',
        schema: TIMES_ANSWER,
        example: { success: true, data: TIMES },
      },
      refusals: [],
      handle: async (exchange) =>
        answerTo(exchange, await hackathon.getTimes(), (times) => succeeded(show.times(times)), {}),
    },
    {
      method: 'GET',
      path: '/maps',
      operationId: 'listMaps',
      summary: 'The locations that are on maps, by rank',
      tag: TAG,
      secured: false,
      success: {
        status: 200,
        description: 'The locations',
        schema: LOCATIONS_ANSWER,
        example: { success: true, data: [LOCATION] },
      },
      refusals: [],
      handle: async (exchange) =>
        answerTo(exchange, await hackathon.listMaps(), (maps) => succeeded(show.locations(exchange, maps)), {}),
    },
    {
      method: 'GET',
      path: `${PICTURE_PATH}:id`,
      operationId: 'getPicture',
      summary: 'The picture of a location',
      tag: TAG,
      secured: false,
      parameters: [{ in: 'path', name: 'id', description: "The location's id", schema: ID }],
      success: { status: 200, description: 'The picture, with its own type and an `ETag`' },
      refusals: [INVALID_LOCATION, ...answersIn(PICTURE_ERRORS, { kind: 'picture-not-found' })],
      async handle(exchange) {
        const id = exchange.param('id');
        if (!OBJECT_ID.test(id)) return INVALID_LOCATION;
        return answerTo(
          exchange,
          await hackathon.getPicture(id),
          (picture) => pictureAnswer(picture, exchange.header('if-none-match')),
          PICTURE_ERRORS,
        );
      },
    },
    {
      method: 'GET',
      path: '/announcements',
      operationId: 'listAnnouncements',
      summary: 'Announcements, the latest first',
      tag: TAG,
      secured: false,
      parameters: [
        {
          in: 'query',
          name: 'since_date',
          description: 'Only those after this time: a date, with or without a time, a fraction and a zone',
          schema: { type: 'string', default: '1970-01-01T00:00:00' },
        },
      ],
      success: {
        status: 200,
        description: 'The announcements',
        schema: ANNOUNCEMENTS_ANSWER,
        example: { success: true, data: [ANNOUNCEMENT] },
      },
      refusals: [INVALID_DATE],
      handle: (exchange) => announcements(exchange),
    },
    {
      method: 'GET',
      path: '/events',
      operationId: 'listEvents',
      summary: 'The schedule, by start time',
      tag: TAG,
      secured: false,
      success: {
        status: 200,
        description: 'The events, each with its location',
        schema: EVENTS_ANSWER,
        example: { success: true, data: [EVENT] },
      },
      refusals: [],
      handle: async (exchange) =>
        answerTo(exchange, await hackathon.listEvents(), (events) => succeeded(show.events(exchange, events)), {}),
    },
  ];

  async function announcements(exchange: Exchange): Promise<Answer> {
    const given = exchange.query('since_date');
    const since = given === undefined ? undefined : parseTime(withPlus(given), timeZone);
    if (given !== undefined && since === undefined) return INVALID_DATE;
    return answerTo(
      exchange,
      await hackathon.listAnnouncements(since === undefined ? {} : { since }),
      (list) => show.announcementsAnswer(list),
      {},
    );
  }
}

/** A `+` that a client forgot to encode has become a blank. */
function withPlus(date: string): string {
  return date.replace(/(?<=:\d\d(?:[.,]\d+)?) (?=\d\d(?::?\d\d)?$)/u, '+');
}
