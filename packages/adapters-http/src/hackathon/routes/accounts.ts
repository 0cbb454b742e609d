import type { FieldMissing, Quintet } from '@quintet/core';
import { answersIn, answerTo, type ErrorTable } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { PASSWORD_TOO_LONG, tooManyFailedLogins, USER_EXISTS, USER_UNKNOWN, WRONG_PASSWORD } from '../answers.ts';
import { CREATE_USER_ERRORS, LOG_IN_ERRORS, USER_FIELD_ERRORS, type FieldError } from '../errors.ts';
import { created, succeeded } from '../presenter.ts';
import { fieldsBody } from '../requests.ts';
import { LOGIN, LOGIN_ANSWER, NEW_USER, TOKEN_ANSWER } from '../schemas.ts';
import { TOKEN } from './samples.ts';

const TAG = 'Users';
const USER = fieldsBody(NEW_USER, { name: 'name', username: 'username', password: 'password' });
const CREDENTIALS = fieldsBody(LOGIN, { username: 'username', password: 'password' });
const MISSING: FieldMissing = { kind: 'field-missing', field: 'username' };

/** The same answers for a request whose password is text: if that is not taken, it is too long. */
function passwordErrors(password: unknown): Pick<ErrorTable<FieldError>, 'field-malformed'> {
  const otherwise = CREATE_USER_ERRORS['field-malformed'];
  const isText = typeof password === 'string' && password.isWellFormed();
  return {
    'field-malformed': (error) => {
      if (error.field === 'password' && isText) return PASSWORD_TOO_LONG;
      return typeof otherwise === 'function' ? otherwise(error) : otherwise;
    },
  };
}

/** Making an account, and logging in. */
export function accountRoutes({ hackathon }: Quintet): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/user/create',
      operationId: 'createUser',
      summary: 'Make an account',
      description: 'Answers an access token. The account is good for all APIs of this server.',
      tag: TAG,
      secured: false,
      body: USER,
      success: {
        status: 201,
        description: 'Made',
        schema: TOKEN_ANSWER,
        example: { success: true, data: { token: TOKEN } },
      },
      refusals: [...USER.refusals, ...answersIn(USER_FIELD_ERRORS, MISSING), USER_EXISTS, PASSWORD_TOO_LONG],
      async handle(exchange) {
        const body = await USER.read(exchange);
        if (body.isErr()) return body.error;
        const { name, username, password } = body.value;
        return answerTo(
          exchange,
          await hackathon.createUser({ name, username, password }),
          ({ token }) => created({ token }),
          { ...CREATE_USER_ERRORS, ...passwordErrors(password) },
        );
      },
    },
    {
      method: 'POST',
      path: '/user/login',
      operationId: 'logIn',
      summary: 'Log in',
      description:
        'Answers an access token, to be sent as `X-MenloHacks-Authorization: <token>` or `Authorization: Bearer <token>`.',
      tag: TAG,
      secured: false,
      body: CREDENTIALS,
      success: {
        status: 200,
        description: 'Logged in; the username is repeated as it was typed',
        schema: LOGIN_ANSWER,
        example: { success: true, data: { name: 'Jason Scharff', token: TOKEN, username: 'jason@example.com' } },
      },
      refusals: [
        ...CREDENTIALS.refusals,
        ...answersIn(USER_FIELD_ERRORS, MISSING),
        USER_UNKNOWN,
        WRONG_PASSWORD,
        tooManyFailedLogins({ retryAfter: 900 }),
        PASSWORD_TOO_LONG,
      ],
      async handle(exchange) {
        const body = await CREDENTIALS.read(exchange);
        if (body.isErr()) return body.error;
        const { username, password } = body.value;
        const { clientAddress } = exchange;
        return answerTo(
          exchange,
          await hackathon.logIn({ username, password, ...(clientAddress === undefined ? {} : { clientAddress }) }),
          ({ name, token, username: typed }) => succeeded({ name, token, username: typed }),
          { ...LOG_IN_ERRORS, ...passwordErrors(password) },
        );
      },
    },
  ];
}
