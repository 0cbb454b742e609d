import { Migration } from '@mikro-orm/migrations';

/** Messages for readers, destinations outside of the servers, and who is present. */
export class Migration0005Push extends Migration {
  override up(): void {
    // Rows come and go: what is left of them has to be cleared away before they are many.
    this.addSql(`
      CREATE TABLE push_outbox (
        sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id text NOT NULL,
        channel text NOT NULL,
        event text NOT NULL,
        data text NOT NULL,
        not_to text,
        created_at timestamptz(3) NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);

    this.addSql(`
      CREATE TABLE push_log (
        position bigint PRIMARY KEY,
        id text NOT NULL,
        channel text NOT NULL,
        event text NOT NULL,
        data text NOT NULL,
        not_to text,
        created_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX push_log_channel_position_idx ON push_log (channel, position)');

    // The one row that is locked by whoever gives positions.
    this.addSql('CREATE TABLE push_head (id smallint PRIMARY KEY, position bigint NOT NULL) WITH (fillfactor = 10)');
    this.addSql('INSERT INTO push_head (id, position) VALUES (1, 0)');

    // The latest position in each channel that has messages; spread: whoever wants all channels has a cursor for it.
    this.addSql(`
      CREATE TABLE push_channel (
        name text PRIMARY KEY,
        position bigint NOT NULL,
        spread boolean NOT NULL DEFAULT false
      ) WITH (fillfactor = 50)`);
    this.addSql('CREATE INDEX push_channel_not_spread_idx ON push_channel (name) WHERE NOT spread');

    this.addSql(`
      CREATE TABLE push_destination (
        id text COLLATE "C" PRIMARY KEY,
        transport text NOT NULL,
        address text NOT NULL,
        channels text[] NOT NULL,
        account_id bigint REFERENCES account (id) ON DELETE CASCADE,
        since bigint NOT NULL
      )`);
    this.addSql(`
      CREATE INDEX push_destination_patterns_idx ON push_destination (id)
      WHERE channels && ARRAY['*', 'private-*', 'presence-*']`);
    this.addSql('CREATE INDEX push_destination_account_id_idx ON push_destination (account_id)');
    this.addSql('CREATE INDEX push_destination_transport_id_idx ON push_destination (transport, id)');

    this.addSql(`
      CREATE TABLE push_cursor (
        destination_id text COLLATE "C" NOT NULL REFERENCES push_destination (id) ON DELETE CASCADE,
        channel text NOT NULL,
        position bigint NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        failing_since timestamptz(3),
        next_attempt_at timestamptz(3) NOT NULL DEFAULT 'epoch',
        lease_owner text,
        lease_until timestamptz(3) NOT NULL DEFAULT 'epoch',
        PRIMARY KEY (destination_id, channel)
      )`);
    this.addSql('CREATE INDEX push_cursor_channel_position_idx ON push_cursor (channel, position)');

    this.addSql(`
      CREATE TABLE push_dead_letter (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        destination_id text COLLATE "C" NOT NULL REFERENCES push_destination (id) ON DELETE CASCADE,
        position bigint NOT NULL,
        message_id text NOT NULL,
        channel text NOT NULL,
        event text NOT NULL,
        data text NOT NULL,
        not_to text,
        created_at timestamptz(3) NOT NULL,
        attempts integer NOT NULL,
        reason text NOT NULL,
        given_up_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX push_dead_letter_destination_id_idx ON push_dead_letter (destination_id)');

    this.addSql('CREATE TABLE push_server (name text PRIMARY KEY, seen_at timestamptz(3) NOT NULL)');
    this.addSql('CREATE INDEX push_server_seen_at_idx ON push_server (seen_at)');
    this.addSql(`
      CREATE TABLE push_connection (
        server text NOT NULL,
        channel text NOT NULL,
        connection text NOT NULL,
        user_id text NOT NULL,
        PRIMARY KEY (server, channel, connection)
      )`);
    // A member with no connection left is none; its row is cleared away later.
    this.addSql(`
      CREATE TABLE push_member (
        channel text NOT NULL,
        user_id text COLLATE "C" NOT NULL,
        info text NOT NULL,
        connections integer NOT NULL,
        PRIMARY KEY (channel, user_id)
      )`);
    this.addSql('CREATE INDEX push_member_absent_idx ON push_member (channel) WHERE connections = 0');
  }
}
