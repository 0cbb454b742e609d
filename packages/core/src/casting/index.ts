import {
  createActor,
  deleteActor,
  editActor,
  getActor,
  listActors,
  listAllActors,
  type CreateActor,
  type DeleteActor,
  type EditActor,
  type GetActor,
  type ListActors,
  type ListAllActors,
} from './use-cases/actors.ts';
import {
  createCasting,
  deleteCasting,
  editCasting,
  listAllCastings,
  listCastings,
  type CreateCasting,
  type DeleteCasting,
  type EditCasting,
  type ListAllCastings,
  type ListCastings,
} from './use-cases/castings.ts';
import { fillAgency, type FillAgency } from './use-cases/fill.ts';
import {
  createMovie,
  deleteMovie,
  editMovie,
  getMovie,
  listAllMovies,
  listMovies,
  type CreateMovie,
  type DeleteMovie,
  type EditMovie,
  type GetMovie,
  type ListAllMovies,
  type ListMovies,
} from './use-cases/movies.ts';
import type { CastingPorts, CastingSettings } from './settings.ts';

/**
 * What can be done in the casting agency.
 *
 * @example
 * ```ts
 * const { casting }: { readonly casting: CastingAgency } = createQuintet(memoryAdapters());
 * await casting.listMovies(bearer);
 * ```
 */
export interface CastingAgency {
  readonly listActors: ListActors;
  readonly listAllActors: ListAllActors;
  readonly getActor: GetActor;
  readonly createActor: CreateActor;
  readonly editActor: EditActor;
  readonly deleteActor: DeleteActor;
  readonly listMovies: ListMovies;
  readonly listAllMovies: ListAllMovies;
  readonly getMovie: GetMovie;
  readonly createMovie: CreateMovie;
  readonly editMovie: EditMovie;
  readonly deleteMovie: DeleteMovie;
  readonly listCastings: ListCastings;
  readonly listAllCastings: ListAllCastings;
  readonly createCasting: CreateCasting;
  readonly editCasting: EditCasting;
  readonly deleteCasting: DeleteCasting;
  readonly fillAgency: FillAgency;
}

/**
 * Joins the use cases of the casting agency to the adapters of their ports.
 *
 * @example
 * ```ts
 * const ports = { clock, unitOfWork, actors, movies, castings, identity };
 * const casting = createCastingAgency(ports, CASTING_DEFAULTS);
 * ```
 */
export function createCastingAgency(ports: CastingPorts, settings: CastingSettings): CastingAgency {
  return {
    listActors: listActors(ports, settings),
    listAllActors: listAllActors(ports, settings),
    getActor: getActor(ports),
    createActor: createActor(ports),
    editActor: editActor(ports),
    deleteActor: deleteActor(ports),
    listMovies: listMovies(ports, settings),
    listAllMovies: listAllMovies(ports, settings),
    getMovie: getMovie(ports),
    createMovie: createMovie(ports),
    editMovie: editMovie(ports),
    deleteMovie: deleteMovie(ports),
    listCastings: listCastings(ports, settings),
    listAllCastings: listAllCastings(ports, settings),
    createCasting: createCasting(ports),
    editCasting: editCasting(ports),
    deleteCasting: deleteCasting(ports),
    fillAgency: fillAgency(ports),
  };
}

export { GENDERS, HIGHEST_AGE, parseActorChanges, parseActorDraft } from './actor.ts';
export type { ActorChanges, ActorDraft, CastingActor, Gender } from './actor.ts';
export { CASTING_STATUSES, parseCastingChanges, parseCastingDraft } from './casting.ts';
export type { Casting, CastingChanges, CastingDraft, CastingStatus, NewCasting } from './casting.ts';
export { LONGEST_TEXT } from './fields.ts';
export type { FieldsMissing } from './fields.ts';
export type { ListingPage, Seeking, WholeList } from './listing.ts';
export { MOST_GENRES, parseMovieChanges, parseMovieDraft } from './movie.ts';
export type { Movie, MovieChanges, MovieDraft, NewMovie } from './movie.ts';
export type * from './ports.ts';
export { parseReleaseDate } from './release-date.ts';
export { CASTING_DEFAULTS } from './settings.ts';
export type { CastingPorts, CastingSettings } from './settings.ts';
export type {
  ActorById,
  CreateActor,
  DeleteActor,
  EditActor,
  GetActor,
  ListActors,
  ListAllActors,
} from './use-cases/actors.ts';
export type {
  CastingById,
  CreateCasting,
  DeleteCasting,
  EditCasting,
  ListAllCastings,
  ListCastings,
} from './use-cases/castings.ts';
export type { AgencyDraft, FillAgency } from './use-cases/fill.ts';
export type {
  CreateMovie,
  DeleteMovie,
  EditMovie,
  GetMovie,
  ListAllMovies,
  ListMovies,
  MovieById,
} from './use-cases/movies.ts';
