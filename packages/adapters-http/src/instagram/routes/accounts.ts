import type { LoginLimited, Quintet } from '@quintet/core';
import { answersIn, answerTo } from '../../http/errors.ts';
import type { Route } from '../../http/route.ts';
import { CREDENTIALS_MISSING, refused, TOKEN_REFUSALS } from '../answers.ts';
import { fieldsBody, type FieldsBody } from '../body.ts';
import { ACCOUNT_ERRORS, LOG_IN_ERRORS, REFRESH_ERRORS, SIGN_UP_ERRORS } from '../errors.ts';
import { tokenAnswer, userAnswer } from '../presenter.ts';
import { signedIn } from '../requests.ts';
import { CREDENTIALS, TOKEN, USER } from '../schemas.ts';

const TAG = 'Users';
const LIMITED: LoginLimited = { kind: 'login-limited', retryAfter: 900 };

const USER_EXAMPLE = {
  id: '1',
  username: 'user@example.com',
  created_at: '2026-11-22T08:00:00.000Z',
  updated_at: '2026-11-22T08:00:00.000Z',
};
const TOKEN_EXAMPLE = {
  expire: '2026-11-23T08:00:00.000Z',
  token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.GC6IEOohdo_xrz9__UeugIlir0qtJdKbEzBtLgqjt5A',
};

const SIGN_UP: FieldsBody = fieldsBody(CREDENTIALS, (reason) => refused(3030, reason));
const LOG_IN: FieldsBody = fieldsBody(CREDENTIALS, () => CREDENTIALS_MISSING);

/** Signing up, logging in, going on, and who one is. */
export function accountRoutes({ identity, instagram }: Pick<Quintet, 'identity' | 'instagram'>): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/signup',
      operationId: 'signUp',
      summary: 'Sign up',
      description: 'Makes an account. It is good for all APIs of this server.',
      tag: TAG,
      secured: false,
      body: SIGN_UP,
      success: { status: 200, description: 'Signed up', schema: USER, example: USER_EXAMPLE },
      refusals: [...SIGN_UP.refusals, ...answersIn(SIGN_UP_ERRORS, { kind: 'username-taken' })],
      async handle(exchange) {
        const body = await SIGN_UP.read(exchange);
        if (body.isErr()) return body.error;
        const { username, password } = body.value;
        // whether they are texts is for the use case to say
        const wish = { username: username as string, password: password as string };
        return answerTo(exchange, await instagram.signUp(wish), userAnswer, SIGN_UP_ERRORS);
      },
    },
    {
      method: 'POST',
      path: '/api/v1/login',
      operationId: 'logIn',
      summary: 'Log in',
      description: 'Answers an access token, to be sent as `Authorization: Bearer <token>`, and until when it is good.',
      tag: TAG,
      secured: false,
      body: LOG_IN,
      success: { status: 200, description: 'Logged in', schema: TOKEN, example: TOKEN_EXAMPLE },
      refusals: [...LOG_IN.refusals, ...answersIn(LOG_IN_ERRORS, LIMITED)],
      async handle(exchange) {
        const body = await LOG_IN.read(exchange);
        if (body.isErr()) return body.error;
        const { username, password } = body.value;
        if (!isGiven(username) || !isGiven(password)) return CREDENTIALS_MISSING;
        const { clientAddress } = exchange;
        const credentials = { username, password, ...(clientAddress === undefined ? {} : { clientAddress }) };
        return answerTo(exchange, await instagram.signIn(credentials), tokenAnswer, LOG_IN_ERRORS);
      },
    },
    {
      method: 'GET',
      path: '/api/v1/user/refresh_token',
      operationId: 'refreshToken',
      summary: 'Go on with a new token',
      description: 'Answers another token. The one that the request carries stays good until it expires.',
      tag: TAG,
      secured: true,
      success: { status: 200, description: 'A new token', schema: TOKEN, example: TOKEN_EXAMPLE },
      refusals: [...TOKEN_REFUSALS, ...answersIn(REFRESH_ERRORS, { kind: 'account-not-found' })],
      handle: signedIn(identity, async (exchange, actor) =>
        answerTo(exchange, await instagram.refreshToken(actor), tokenAnswer, REFRESH_ERRORS),
      ),
    },
    {
      method: 'GET',
      path: '/api/v1/user',
      operationId: 'getUser',
      summary: 'Who one is',
      tag: TAG,
      secured: true,
      success: { status: 200, description: 'The user whose token it is', schema: USER, example: USER_EXAMPLE },
      refusals: [...TOKEN_REFUSALS, ...answersIn(ACCOUNT_ERRORS, { kind: 'account-not-found' })],
      handle: signedIn(identity, async (exchange, actor) =>
        answerTo(exchange, await instagram.getUser(actor), userAnswer, ACCOUNT_ERRORS),
      ),
    },
  ];
}

function isGiven(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
