import type { Api, ApiOptions } from '../http/api.ts';
import { documentation } from '../http/documentation.ts';
import { openApiDocument } from '../http/openapi.ts';
import { FAILURES } from './answers.ts';
import { accountRoutes } from './routes/accounts.ts';
import { libraryRoutes } from './routes/library.ts';
import { mediaRoutes } from './routes/media.ts';
import { REFUSAL } from './schemas.ts';

const TITLE = 'Media Tracker API';

const DESCRIPTION = `Keep track of what you want to see, hear and read, and of what you have.

Register or log in: the answer carries an access token, which this page then sends with the calls that you try.
Elsewhere send it as \`Authorization: JWT <token>\` or \`Authorization: Bearer <token>\`. Every answer says in
\`success\` whether it went well, and more in its \`message\`.`;

const TAGS = [
  { name: 'Users', description: 'Registering, logging in and out' },
  { name: 'Media', description: 'What a user wants to see, hear and read' },
  { name: 'Library', description: 'All media of a user together' },
];

/**
 * The media tracker's API: media elements, for whoever is signed in. Its home page is its documentation.
 *
 * @example
 * ```ts
 * const api = createMediaApi({ quintet: createQuintet(memoryAdapters()), basePath: '/media' });
 * const app = createHttpApp({ apis: [api], observer, random });
 * ```
 */
export function createMediaApi({ quintet, basePath }: ApiOptions): Api {
  const voice = { basePath, failure: (failure: keyof typeof FAILURES) => FAILURES[failure] };
  const routes = [...accountRoutes(quintet), ...mediaRoutes(quintet), ...libraryRoutes(quintet)];
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
    name: 'media',
    ...voice,
    endpoints: [...routes, ...documentation({ basePath, title: TITLE, document, tokenProperty: 'auth_token' })],
  };
}
