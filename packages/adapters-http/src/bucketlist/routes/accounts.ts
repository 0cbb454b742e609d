import type { LoginLimited, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import { jsonBody } from '../../http/guard.ts';
import type { Route } from '../../http/route.ts';
import {
  BAD_REQUEST,
  CREDENTIALS_MALFORMED,
  failed,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
  TOKEN_MALFORMED,
  TOKEN_MISSING_AT_LOGOUT,
  TOKEN_REFUSALS,
  TOKEN_REVOKED,
} from '../answers.ts';
import { LOG_IN_ERRORS, REGISTER_ERRORS, RESET_PASSWORD_ERRORS } from '../errors.ts';
import { messageAnswer, tokenAnswer } from '../presenter.ts';
import { signedIn } from '../requests.ts';
import { CREDENTIALS, MESSAGE_ANSWER, PASSWORD_RESET, TOKEN_ANSWER } from '../schemas.ts';

const TAG = 'Users';
const TOKEN_EXAMPLE = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.GC6IEOohdo_xrz9__UeugIlir0qtJdKbEzBtLgqjt5A';
const LIMITED: LoginLimited = { kind: 'login-limited', retryAfter: 900 };

const REGISTRATION = jsonBody({
  schema: CREDENTIALS,
  notJson: failed(400, 'Content-type must be json'),
  malformed: BAD_REQUEST,
  refuse: () => failed(202, CREDENTIALS_MALFORMED),
});

const LOGIN = jsonBody({
  schema: CREDENTIALS,
  notJson: failed(202, 'Content-type must be json'),
  malformed: BAD_REQUEST,
  refuse: () => failed(401, CREDENTIALS_MALFORMED),
});

const RESET = jsonBody({
  schema: PASSWORD_RESET,
  notJson: failed(400, 'Content type must be json'),
  malformed: BAD_REQUEST,
  refuse: () => failed(400, 'Missing required attributes'),
});

/** Registering, logging in and out, changing the password. */
export function accountRoutes({ identity, bucketlist }: Quintet): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/v1/auth/register',
      operationId: 'register',
      summary: 'Register',
      description: 'Makes an account and answers an access token. The account is good for all APIs of this server.',
      tag: TAG,
      secured: false,
      body: REGISTRATION,
      success: {
        status: 201,
        description: 'Registered',
        schema: TOKEN_ANSWER,
        example: { status: 'success', message: 'Successfully registered', auth_token: TOKEN_EXAMPLE },
      },
      refusals: [...REGISTRATION.refusals, ...answersIn(REGISTER_ERRORS, { kind: 'username-taken' })],
      async handle(exchange) {
        const body = await REGISTRATION.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await bucketlist.register(body.value),
          ({ token }) => tokenAnswer(201, 'Successfully registered', token),
          REGISTER_ERRORS,
        );
      },
    },
    {
      method: 'POST',
      path: '/v1/auth/login',
      operationId: 'logIn',
      summary: 'Log in',
      description: 'Answers an access token, to be sent as `Authorization: Bearer <token>`.',
      tag: TAG,
      secured: false,
      body: LOGIN,
      success: {
        status: 200,
        description: 'Logged in',
        schema: TOKEN_ANSWER,
        example: { status: 'success', message: 'Successfully logged In', auth_token: TOKEN_EXAMPLE },
      },
      refusals: [...LOGIN.refusals, ...answersIn(LOG_IN_ERRORS, LIMITED)],
      async handle(exchange) {
        const body = await LOGIN.read(exchange);
        if (body.isErr()) return body.error;
        const { clientAddress } = exchange;
        return answerTo(
          exchange,
          await bucketlist.logIn(clientAddress === undefined ? body.value : { ...body.value, clientAddress }),
          ({ token }) => tokenAnswer(200, 'Successfully logged In', token),
          LOG_IN_ERRORS,
        );
      },
    },
    {
      method: 'POST',
      path: '/v1/auth/logout',
      operationId: 'logOut',
      summary: 'Log out',
      description: 'Ends the token that the request carries. Needs no body.',
      tag: TAG,
      secured: true,
      success: {
        status: 200,
        description: 'Logged out',
        schema: MESSAGE_ANSWER,
        example: { status: 'success', message: 'Successfully logged out' },
      },
      refusals: [TOKEN_MISSING_AT_LOGOUT, TOKEN_MALFORMED, TOKEN_EXPIRED, TOKEN_INVALID, TOKEN_REVOKED],
      handle: signedIn(
        identity,
        async (exchange, actor) =>
          answerTo(exchange, await identity.logOut(actor), () => messageAnswer('Successfully logged out'), {}),
        TOKEN_MISSING_AT_LOGOUT,
      ),
    },
    {
      method: 'POST',
      path: '/v1/auth/reset/password',
      operationId: 'resetPassword',
      summary: 'Change the password',
      description: 'Ends every other token of the account; the one that the request carries goes on.',
      tag: TAG,
      secured: true,
      body: RESET,
      success: {
        status: 200,
        description: 'Changed',
        schema: MESSAGE_ANSWER,
        example: { status: 'success', message: 'Password reset successfully' },
      },
      refusals: [...TOKEN_REFUSALS, ...RESET.refusals, ...answersIn(RESET_PASSWORD_ERRORS, LIMITED)],
      handle: signedIn(identity, async (exchange, actor) => {
        const body = await RESET.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await bucketlist.resetPassword(actor, body.value),
          () => messageAnswer('Password reset successfully'),
          RESET_PASSWORD_ERRORS,
        );
      }),
    },
  ];
}
