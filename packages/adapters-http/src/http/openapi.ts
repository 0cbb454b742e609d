import type { TSchema } from 'typebox';
import type { ReadyAnswer } from './answer.ts';
import type { Parameter, Route } from './route.ts';
import type { Voice } from './voice.ts';

/** The name of the security scheme that a token is sent by. */
export const TOKEN_SCHEME = 'token';

/** What a document says of an API beside its routes. */
export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  /** In CommonMark. */
  readonly description: string;
  readonly voice: Voice;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly routes: readonly Route[];
  /** How a token is sent, as OpenAPI's security scheme. */
  readonly tokenScheme: Readonly<Record<string, string>>;
  /** The form of the answer to a request that fails. */
  readonly refusalSchema: TSchema;
}

/** A JSON value that is an object. */
export type JsonObject = { readonly [name: string]: unknown };

/** An OpenAPI 3.1 document, made of the schemas that validate and the answers that are sent. */
export function openApiDocument(options: OpenApiOptions): JsonObject {
  const { title, version, description, voice, tags, routes, tokenScheme } = options;
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = (paths[route.path.replaceAll(/:(\w+)(?:\{[^}]*\})?/gu, '{$1}')] ??= {});
    path[route.method.toLowerCase()] = operation(route, options, schemas);
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: voice.basePath === '' ? '/' : voice.basePath }],
    tags,
    paths,
    components: { securitySchemes: { [TOKEN_SCHEME]: tokenScheme }, schemas },
  };
}

function operation(route: Route, options: OpenApiOptions, schemas: Record<string, unknown>): JsonObject {
  const { operationId, summary, description, tag, secured, parameters = [], body, success } = route;
  const { voice, refusalSchema } = options;
  const always = [
    ...(body === undefined ? [] : [voice.failure('body-too-large')]),
    voice.failure('internal'),
    voice.failure('unavailable'),
  ];
  const others = (alternatives: Readonly<Record<string, TSchema>> = {}): JsonObject =>
    Object.fromEntries(
      Object.entries(alternatives).map(([type, schema]) => [type, { schema: named(schema, schemas) }]),
    );
  const { schema } = success;
  const succeeds =
    schema === undefined
      ? {}
      : { content: { ...content(named(schema, schemas), [success.example]), ...others(success.alternatives) } };
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: secured ? [{ [TOKEN_SCHEME]: [] }] : [],
    ...(parameters.length === 0 ? {} : { parameters: parameters.map((each) => parameter(each, schemas)) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [body.contentType ?? 'application/json']: { schema: named(body.schema, schemas) },
              ...others(body.alternatives),
            },
          },
        }),
    responses: {
      ...refused([...route.refusals, ...always], named(refusalSchema, schemas)),
      [success.status]: { description: success.description, ...succeeds },
    },
  };
}

function parameter({ schema, ...rest }: Parameter, schemas: Record<string, unknown>): JsonObject {
  return { ...rest, required: rest.in === 'path', schema: named(schema, schemas) };
}

/** Answers that fail, by status, each an example of its own. */
function refused(answers: readonly ReadyAnswer[], schema: unknown): JsonObject {
  const byStatus = Object.entries(Object.groupBy(answers, ({ status }) => status));
  return Object.fromEntries(
    byStatus.map(([status, group = []]) => {
      const bodies = [...new Set(group.map(({ body }) => body))].map((body): unknown => JSON.parse(body));
      return [status, { description: bodies.map(messageOf).join('; '), content: content(schema, bodies) }];
    }),
  );
}

function messageOf(body: unknown): string {
  const { message, error } = body as { readonly message?: unknown; readonly error?: { readonly title?: unknown } };
  const words = message ?? error?.title;
  return typeof words === 'string' ? words : 'Refused';
}

function content(schema: unknown, examples: readonly unknown[]): JsonObject {
  const named = examples.map((value, index) => [`example-${index + 1}`, exampleOf(value)] as const);
  return { 'application/json': { schema, examples: Object.fromEntries(named) } };
}

function exampleOf(value: unknown): JsonObject {
  const summary = messageOf(value);
  return summary === 'Refused' ? { value } : { summary, value };
}

/** Moves schemas that have a title, wherever they are, to the document's list, and refers to them. */
export function named(value: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((entry) => named(entry, schemas));
  if (typeof value !== 'object' || value === null) return value;
  const moved = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, named(entry, schemas)]));
  const { title } = value as { readonly title?: unknown };
  if (typeof title !== 'string') return moved;
  schemas[title] = moved;
  return { $ref: `#/components/schemas/${title}` };
}
