import { isText, type Clock, type Identity, type LogInError, type RandomSource } from '@quintet/core';
import type { Result } from 'neverthrow';
import type { Answer } from '../../http/answer.ts';
import type { Endpoint, Handler } from '../../http/api.ts';
import type { Exchange } from '../../http/exchange.ts';
import { retryIn, TOO_MANY_FAILED_LOGINS } from '../../http/failures.ts';
import { withGrant, type CallbackRefused, type Callbacks } from './callbacks.ts';
import { alarm, link, page, signedInForm, signInForm, tokenShown, type FormSecrets } from './pages.ts';
import { csrfOf, isOwnForm, keepCsrf, keepSession, sessionOf } from './session.ts';

/** What the bundled sign-in page is made of. */
export interface SignInOptions {
  readonly identity: Identity;
  readonly basePath: string;
  readonly callbacks: Callbacks;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/** Where the page is, relative to the API's base path. */
export const SIGN_IN_PATH = '/sign-in';

/** Where somebody is led who has signed out, relative to the API's base path. */
export const SIGNED_OUT_PATH = '/signed-out';

const TITLE = 'Sign in';
const FORM = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/iu;
const LONGEST_STATE = 2048;

/** What a page asks a sign-in for. */
interface Wish {
  readonly callback: string | undefined;
  readonly state: string | undefined;
}

/** The bundled sign-in page: forms without a script, which lead to an allowed callback with a token. */
export function signInEndpoints(options: SignInOptions): readonly Endpoint[] {
  return [
    { method: 'GET', path: SIGN_IN_PATH, handle: showForm(options) },
    { method: 'POST', path: SIGN_IN_PATH, handle: takeForm(options) },
    { method: 'GET', path: SIGNED_OUT_PATH, handle: () => signedOutPage(options) },
  ];
}

function showForm(options: SignInOptions): Handler {
  const { identity, callbacks } = options;
  return async (exchange) => {
    const wish = wishOf(callbacks, exchange.query('redirect_uri'), exchange.query('state'));
    if (wish.isErr()) return refuseCallback();
    const session = await sessionOf(exchange, identity);
    const markup = (secrets: FormSecrets): ReturnType<typeof signInForm> =>
      session === undefined ? signInForm(secrets) : signedInForm(secrets, `${options.basePath}/logout`);
    return formPage(exchange, options, wish.value, 200, markup);
  };
}

function takeForm(options: SignInOptions): Handler {
  const { identity, callbacks } = options;
  return async (exchange) => {
    const fields = await fieldsOf(exchange);
    if (fields === 'too-large') return exchange.failure('body-too-large');
    const wish = wishOf(callbacks, fields.get('redirect_uri') ?? undefined, fields.get('state') ?? undefined);
    if (wish.isErr()) return refuseCallback();
    const username = fields.get('username') ?? '';
    const again = (status: number, problem: string, headers?: Readonly<Record<string, string>>): Answer =>
      formPage(
        exchange,
        options,
        wish.value,
        status,
        (secrets) => signInForm(secrets, isText(username) ? username : '', problem),
        headers,
      );
    if (!isOwnForm(exchange, fields.get('csrf'))) return again(403, 'This form has expired. Please sign in again.');

    if (fields.has('continue')) {
      const session = await sessionOf(exchange, identity);
      if (session === undefined) return again(401, 'You are signed in no longer. Please sign in again.');
      return granted(exchange, options, wish.value, session.token, session.actor.token.expiresAt);
    }
    const { clientAddress } = exchange;
    const signedIn = await identity.logIn({
      username,
      password: fields.get('password') ?? '',
      ...(clientAddress === undefined ? {} : { clientAddress }),
    });
    if (signedIn.isErr()) return refuseLogin(exchange, signedIn.error, again);
    const { token } = signedIn.value;
    const actor = await identity.authenticate(token);
    return actor.isOk()
      ? granted(exchange, options, wish.value, token, actor.value.token.expiresAt)
      : again(503, 'Signing in is not possible at present. Please try again later.', retryIn(1));
  };
}

/** Whoever asks for a page twice, in two windows, has both work: what tells our forms stays the same. */
function formPage(
  exchange: Exchange,
  { basePath, callbacks, random }: SignInOptions,
  { callback, state }: Wish,
  status: number,
  markup: (secrets: FormSecrets) => ReturnType<typeof signInForm>,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const csrf = csrfOf(exchange) ?? random.identifier();
  const body = markup({ action: `${basePath}${SIGN_IN_PATH}`, csrf, callback, state });
  return page({ callbackSources: callbacks.sources }, status, TITLE, body, {
    'Set-Cookie': keepCsrf(exchange, basePath, csrf),
    ...headers,
  });
}

/** The way back, with the token; without a way, the token itself. */
function granted(
  exchange: Exchange,
  { basePath, callbacks, clock }: SignInOptions,
  { callback, state }: Wish,
  token: string,
  expiresAt: Date,
): Answer {
  const headers = { 'Set-Cookie': keepSession(exchange, basePath, token) };
  if (callback === undefined) {
    const markup = tokenShown(token, expiresAt, `${basePath}/logout`);
    return page({ callbackSources: callbacks.sources }, 200, 'Signed in', markup, headers);
  }
  const location = withGrant(callback, { token, expiresAt, state }, clock);
  return { status: 303, contentType: '', body: null, headers: { ...headers, Location: location } };
}

function refuseLogin(
  exchange: Exchange,
  error: LogInError,
  again: (status: number, problem: string, headers?: Readonly<Record<string, string>>) => Answer,
): Answer {
  if (error.kind === 'unavailable') {
    // tells the observer what was away
    const { headers = {} } = exchange.unavailable(error);
    return again(503, 'Signing in is not possible at present. Please try again later.', headers);
  }
  if (error.kind === 'login-limited') return again(429, `${TOO_MANY_FAILED_LOGINS}.`, retryIn(error.retryAfter));
  return again(401, 'The username or the password is wrong.');
}

function refuseCallback(): Answer {
  const markup = alarm('The page that sent you here may not receive a sign-in.');
  return page({ callbackSources: [] }, 400, TITLE, markup);
}

function signedOutPage({ basePath, callbacks }: SignInOptions): Answer {
  const markup = link(`${basePath}${SIGN_IN_PATH}`, 'Sign in again');
  return page({ callbackSources: callbacks.sources }, 200, 'You are signed out', markup);
}

function wishOf(
  callbacks: Callbacks,
  asked: string | undefined,
  state: string | undefined,
): Result<Wish, CallbackRefused> {
  const kept = state === undefined || state.length > LONGEST_STATE ? undefined : state;
  return callbacks.wanted(asked).map((callback) => ({ callback, state: kept }));
}

/** The fields of a form; of another body, none. */
async function fieldsOf(exchange: Exchange): Promise<URLSearchParams | 'too-large'> {
  if (!FORM.test(exchange.header('content-type') ?? '')) return new URLSearchParams();
  const body = await exchange.text();
  if ('text' in body) return new URLSearchParams(body.text);
  return body.failure === 'body-too-large' ? 'too-large' : new URLSearchParams();
}
