import type { FieldMalformed } from '../../kernel/field.ts';
import { ok, Result, safeTry, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import { parseActorDraft, type ActorDraft } from '../actor.ts';
import type { FieldsMissing } from '../fields.ts';
import { parseMovieDraft, type MovieDraft } from '../movie.ts';
import type { ContactTaken } from '../ports.ts';
import type { CastingPorts } from '../settings.ts';

/**
 * What an agency begins with.
 *
 * @example
 * ```ts
 * const agency: AgencyDraft = { actors: [ann], movies: [bigHouse] };
 * ```
 */
export interface AgencyDraft {
  readonly actors: readonly ActorDraft[];
  readonly movies: readonly MovieDraft[];
}

/**
 * For whoever runs the system: takes actors and movies in, all or nothing.
 *
 * @example
 * ```ts
 * const filled = await casting.fillAgency({ actors: [ann], movies: [bigHouse] });
 * filled.isOk();
 * ```
 */
export type FillAgency = (
  input: AgencyDraft,
) => ResultAsync<void, FieldsMissing | FieldMalformed | ContactTaken | Unavailable>;

export function fillAgency({ clock, unitOfWork, actors, movies }: CastingPorts): FillAgency {
  return (input) => {
    const now = clock.now();
    return Result.combine([
      Result.combine(input.actors.map(parseActorDraft)),
      Result.combine(input.movies.map((movie) => parseMovieDraft(movie, now))),
    ]).asyncAndThen(([newActors, newMovies]) =>
      unitOfWork.run((transaction) =>
        safeTry<void, ContactTaken | Unavailable>(async function* () {
          for (const actor of newActors) yield* actors.add(actor, transaction);
          for (const movie of newMovies) yield* movies.add(movie, transaction);
          return ok(undefined);
        }),
      ),
    );
  };
}
