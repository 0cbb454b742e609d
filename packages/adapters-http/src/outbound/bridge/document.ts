import type { TSchema } from 'typebox';
import { named, type JsonObject } from '../../http/openapi.ts';
import { ACTION, BRIDGE_ERRORS, CREDENTIALS, DONE, PEOPLE, POSTS, PROFILE, REFUSAL, SESSION } from './protocol.ts';

const DESCRIPTION = `What a bridge to a social network answers, so that Quintet can act there.

A bridge is yours to write and to run: set \`QUINTET_INSTAGRAM_GATEWAY\` to its URL. Everything is JSON over HTTP.

* A read may come again when it took too long, when the answer was no JSON, or when a bridge that was busy wants to be
  asked later. An action comes once; should a network between repeat it, its \`Idempotency-Key\` is the same, and what
  came with a key before is not done again.
* A bridge that is busy answers 429 or 503, with \`Retry-After\` if it knows.
* A bridge that does not answer five calls in a row is left alone for a while.
* Cursors are the bridge's own. What it says beyond what is asked for is ignored.`;

interface Parameter {
  readonly name: string;
  readonly description: string;
}

const USERNAME: Parameter = { name: 'username', description: 'Whose' };
const HASHTAG: Parameter = { name: 'hashtag', description: 'Without `#`' };
const POST: Parameter = { name: 'post', description: 'Its id' };

/**
 * The protocol between Quintet and a bridge, as an OpenAPI 3.1 document.
 *
 * @example
 * ```ts
 * await writeFile('bridge.json', JSON.stringify(bridgeDocument(), undefined, 2));
 * ```
 */
export function bridgeDocument(): JsonObject {
  const schemas: Record<string, unknown> = {};
  const reads = [
    read('/v1/profile', 'getProfile', 'What the network tells of somebody', PROFILE, [USERNAME], schemas),
    list('/v1/followers', 'listFollowers', 'Who follows somebody', PEOPLE, USERNAME, schemas),
    list('/v1/followings', 'listFollowings', 'Whom somebody follows', PEOPLE, USERNAME, schemas),
    list('/v1/user-feed', 'listPostsOfUser', "Somebody's posts, the newest first", POSTS, USERNAME, schemas),
    list('/v1/hashtag-feed', 'listPostsUnder', 'Posts under a hashtag, the newest first', POSTS, HASHTAG, schemas),
    list('/v1/likers', 'listLikers', 'Who likes a post', PEOPLE, POST, schemas),
    list('/v1/commenters', 'listCommenters', 'Who commented on a post', PEOPLE, POST, schemas),
  ];
  const login = {
    operationId: 'logIn',
    summary: 'Log in',
    security: [],
    requestBody: body(CREDENTIALS, schemas),
    responses: { 201: answer('Logged in', SESSION, schemas), ...refusals(schemas) },
  };
  const act = {
    operationId: 'act',
    summary: 'Do something, once',
    parameters: [
      {
        in: 'header',
        name: 'Idempotency-Key',
        required: true,
        description: 'Names the action. What came with it before is answered as it was then, and not done again.',
        schema: { type: 'string', minLength: 1 },
      },
    ],
    requestBody: body(ACTION, schemas),
    responses: { 200: answer('Done', DONE, schemas), ...refusals(schemas) },
  };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Quintet Instagram Bridge',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:4100', description: 'The example bridge, to a network that is simulated' }],
    security: [{ session: [] }],
    paths: { '/v1/sessions': { post: login }, ...Object.fromEntries(reads), '/v1/actions': { post: act } },
    components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } }, schemas },
  };
}

function list(
  path: string,
  operationId: string,
  summary: string,
  schema: TSchema,
  about: Parameter,
  schemas: Record<string, unknown>,
): readonly [string, JsonObject] {
  return read(path, operationId, summary, schema, [about], schemas, [
    query({ name: 'cursor', description: 'What the page before answered; absent: the first page' }, false),
    {
      ...query({ name: 'limit', description: 'Entries at most' }, true),
      schema: { type: 'integer', minimum: 1, maximum: 1000 },
    },
  ]);
}

function read(
  path: string,
  operationId: string,
  summary: string,
  schema: TSchema,
  about: readonly Parameter[],
  schemas: Record<string, unknown>,
  more: readonly JsonObject[] = [],
): readonly [string, JsonObject] {
  const parameters = [...about.map((parameter) => query(parameter, true)), ...more];
  const responses = { 200: answer('What is asked for', schema, schemas), ...refusals(schemas) };
  return [path, { get: { operationId, summary, parameters, responses } }];
}

function query({ name, description }: Parameter, required: boolean): JsonObject {
  return { in: 'query', name, required, description, schema: { type: 'string', minLength: 1 } };
}

function body(schema: TSchema, schemas: Record<string, unknown>): JsonObject {
  return { required: true, content: { 'application/json': { schema: named(schema, schemas) } } };
}

function answer(description: string, schema: TSchema, schemas: Record<string, unknown>): JsonObject {
  return { description, content: { 'application/json': { schema: named(schema, schemas) } } };
}

/** What any call may be answered. */
function refusals(schemas: Record<string, unknown>): JsonObject {
  const byStatus = Map.groupBy(Object.entries(BRIDGE_ERRORS), ([, { status }]) => status);
  const refused = [...byStatus].map(
    ([status, errors]) =>
      [status, answer(errors.map(([, { meaning }]) => meaning).join('; '), REFUSAL, schemas)] as const,
  );
  const busy = {
    description: 'Busy',
    headers: { 'Retry-After': { description: 'Seconds, or a moment', schema: { type: 'string' } } },
  };
  return { ...Object.fromEntries(refused), 429: busy, 503: busy };
}
