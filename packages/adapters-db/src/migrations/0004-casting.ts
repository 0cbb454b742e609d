import { Migration } from '@mikro-orm/migrations';

/** Actors, movies and castings; and whose accounts are at an external issuer. */
export class Migration0004Casting extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE external_subject (
        issuer text NOT NULL,
        subject text NOT NULL,
        account_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        PRIMARY KEY (issuer, subject)
      )`);
    this.addSql('CREATE INDEX external_subject_account_id_idx ON external_subject (account_id)');

    // Lists are in the order of the code points on every server, whatever its locale is.
    this.addSql(`
      CREATE TABLE actor (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        age smallint NOT NULL,
        gender text NOT NULL,
        email text NOT NULL CONSTRAINT actor_email_key UNIQUE,
        phone text NOT NULL CONSTRAINT actor_phone_key UNIQUE,
        photo text NOT NULL,
        seeking_movie boolean NOT NULL
      )`);
    this.addSql('CREATE INDEX actor_name_id_idx ON actor (name, id)');
    this.addSql('CREATE INDEX actor_seeking_movie_name_id_idx ON actor (seeking_movie, name, id)');

    this.addSql(`
      CREATE TABLE movie (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        title text COLLATE "C" NOT NULL,
        genres text[] NOT NULL,
        release_date timestamptz(0) NOT NULL,
        seeking_actor boolean NOT NULL
      )`);
    this.addSql('CREATE INDEX movie_title_id_idx ON movie (title, id)');
    this.addSql('CREATE INDEX movie_seeking_actor_title_id_idx ON movie (seeking_actor, title, id)');

    this.addSql(`
      CREATE TABLE casting (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        movie_id bigint NOT NULL REFERENCES movie (id) ON DELETE CASCADE,
        actor_id bigint NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
        role text NOT NULL,
        status text NOT NULL,
        proposed_by bigint NOT NULL REFERENCES account (id),
        CONSTRAINT casting_movie_id_actor_id_role_key UNIQUE (movie_id, actor_id, role)
      )`);
    this.addSql('CREATE INDEX casting_movie_id_id_idx ON casting (movie_id, id)');
    this.addSql('CREATE INDEX casting_actor_id_id_idx ON casting (actor_id, id)');
    this.addSql('CREATE INDEX casting_proposed_by_idx ON casting (proposed_by)');
  }
}
