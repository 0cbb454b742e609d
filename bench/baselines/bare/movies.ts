import type { Pool } from 'pg';
import { pageOf, send, type BareRequest } from './http.ts';

interface MovieRow {
  readonly id: number;
  readonly title: string;
  readonly genres: readonly string[];
  readonly release_date: Date;
  readonly seeking_actor: boolean;
}

/** Answers a page of movies. */
export function listMovies(pool: Pool): (request: BareRequest) => Promise<void> {
  return async ({ response, url, permissions }) => {
    if (!permissions.includes('get:movies')) return send(response, 401, failed(401));
    const limit = Number(url.searchParams.get('limit') ?? 20);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) return send(response, 422, failed(422));
    const { rows } = await pool.query<MovieRow>({
      name: 'page of movies',
      text: 'select id, title, genres, release_date, seeking_actor from movie order by title, id limit $1 offset $2',
      values: [limit, (pageOf(url) - 1) * limit],
    });
    send(response, 200, `{"success":true,"movies":[${rows.map(movie).join(',')}]}`);
  };
}

function movie({ id, title, genres, release_date: date, seeking_actor: seeking }: MovieRow): string {
  const day = date.toISOString();
  return (
    `{"id":${id},"title":${JSON.stringify(title)},"genres":${JSON.stringify(genres)},` +
    `"release_date":"${day.slice(0, 10)} ${day.slice(11, 19)}","seeking_actor":${seeking}}`
  );
}

function failed(status: number): string {
  return `{"success":false,"error":${status},"message":"Unprocessable resource"}`;
}
