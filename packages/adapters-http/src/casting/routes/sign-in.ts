import type { Bearer, Clock, Quintet, RandomSource } from '@quintet/core';
import type { Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import type { OidcIssuer } from '../../outbound/oidc-issuer.ts';
import { BAD_REQUEST } from '../answers.ts';
import { tokenOf } from '../requests.ts';
import type { Callbacks } from '../sign-in/callbacks.ts';
import { SIGN_IN_PATH, SIGNED_OUT_PATH } from '../sign-in/endpoints.ts';
import { dropSession, sessionOf } from '../sign-in/session.ts';

/** An external issuer at which users of the API sign in. */
export interface ExternalSignIn {
  readonly issuer: OidcIssuer;
  /** What the tokens are for. */
  readonly audience: string;
  /** What the issuer knows the users' page by; absent: its sign-in page is not used. */
  readonly clientId?: string | undefined;
}

/** What signing in and out is made of. */
export interface SignInRoutesOptions {
  readonly quintet: Quintet;
  readonly basePath: string;
  readonly callbacks: Callbacks;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly external: ExternalSignIn | undefined;
}

const TAG = 'Signing in';

/** The ways to sign in and out, for browsers: at the external issuer, or on the bundled page. */
export function signInRoutes(options: SignInRoutesOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/login',
      operationId: 'logIn',
      summary: 'Sign in with a browser',
      description: 'Leads to a page to sign in, which leads to the callback with `#access_token=…&state=…`.',
      tag: TAG,
      secured: false,
      parameters: [
        {
          in: 'query',
          name: 'redirect_uri',
          description: 'One of the allowed callbacks; the first where none is given',
          schema: { type: 'string', format: 'uri' },
        },
        {
          in: 'query',
          name: 'state',
          description: 'Comes back to the callback; a random one where none is given',
          schema: { type: 'string' },
        },
      ],
      success: { status: 302, description: 'The way to the page' },
      refusals: [BAD_REQUEST],
      handle: (exchange) => logIn(exchange, options),
    },
    {
      method: 'GET',
      path: '/logout',
      operationId: 'logOut',
      summary: 'Sign out with a browser',
      description: "Ends the browser's session, and the token in `Authorization` where one is sent.",
      tag: TAG,
      secured: false,
      success: { status: 302, description: 'The way to a page that says so' },
      refusals: [],
      handle: (exchange) => logOut(exchange, options),
    },
  ];
}

async function logIn(
  exchange: Exchange,
  { basePath, callbacks, random, external }: SignInRoutesOptions,
): Promise<Answer> {
  const wanted = callbacks.wanted(exchange.query('redirect_uri'));
  if (wanted.isErr()) return BAD_REQUEST;
  const callback = wanted.value;
  const state = exchange.query('state') ?? random.identifier();
  if (external?.clientId === undefined || callback === undefined) {
    const wish = new URLSearchParams({ ...(callback === undefined ? {} : { redirect_uri: callback }), state });
    return redirect(`${basePath}${SIGN_IN_PATH}?${wish.toString()}`);
  }
  const { issuer, audience, clientId } = external;
  const metadata = await issuer.metadata();
  if (metadata.isErr()) return exchange.unavailable(metadata.error);
  return redirect(
    withQuery(metadata.value.authorizationEndpoint, {
      response_type: 'token',
      audience,
      client_id: clientId,
      redirect_uri: callback,
      state,
    }),
  );
}

async function logOut(exchange: Exchange, { quintet, basePath, external }: SignInRoutesOptions): Promise<Answer> {
  const { identity } = quintet;
  const session = await sessionOf(exchange, identity);
  const token = tokenOf(exchange.header('authorization'));
  const bearer: Bearer | undefined = token.isOk()
    ? (await identity.recognise(token.value)).unwrapOr<Bearer | undefined>(undefined)
    : undefined;
  for (const ended of [session?.actor, bearer]) {
    if (ended === undefined || !('accountId' in ended)) continue;
    const result = await identity.logOut(ended);
    if (result.isErr()) return exchange.unavailable(result.error);
  }
  const headers = { 'Set-Cookie': dropSession(exchange, basePath) };
  if (external === undefined) return redirect(`${basePath}${SIGNED_OUT_PATH}`, headers);
  const metadata = await external.issuer.metadata();
  if (metadata.isErr()) return exchange.unavailable(metadata.error);
  const { clientId, issuer } = external;
  const endpoint = metadata.value.endSessionEndpoint ?? `${issuer.url}v2/logout`;
  return redirect(clientId === undefined ? endpoint : withQuery(endpoint, { client_id: clientId }), headers);
}

function redirect(location: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 302, contentType: '', body: null, headers: { Location: location, ...headers } };
}

function withQuery(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
