import { Migration } from '@mikro-orm/migrations';

/** Buckets and items, counted where they are listed. */
export class Migration0002Bucketlist extends Migration {
  override up(): void {
    this.addSql('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    this.addSql('CREATE EXTENSION IF NOT EXISTS btree_gin');

    // A list's total is read from its counter, so that it costs the same however long the list is. Free space in the
    // pages keeps a change of a counter from touching any index.
    this.addSql(`
      CREATE TABLE bucket_owner (
        account_id bigint PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        bucket_count bigint NOT NULL CONSTRAINT bucket_owner_bucket_count_check CHECK (bucket_count >= 0)
      ) WITH (fillfactor = 70)`);

    this.addSql(`
      CREATE TABLE bucket (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        name text NOT NULL,
        name_key text NOT NULL,
        item_count bigint NOT NULL DEFAULT 0 CONSTRAINT bucket_item_count_check CHECK (item_count >= 0),
        created_at timestamptz(3) NOT NULL,
        modified_at timestamptz(3) NOT NULL
      ) WITH (fillfactor = 85)`);
    this.addSql('CREATE INDEX bucket_owner_id_id_idx ON bucket (owner_id, id)');
    this.addSql('CREATE INDEX bucket_owner_id_name_key_idx ON bucket USING gin (owner_id, name_key gin_trgm_ops)');

    this.addSql(`
      CREATE TABLE item (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        bucket_id bigint NOT NULL REFERENCES bucket (id) ON DELETE CASCADE,
        name text NOT NULL,
        name_key text NOT NULL,
        description text,
        created_at timestamptz(3) NOT NULL,
        modified_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX item_bucket_id_id_idx ON item (bucket_id, id)');
    this.addSql('CREATE INDEX item_bucket_id_name_key_idx ON item USING gin (bucket_id, name_key gin_trgm_ops)');

    // Plans are made once for lists of any length, as if the average one had a hundred entries. By the true average,
    // which is of a few, searches would read whole lists: the right thing for most, and slow for the few long ones.
    this.addSql('ALTER TABLE bucket ALTER COLUMN owner_id SET (n_distinct = -0.01)');
    this.addSql('ALTER TABLE item ALTER COLUMN bucket_id SET (n_distinct = -0.01)');
  }
}
