import type { FieldMissing, Person, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../../http/errors.ts';
import type { Handler } from '../../../http/api.ts';
import type { Route } from '../../../http/route.ts';
import { CHECK_IN_ERRORS, CHECK_OUT_ERRORS, ORGANIZER_ERRORS } from '../../errors.ts';
import { pageWanted } from '../../paging.ts';
import { succeeded, type Presenter } from '../../presenter.ts';
import { asOrganizer, fieldsBody } from '../../requests.ts';
import { PEOPLE_ANSWER, PERSON_ANSWER, USERNAME } from '../../schemas.ts';
import { PERSON } from '../samples.ts';
import { ORGANIZERS, ORGANIZERS_ONLY, PAGE_PARAMETERS } from './common.ts';

const NAMED = fieldsBody(USERNAME, { username: 'username' });
const MISSING: FieldMissing = { kind: 'field-missing', field: 'username' };

/** Who is there. */
export function peopleRoutes(quintet: Quintet, show: Presenter): readonly Route[] {
  const { hackathon } = quintet;

  const person = ({ username, displayName, roles, checkedInAt }: Person): object => ({
    username,
    name: displayName,
    roles,
    checked_in: checkedInAt !== undefined,
    time_checked_in: show.preciseTime(checkedInAt),
  });

  const checkIn = asOrganizer(quintet, async (exchange, actor) => {
    const body = await NAMED.read(exchange);
    if (body.isErr()) return body.error;
    const checked = await hackathon.checkIn(actor, { username: body.value.username });
    return answerTo(exchange, checked, (found) => succeeded(person(found)), CHECK_IN_ERRORS);
  });

  const checkOut = asOrganizer(quintet, async (exchange, actor) => {
    const body = await NAMED.read(exchange);
    if (body.isErr()) return body.error;
    const checked = await hackathon.checkOut(actor, { username: body.value.username });
    return answerTo(exchange, checked, (found) => succeeded(person(found)), CHECK_OUT_ERRORS);
  });

  return [
    ...checkRoutes({
      id: 'checkIn',
      paths: ['/admin/checkin', '/user/checkin'],
      summary: 'Note that somebody is there',
      example: PERSON,
      refusals: answersIn(CHECK_IN_ERRORS, MISSING),
      handle: checkIn,
    }),
    ...checkRoutes({
      id: 'checkOut',
      paths: ['/admin/checkout', '/user/checkout'],
      summary: 'Note that somebody has left',
      example: { ...PERSON, checked_in: false, time_checked_in: null },
      refusals: answersIn(CHECK_OUT_ERRORS, MISSING),
      handle: checkOut,
    }),
    {
      method: 'GET',
      path: '/admin/people',
      operationId: 'listPeople',
      summary: 'Everybody with an account, by username',
      tag: ORGANIZERS,
      secured: true,
      parameters: [
        {
          in: 'query',
          name: 'search',
          description: 'Only those with this text in the username or the name',
          schema: { type: 'string' },
        },
        ...PAGE_PARAMETERS,
      ],
      success: {
        status: 200,
        description: 'The people',
        schema: PEOPLE_ANSWER,
        example: { success: true, data: { people: [PERSON], total: 1 } },
      },
      refusals: ORGANIZERS_ONLY,
      handle: asOrganizer(quintet, async (exchange, actor) =>
        answerTo(
          exchange,
          await hackathon.listPeople(actor, pageWanted(exchange)),
          ({ entries, total }) => succeeded({ people: entries.map(person), total }),
          ORGANIZER_ERRORS,
        ),
      ),
    },
  ];
}

interface Check {
  readonly id: string;
  /** The second is where the first client of it posts. */
  readonly paths: readonly [string, string];
  readonly summary: string;
  readonly example: object;
  readonly refusals: Route['refusals'];
  readonly handle: Handler;
}

function checkRoutes({ id, paths, summary, example, refusals, handle }: Check): readonly Route[] {
  return paths.map((path, index): Route => ({
    method: 'POST',
    path,
    operationId: index === 0 ? id : `${id}ByClient`,
    summary,
    ...(index === 0 ? {} : { description: `The same as \`${paths[0]}\`, where its first client posts.` }),
    tag: ORGANIZERS,
    secured: true,
    body: NAMED,
    success: { status: 200, description: 'Noted', schema: PERSON_ANSWER, example: { success: true, data: example } },
    refusals: [...ORGANIZERS_ONLY, ...NAMED.refusals, ...refusals],
    handle,
  }));
}
