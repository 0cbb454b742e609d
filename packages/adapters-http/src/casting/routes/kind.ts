import type {
  Added,
  Bearer,
  Identity,
  ListingPage,
  PermissionLacking,
  Seeking,
  Unavailable,
  WholeList,
} from '@quintet/core';
import type { ResultAsync } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer } from '../../http/answer.ts';
import { answerTo, type ErrorTable } from '../../http/errors.ts';
import type { Parameter, Route } from '../../http/route.ts';
import { NOT_FOUND, TOKEN_REFUSALS } from '../answers.ts';
import { LIST_ERRORS } from '../errors.ts';
import { PAGE_PARAMETERS, pageAnswer, pageWanted, SEEKING_PARAMETER, seekingWanted, wholeAnswer } from '../listing.ts';
import { listHead } from '../presenter.ts';
import { fieldsBody, idOf, withBearer } from '../requests.ts';

interface Failure {
  readonly kind: string;
}

/** What a route says of itself, and what it answers. */
interface Told {
  readonly summary: string;
  /** The answer, in a word or two. */
  readonly answer: string;
  /** Needed to be let through. */
  readonly permission: string;
  readonly schema: TSchema;
  readonly example: Readonly<Record<string, unknown>>;
}

/** All that is peculiar to what the agency keeps: actors, or movies. */
export interface Kind<
  T,
  Draft extends object,
  Missing extends Failure,
  Refused extends Failure,
  Unfit extends Failure,
> {
  readonly plural: 'actors' | 'movies';
  /** The noun within the names of operations. */
  readonly noun: 'Actor' | 'Movie';
  /** Where one of them is found, and which part of that is its number. */
  readonly path: string;
  readonly parameter: Parameter;
  /** What the list is in the order of. */
  readonly order: string;
  /** The fields in JSON, by the names of the core. */
  readonly names: Readonly<Record<keyof Draft & string, string>>;
  readonly draft: TSchema;
  readonly changes: TSchema;
  readonly told: Readonly<Record<'list' | 'create' | 'get' | 'edit' | 'delete', Told>>;

  /** One of them in JSON. */
  readonly present: (entry: T) => string;
  readonly shown: (entry: T) => Answer;
  readonly created: (added: Added<T>) => Answer;
  readonly edited: (entry: T) => Answer;
  readonly deleted: (entry: T) => Answer;

  readonly listAll: (bearer: Bearer, seeking: Seeking) => ResultAsync<WholeList<T>, PermissionLacking | Unavailable>;
  readonly list: (
    bearer: Bearer,
    wish: ListingPage & Seeking,
  ) => ResultAsync<readonly T[], PermissionLacking | Unavailable>;
  readonly create: (bearer: Bearer, draft: Draft) => ResultAsync<Added<T>, Refused>;
  readonly get: (bearer: Bearer, id: number) => ResultAsync<T, Missing>;
  readonly edit: (bearer: Bearer, id: number, changes: Partial<Draft>) => ResultAsync<T, Unfit>;
  readonly remove: (bearer: Bearer, id: number) => ResultAsync<T, Missing>;

  /** Answers to how showing or removing one, creating one, and changing one can fail. */
  readonly errors: ErrorTable<NoInfer<Missing>>;
  readonly createErrors: ErrorTable<NoInfer<Refused>>;
  readonly editErrors: ErrorTable<NoInfer<Unfit>>;
}

/** Listing, showing, taking in, changing and removing what is of a kind. */
export function routesOf<T, D extends object, Missing extends Failure, Refused extends Failure, Unfit extends Failure>(
  identity: Pick<Identity, 'recognise'>,
  kind: Kind<T, D, Missing, Refused, Unfit>,
): readonly Route[] {
  const { plural, noun, path, parameter, told, errors } = kind;
  const listing = { head: listHead(plural), present: kind.present };
  const draftBody = fieldsBody(kind.draft, kind.names);
  const changesBody = fieldsBody(kind.changes, kind.names);
  const common = { tag: `${noun}s`, secured: true } as const;
  return [
    {
      ...common,
      ...documented(told.list, `By ${kind.order}. `),
      method: 'GET',
      path: `/${plural}`,
      operationId: `list${noun}s`,
      parameters: [...PAGE_PARAMETERS, SEEKING_PARAMETER],
      refusals: TOKEN_REFUSALS,
      handle: withBearer(identity, (exchange, bearer) => {
        const page = pageWanted(exchange);
        const seeking = seekingWanted(exchange);
        return page === undefined
          ? wholeAnswer(exchange, kind.listAll(bearer, seeking), listing, LIST_ERRORS)
          : pageAnswer(exchange, kind.list(bearer, { ...page, ...seeking }), listing, LIST_ERRORS);
      }),
    },
    {
      ...common,
      ...documented(told.create),
      method: 'POST',
      path: `/${plural}/create`,
      operationId: `create${noun}`,
      body: draftBody,
      refusals: [...TOKEN_REFUSALS, ...draftBody.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await draftBody.readFields(exchange);
        if (body.isErr()) return body.error;
        // what the fields are is for the use case to look at, once it has looked at the permission
        return answerTo(exchange, await kind.create(bearer, body.value as D), kind.created, kind.createErrors);
      }),
    },
    {
      ...common,
      ...documented(told.get),
      method: 'GET',
      path,
      operationId: `get${noun}`,
      parameters: [parameter],
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) =>
        answerTo(exchange, await kind.get(bearer, idOf(exchange, parameter.name)), kind.shown, errors),
      ),
    },
    {
      ...common,
      ...documented(told.edit),
      method: 'PATCH',
      path,
      operationId: `edit${noun}`,
      parameters: [parameter],
      body: changesBody,
      refusals: [...TOKEN_REFUSALS, NOT_FOUND, ...changesBody.refusals],
      handle: withBearer(identity, async (exchange, bearer) => {
        const body = await changesBody.readFields(exchange);
        if (body.isErr()) return body.error;
        const edited = await kind.edit(bearer, idOf(exchange, parameter.name), body.value as Partial<D>);
        return answerTo(exchange, edited, kind.edited, kind.editErrors);
      }),
    },
    {
      ...common,
      ...documented(told.delete),
      method: 'DELETE',
      path,
      operationId: `delete${noun}`,
      parameters: [parameter],
      refusals: [...TOKEN_REFUSALS, NOT_FOUND],
      handle: withBearer(identity, async (exchange, bearer) =>
        answerTo(exchange, await kind.remove(bearer, idOf(exchange, parameter.name)), kind.deleted, errors),
      ),
    },
  ];
}

function documented(
  { summary, answer, permission, schema, example }: Told,
  first = '',
): Pick<Route, 'summary' | 'description' | 'success'> {
  return {
    summary,
    description: `${first}Needs \`${permission}\`.`,
    success: { status: 200, description: answer, schema, example: { success: true, ...example } },
  };
}
