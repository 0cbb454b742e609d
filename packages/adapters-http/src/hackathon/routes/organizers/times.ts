import type { Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../../http/errors.ts';
import type { Route } from '../../../http/route.ts';
import { SET_TIMES_ERRORS } from '../../errors.ts';
import { succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer, fieldsBody } from '../../requests.ts';
import { TIMES_ANSWER, TIMES_DRAFT } from '../../schemas.ts';
import { TIMES } from '../samples.ts';
import { ORGANIZERS, ORGANIZERS_ONLY } from './common.ts';

const DRAFT = fieldsBody(TIMES_DRAFT, {
  eventStart: 'event_start_time',
  eventEnd: 'event_end_time',
  hackingStart: 'hacking_start_time',
  hackingEnd: 'hacking_end_time',
});

/** Setting the four times. */
export function timesRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  return [
    {
      method: 'PUT',
      path: '/admin/times',
      operationId: 'setTimes',
      summary: 'Set the four times',
      tag: ORGANIZERS,
      secured: true,
      body: DRAFT,
      success: {
        status: 200,
        description: 'The times',
        schema: TIMES_ANSWER,
        example: { success: true, data: TIMES },
      },
      refusals: [
        ...ORGANIZERS_ONLY,
        ...DRAFT.refusals,
        ...answersIn(SET_TIMES_ERRORS, { kind: 'field-missing', field: 'eventStart' }),
      ],
      handle: asOrganizer(quintet, async (exchange, actor) => {
        const body = await DRAFT.read(exchange);
        if (body.isErr()) return body.error;
        const { eventStart, eventEnd, hackingStart, hackingEnd } = body.value;
        return answerTo(
          exchange,
          await quintet.hackathon.setTimes(actor, { eventStart, eventEnd, hackingStart, hackingEnd }),
          (times) => succeeded(show.times(times)),
          SET_TIMES_ERRORS,
        );
      }),
    },
  ];
}
