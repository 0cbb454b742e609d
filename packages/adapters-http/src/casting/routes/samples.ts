type Sample = Readonly<Record<string, unknown>>;

/** What the documentation shows, as the API answers it. */
export const ACTOR: Sample & { readonly photo: string } = {
  id: 3,
  name: 'Random Guy',
  age: 32,
  gender: 'male',
  email: 'guy@example.com',
  phone: '1234567892',
  photo: 'link_to_photo',
  seeking_movie: true,
};

export const MOVIE: Sample = {
  id: 1,
  title: 'Big house',
  genres: ['TV show'],
  release_date: '2038-01-01 00:00:00',
  seeking_actor: true,
};

export const CASTING: Sample = { id: 7, movie_id: 1, actor_id: 3, role: 'The neighbour', status: 'evaluation' };
