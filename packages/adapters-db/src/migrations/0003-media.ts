import { Migration } from '@mikro-orm/migrations';

/** Media elements, the version of each owner's library, and the changes of their states. */
export class Migration0003Media extends Migration {
  override up(): void {
    // Free space in the pages keeps a new version from touching the index.
    this.addSql(`
      CREATE TABLE media_library (
        owner_id bigint PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        version bigint NOT NULL
      ) WITH (fillfactor = 50)`);

    this.addSql(`
      CREATE TABLE media_element (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        name text NOT NULL,
        name_key text NOT NULL,
        medium text NOT NULL
          CONSTRAINT media_element_medium_check CHECK (medium IN ('film', 'audio', 'literature', 'other')),
        consumed_state text NOT NULL
          CONSTRAINT media_element_consumed_state_check CHECK (consumed_state IN ('not started', 'started', 'finished')),
        description text NOT NULL,
        "order" integer NOT NULL,
        started_at timestamptz(3)
          CONSTRAINT media_element_started_at_check CHECK ((started_at IS NULL) = (consumed_state = 'not started')),
        finished_at timestamptz(3)
          CONSTRAINT media_element_finished_at_check CHECK ((finished_at IS NOT NULL) = (consumed_state = 'finished')),
        created_at timestamptz(3) NOT NULL
      ) WITH (fillfactor = 85)`);
    this.addSql('CREATE INDEX media_element_owner_id_order_id_idx ON media_element (owner_id, "order", id)');
    this.addSql(
      'CREATE INDEX media_element_owner_id_name_key_idx ON media_element USING gin (owner_id, name_key gin_trgm_ops)',
    );

    this.addSql(`
      CREATE TABLE media_state_change (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        element_id integer NOT NULL REFERENCES media_element (id) ON DELETE CASCADE,
        from_state text NOT NULL,
        to_state text NOT NULL,
        at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX media_state_change_element_id_id_idx ON media_state_change (element_id, id)');
  }
}
