import { Migration } from '@mikro-orm/migrations';

/** Accounts of the network, their channels, queues and journal, and the pace of whoever acts. */
export class Migration0007Instagram extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE instagram (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        username text NOT NULL,
        username_key text NOT NULL,
        password_key_id text NOT NULL,
        password_sealed text NOT NULL,
        info jsonb NOT NULL,
        state text NOT NULL,
        trusted boolean NOT NULL,
        hours_min smallint NOT NULL,
        hours_max smallint NOT NULL,
        speed jsonb NOT NULL,
        trouble jsonb,
        refreshed_at timestamptz(3) NOT NULL,
        scan_number bigint,
        scan_cursor text,
        due_at timestamptz(3) NOT NULL,
        fence bigint NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX instagram_owner_id_id_idx ON instagram (owner_id, id)');
    // What the engine looks at again and again: nothing else than started accounts is in it.
    this.addSql(`CREATE INDEX instagram_due_at_idx ON instagram (due_at) WHERE state = 'start'`);

    this.addSql(`
      CREATE TABLE instagram_channel (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        instagram_id bigint NOT NULL REFERENCES instagram (id) ON DELETE CASCADE,
        action text NOT NULL,
        target text NOT NULL,
        value text NOT NULL,
        comments text[] NOT NULL,
        state text NOT NULL,
        leads_count integer NOT NULL DEFAULT 0,
        targets_count integer NOT NULL DEFAULT 0,
        followers_count integer NOT NULL DEFAULT 0,
        cursor text,
        exhausted boolean NOT NULL DEFAULT false,
        served_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX instagram_channel_instagram_id_id_idx ON instagram_channel (instagram_id, id)');

    this.addSql(`
      CREATE TABLE instagram_target (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        channel_id bigint NOT NULL REFERENCES instagram_channel (id) ON DELETE CASCADE,
        target text NOT NULL,
        CONSTRAINT instagram_target_channel_id_target_key UNIQUE (channel_id, target)
      )`);
    this.addSql('CREATE INDEX instagram_target_channel_id_id_idx ON instagram_target (channel_id, id)');

    this.addSql(`
      CREATE TABLE instagram_journal (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        instagram_id bigint NOT NULL,
        channel_id bigint NOT NULL REFERENCES instagram_channel (id) ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        kind text NOT NULL,
        amount integer,
        target text,
        action text,
        reason text,
        key text,
        outcome text,
        failure text,
        busy_until timestamptz(3),
        scan bigint NOT NULL DEFAULT 0,
        gained boolean NOT NULL DEFAULT false
      )`);
    this.addSql('CREATE INDEX instagram_journal_instagram_id_id_idx ON instagram_journal (instagram_id, id)');
    // Nobody is acted upon twice for a channel.
    this.addSql(
      `CREATE UNIQUE INDEX instagram_journal_channel_id_target_key ON instagram_journal (channel_id, target)
       WHERE kind = 'action'`,
    );
    this.addSql(
      `CREATE INDEX instagram_journal_channel_id_at_idx ON instagram_journal (channel_id, at) WHERE kind = 'action'`,
    );
    this.addSql(
      `CREATE INDEX instagram_journal_unknown_idx ON instagram_journal (instagram_id, busy_until)
       WHERE outcome = 'unknown'`,
    );
    this.addSql(
      `CREATE INDEX instagram_journal_lead_idx ON instagram_journal (instagram_id, target) WHERE outcome = 'done'`,
    );

    // Apart from the journal, and longer than it: an account that is removed and stored anew has the same pace.
    this.addSql(`
      CREATE TABLE instagram_pace (
        id bigint PRIMARY KEY,
        username_key text NOT NULL,
        action text NOT NULL,
        at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX instagram_pace_username_key_action_at_idx ON instagram_pace (username_key, action, at)');
    this.addSql('CREATE INDEX instagram_pace_username_key_at_idx ON instagram_pace (username_key, at)');
  }
}
