import type { Added, Casting, CastingActor, Movie } from '@quintet/core';
import { json, type Answer } from '../http/answer.ts';
import { utcDay, utcTime } from '../http/utc.ts';

/** UTC, to the second, as in `2023-08-01 00:00:00`. */
function releaseDate(date: Date): string {
  return `${utcDay(date)} ${utcTime(date)}`;
}

/** A list is sent with this in front of its entries. */
export function listHead(name: 'actors' | 'movies' | 'castings'): string {
  return `{"success":true,"${name}":[`;
}

/** A list is sent with this after its entries. */
export const LIST_TAIL = ']}';

export function actorAnswer(actor: CastingActor): Answer {
  // here, and nowhere else, clients know the photo by a second name
  const fields = actorJson(actor).slice(0, -1);
  return answerOf(`{"success":true,"actor":${fields},"photo_link":${JSON.stringify(actor.photo)}}}`);
}

export function createdActorAnswer({ added, total }: Added<CastingActor>): Answer {
  return json(200, { success: true, actor_id: added.id, actors_total: total });
}

export function editedActorAnswer(actor: CastingActor): Answer {
  const shown = actorJson(actor);
  return answerOf(`{"success":true,"modified_actor":${shown},"actor_updated":${shown}}`);
}

export function deletedActorAnswer(actor: CastingActor): Answer {
  return answerOf(`{"success":true,"deleted_actor":${actorJson(actor)}}`);
}

export function movieAnswer(movie: Movie): Answer {
  return answerOf(`{"success":true,"movie":${movieJson(movie)}}`);
}

export function createdMovieAnswer({ added, total }: Added<Movie>): Answer {
  // clients know the total of movies by the name of the other's
  return json(200, { success: true, movie_id: added.id, movies_total: total, actors_total: total });
}

export function editedMovieAnswer(movie: Movie): Answer {
  return answerOf(`{"success":true,"modified_movie":${movie.id},"movie_updated":${movieJson(movie)}}`);
}

export function deletedMovieAnswer(movie: Movie): Answer {
  return answerOf(`{"success":true,"deleted_movie":${movieJson(movie)}}`);
}

export function createdCastingAnswer(casting: Casting): Answer {
  return answerOf(`{"success":true,"casting_id":${casting.id},"casting":${castingJson(casting)}}`);
}

export function editedCastingAnswer(casting: Casting): Answer {
  const shown = castingJson(casting);
  return answerOf(`{"success":true,"modified_casting":${shown},"casting":${shown}}`);
}

export function deletedCastingAnswer(casting: Casting): Answer {
  const shown = castingJson(casting);
  return answerOf(`{"success":true,"deleted_casting":${shown},"casting":${shown}}`);
}

// JSON put together by hand, because lists are most of what is asked for and this takes half the time

function answerOf(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}

export function actorJson({ id, name, age, gender, email, phone, photo, seekingMovie }: CastingActor): string {
  const contact = `"email":${JSON.stringify(email)},"phone":${JSON.stringify(phone)},"photo":${JSON.stringify(photo)}`;
  const person = `"id":${id},"name":${JSON.stringify(name)},"age":${age},"gender":"${gender}"`;
  return `{${person},${contact},"seeking_movie":${seekingMovie}}`;
}

export function movieJson({ id, title, genres, releaseDate: date, seekingActor }: Movie): string {
  const named = `"id":${id},"title":${JSON.stringify(title)},"genres":${JSON.stringify(genres)}`;
  return `{${named},"release_date":"${releaseDate(date)}","seeking_actor":${seekingActor}}`;
}

export function castingJson({ id, movieId, actorId, role, status }: Casting): string {
  const ids = `"id":${id},"movie_id":${movieId},"actor_id":${actorId}`;
  return `{${ids},"role":${JSON.stringify(role)},"status":"${status}"}`;
}
