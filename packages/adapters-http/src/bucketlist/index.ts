import { BUCKETLIST_DEFAULTS } from '@quintet/core';
import type { Api, ApiOptions } from '../http/api.ts';
import { documentation } from '../http/documentation.ts';
import { openApiDocument, type JsonObject } from '../http/openapi.ts';
import type { Route } from '../http/route.ts';
import { FAILURES } from './answers.ts';
import { accountRoutes } from './routes/accounts.ts';
import { bucketRoutes } from './routes/buckets.ts';
import { itemRoutes } from './routes/items.ts';
import { REFUSAL } from './schemas.ts';

/** What the bucket list API is made of. */
export interface BucketlistApiOptions extends ApiOptions {
  /** Entries of a page where the query names no limit. Default 10. */
  readonly pageSize?: number;
}

const TITLE = 'Bucket List API';
const TOKEN_PROPERTY = 'auth_token';

const DESCRIPTION = `Keep lists of what you want to do.

Register or log in: the answer carries an access token, which this page then sends with the calls that you try.
Elsewhere send it as \`Authorization: Bearer <token>\`. Every answer has a \`status\`, \`success\` or \`failed\`;
a failed one says why in its \`message\`. Paths work with and without a closing slash.`;

const TAGS = [
  { name: 'Users', description: 'Registering, logging in and out' },
  { name: 'Buckets', description: 'Lists of things to do' },
  { name: 'Items', description: 'What is in a bucket' },
];

/**
 * The bucket list API: buckets of items, for whoever is signed in. Its home page is its documentation.
 *
 * @example
 * ```ts
 * const api = createBucketlistApi({ quintet: createQuintet(memoryAdapters()), basePath: '/bucketlist' });
 * const app = createHttpApp({ apis: [api], observer, random });
 * ```
 */
export function createBucketlistApi(options: BucketlistApiOptions): Api {
  const { quintet, basePath, pageSize = BUCKETLIST_DEFAULTS.pageSize } = options;
  const voice = { basePath, failure: (failure: keyof typeof FAILURES) => FAILURES[failure] };
  const routes = [...accountRoutes(quintet), ...bucketRoutes(quintet, pageSize), ...itemRoutes(quintet, pageSize)];
  const document = bucketlistDocument(voice.basePath, routes);
  return {
    name: 'bucketlist',
    ...voice,
    endpoints: [...routes, ...documentation({ basePath, title: TITLE, document, tokenProperty: TOKEN_PROPERTY })],
  };
}

function bucketlistDocument(basePath: string, routes: readonly Route[]): JsonObject {
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
