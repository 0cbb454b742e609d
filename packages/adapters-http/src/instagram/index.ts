import type { Api, ApiOptions } from '../http/api.ts';
import { documentation } from '../http/documentation.ts';
import { openApiDocument } from '../http/openapi.ts';
import { FAILURES } from './answers.ts';
import { accountRoutes } from './routes/accounts.ts';
import { channelRoutes, unknownChannelAction } from './routes/channels.ts';
import { instagramRoutes, unknownInstagramAction } from './routes/instagrams.ts';
import { statsRoutes } from './routes/stats.ts';
import { REFUSAL } from './schemas.ts';

const TITLE = 'Instagram Channels API';

const DESCRIPTION = `Let the service act for an account of a social network, and see which source of people is worth it.

Sign up and log in: the answer carries an access token, which this page then sends with the calls that you try.
Elsewhere send it as \`Authorization: Bearer <token>\`. An *instagram* is an account that the service acts for; a
*channel* is one source of people, paired with one action. What fails is answered with a \`code\`, a \`message\`, and a
\`payload\` that says what is wrong with a request.`;

const TAGS = [
  { name: 'Users', description: 'Signing up, logging in' },
  { name: 'Instagrams', description: 'Accounts that the service acts for' },
  { name: 'Channels', description: 'Sources of people, each with an action' },
  { name: 'Explaining', description: 'What came of it, and why nothing happens' },
];

/**
 * The API of Instagram accounts and their channels, for whoever is signed in. Its home page is its documentation.
 *
 * @example
 * ```ts
 * const api = createInstagramApi({ quintet: createQuintet(memoryAdapters()), basePath: '/instagram' });
 * const app = createHttpApp({ apis: [api], observer, random });
 * ```
 */
export function createInstagramApi({ quintet, basePath }: ApiOptions): Api {
  const voice = { basePath, failure: (failure: keyof typeof FAILURES) => FAILURES[failure] };
  const routes = [
    ...accountRoutes(quintet),
    ...instagramRoutes(quintet),
    ...channelRoutes(quintet),
    ...statsRoutes(quintet),
  ];
  const document = openApiDocument({
    title: TITLE,
    version: '1.0.0',
    description: DESCRIPTION,
    voice,
    tags: TAGS,
    routes,
    tokenScheme: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    refusalSchema: REFUSAL,
  });
  return {
    name: 'instagram',
    ...voice,
    endpoints: [
      ...routes,
      unknownInstagramAction(quintet),
      unknownChannelAction(quintet),
      ...documentation({ basePath, title: TITLE, document, tokenProperty: 'token' }),
    ],
  };
}
