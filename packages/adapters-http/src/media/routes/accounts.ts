import type { LoginLimited, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { TOKEN_REFUSALS } from '../answers.ts';
import { LOG_IN_ERRORS, REGISTER_ERRORS } from '../errors.ts';
import { messageAnswer, tokenAnswer } from '../presenter.ts';
import { SIGN_IN, signedIn } from '../requests.ts';
import { MESSAGE_ANSWER, TOKEN_ANSWER } from '../schemas.ts';

const TAG = 'Users';
const TOKEN_EXAMPLE = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.GC6IEOohdo_xrz9__UeugIlir0qtJdKbEzBtLgqjt5A';
const LIMITED: LoginLimited = { kind: 'login-limited', retryAfter: 900 };

const REGISTERED = 'user successfully registered';
const LOGGED_IN = 'user successfully logged in';
const LOGGED_OUT = 'user successfully logged out';

/** Registering, logging in and out. */
export function accountRoutes(quintet: Quintet): readonly Route[] {
  const { identity } = quintet;
  return [
    {
      method: 'POST',
      path: '/register',
      operationId: 'register',
      summary: 'Register',
      description: 'Makes an account and answers an access token. The account is good for all APIs of this server.',
      tag: TAG,
      secured: false,
      body: SIGN_IN,
      success: {
        status: 201,
        description: 'Registered',
        schema: TOKEN_ANSWER,
        example: { success: true, message: REGISTERED, auth_token: TOKEN_EXAMPLE },
      },
      refusals: [...SIGN_IN.refusals, ...answersIn(REGISTER_ERRORS, { kind: 'username-taken' })],
      async handle(exchange) {
        const body = await SIGN_IN.read(exchange);
        if (body.isErr()) return body.error;
        return answerTo(
          exchange,
          await identity.register(body.value),
          ({ token }) => tokenAnswer(201, REGISTERED, token),
          REGISTER_ERRORS,
        );
      },
    },
    {
      method: 'POST',
      path: '/login',
      operationId: 'logIn',
      summary: 'Log in',
      description:
        'Answers an access token, to be sent as `Authorization: JWT <token>` or `Authorization: Bearer <token>`.',
      tag: TAG,
      secured: false,
      body: SIGN_IN,
      success: {
        status: 200,
        description: 'Logged in',
        schema: TOKEN_ANSWER,
        example: { success: true, message: LOGGED_IN, auth_token: TOKEN_EXAMPLE },
      },
      refusals: [...SIGN_IN.refusals, ...answersIn(LOG_IN_ERRORS, LIMITED)],
      async handle(exchange) {
        const body = await SIGN_IN.read(exchange);
        if (body.isErr()) return body.error;
        const { clientAddress } = exchange;
        return answerTo(
          exchange,
          await identity.logIn(clientAddress === undefined ? body.value : { ...body.value, clientAddress }),
          ({ token }) => tokenAnswer(200, LOGGED_IN, token),
          LOG_IN_ERRORS,
        );
      },
    },
    {
      method: 'GET',
      path: '/logout',
      operationId: 'logOut',
      summary: 'Log out',
      description: 'Ends the token that the request carries.',
      tag: TAG,
      secured: true,
      success: {
        status: 200,
        description: 'Logged out',
        schema: MESSAGE_ANSWER,
        example: { success: true, message: LOGGED_OUT },
      },
      refusals: TOKEN_REFUSALS,
      handle: signedIn(quintet, async (exchange, actor) =>
        answerTo(exchange, await identity.logOut(actor), () => messageAnswer(LOGGED_OUT), {}),
      ),
    },
  ];
}
