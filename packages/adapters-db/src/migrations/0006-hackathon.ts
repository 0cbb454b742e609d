import { Migration } from '@mikro-orm/migrations';

/** Tickets and what they were before; locations and pictures, the schedule, announcements, times, and who is there. */
export class Migration0006Hackathon extends Migration {
  override up(): void {
    // Free space in the pages, as every ticket is changed a few times.
    this.addSql(`
      CREATE TABLE ticket (
        id text COLLATE "C" PRIMARY KEY,
        description text NOT NULL,
        location text NOT NULL,
        contact text NOT NULL,
        search_key text NOT NULL,
        owner_id bigint NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL,
        opened_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        expired_at timestamptz(3),
        claimed_by bigint REFERENCES account (id),
        claimed_at timestamptz(3),
        closed_at timestamptz(3),
        version integer NOT NULL,
        CONSTRAINT ticket_claimed_at_check CHECK ((claimed_at IS NULL) = (claimed_by IS NULL)),
        CONSTRAINT ticket_expired_at_check CHECK (expired_at IS NULL OR claimed_by IS NULL)
      ) WITH (fillfactor = 70)`);
    this.addSql(`
      CREATE INDEX ticket_open_idx ON ticket (created_at, id)
      WHERE claimed_by IS NULL AND closed_at IS NULL AND expired_at IS NULL`);
    this.addSql('CREATE INDEX ticket_owner_id_created_at_id_idx ON ticket (owner_id, created_at, id)');
    this.addSql(`
      CREATE INDEX ticket_claimed_by_created_at_id_idx ON ticket (claimed_by, created_at, id)
      WHERE claimed_by IS NOT NULL AND closed_at IS NULL`);

    // What a ticket was before it was opened again; a ticket's present round is in the ticket itself.
    this.addSql(`
      CREATE TABLE ticket_round (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        ticket_id text COLLATE "C" NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
        opened_at timestamptz(3) NOT NULL,
        claimed_at timestamptz(3),
        closed_at timestamptz(3)
      )`);
    this.addSql('CREATE INDEX ticket_round_ticket_id_idx ON ticket_round (ticket_id)');

    this.addSql(`
      CREATE TABLE location (
        id text COLLATE "C" PRIMARY KEY,
        name text COLLATE "C" NOT NULL,
        rank integer
      )`);
    this.addSql('CREATE INDEX location_rank_name_id_idx ON location (rank, name, id)');
    this.addSql(`
      CREATE TABLE location_picture (
        location_id text COLLATE "C" PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
        content_type text NOT NULL,
        bytes bytea NOT NULL,
        digest text NOT NULL
      )`);
    // Pictures are compressed already.
    this.addSql('ALTER TABLE location_picture ALTER COLUMN bytes SET STORAGE EXTERNAL');

    this.addSql(`
      CREATE TABLE scheduled_event (
        id text COLLATE "C" PRIMARY KEY,
        short_description text NOT NULL,
        long_description text NOT NULL,
        location_id text COLLATE "C" NOT NULL REFERENCES location (id),
        start_time timestamptz(3) NOT NULL,
        end_time timestamptz(3) NOT NULL,
        CONSTRAINT scheduled_event_end_time_check CHECK (end_time >= start_time)
      )`);
    this.addSql('CREATE INDEX scheduled_event_location_id_idx ON scheduled_event (location_id)');

    this.addSql(`
      CREATE TABLE announcement (
        id text COLLATE "C" PRIMARY KEY,
        message text NOT NULL,
        "time" timestamptz(3) NOT NULL,
        published_at timestamptz(3)
      )`);
    this.addSql('CREATE INDEX announcement_time_id_idx ON announcement ("time", id)');

    this.addSql(`
      CREATE TABLE hackathon_times (
        id integer PRIMARY KEY CONSTRAINT hackathon_times_id_check CHECK (id = 1),
        event_start timestamptz(3) NOT NULL,
        hacking_start timestamptz(3) NOT NULL,
        hacking_end timestamptz(3) NOT NULL,
        event_end timestamptz(3) NOT NULL
      )`);

    this.addSql(`
      CREATE TABLE check_in (
        account_id bigint PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
        checked_in_at timestamptz(3) NOT NULL
      )`);
    // People are listed in the order of the code points on every server, whatever its locale is.
    this.addSql('CREATE INDEX account_username_key_c_idx ON account (username_key COLLATE "C")');
  }
}
