import type { Clock, RandomSource } from '@quintet/core';
import type { Api, ApiOptions } from '../http/api.ts';
import { documentation } from '../http/documentation.ts';
import { openApiDocument, type JsonObject } from '../http/openapi.ts';
import type { Route } from '../http/route.ts';
import { FAILURES } from './answers.ts';
import { actorRoutes } from './routes/actors.ts';
import { castingRoutes } from './routes/castings.ts';
import { movieRoutes } from './routes/movies.ts';
import { signInRoutes, type ExternalSignIn } from './routes/sign-in.ts';
import { REFUSAL } from './schemas.ts';
import { Callbacks } from './sign-in/callbacks.ts';
import { signInEndpoints } from './sign-in/endpoints.ts';

export type { ExternalSignIn } from './routes/sign-in.ts';

/** What the casting agency's API is made of. */
export interface CastingApiOptions extends ApiOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Where the token of a sign-in may be sent, exactly. The first is the default. Default: nowhere. */
  readonly callbacks?: readonly string[];
  /** Where users sign in; absent: on the bundled page. */
  readonly external?: ExternalSignIn | undefined;
}

const TITLE = 'Casting Agency API';

const DESCRIPTION = `Actors, movies, and who is cast in what.

What you may do depends on your role: a Casting Assistant looks at things, a Casting Director does everything but make
and remove movies, an Executive Producer does everything. Sign in at \`/login\` for an access token, and send it as
\`Authorization: Bearer <token>\`. Every answer has a \`success\`; one that fails has its status as \`error\`, and a
\`message\`.`;

const TAGS = [
  { name: 'Signing in', description: 'For browsers' },
  { name: 'Actors', description: 'Who plays' },
  { name: 'Movies', description: 'What is played' },
  { name: 'Castings', description: 'Who is considered, taken or turned down for which role' },
];

/**
 * The casting agency's API: actors, movies and castings, for whoever has the permissions. Its home page is its
 * documentation.
 *
 * @example
 * ```ts
 * const api = createCastingApi({
 *   quintet,
 *   basePath: '/casting',
 *   clock,
 *   random,
 *   callbacks: ['https://portal.example.com/callback'],
 * });
 * const app = createHttpApp({ apis: [api], observer, random });
 * ```
 */
export function createCastingApi(options: CastingApiOptions): Api {
  const { quintet, basePath, clock, random, external } = options;
  const callbacks = new Callbacks(options.callbacks ?? []);
  const voice = { basePath, failure: (failure: keyof typeof FAILURES) => FAILURES[failure] };
  const routes = [
    ...signInRoutes({ quintet, basePath, callbacks, clock, random, external }),
    ...actorRoutes(quintet),
    ...movieRoutes(quintet),
    ...castingRoutes(quintet),
  ];
  const document = castingDocument(basePath, routes);
  return {
    name: 'casting',
    ...voice,
    endpoints: [
      ...routes,
      ...signInEndpoints({ identity: quintet.identity, basePath, callbacks, clock, random }),
      ...documentation({ basePath, title: TITLE, document, tokenProperty: 'access_token' }),
    ],
  };
}

function castingDocument(basePath: string, routes: readonly Route[]): JsonObject {
  return openApiDocument({
    title: TITLE,
    version: '1.0.0',
    description: DESCRIPTION,
    voice: { basePath, failure: (failure) => FAILURES[failure] },
    tags: TAGS,
    routes,
    tokenScheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    refusalSchema: REFUSAL,
  });
}
