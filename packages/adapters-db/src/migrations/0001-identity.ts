import { Migration } from '@mikro-orm/migrations';

/** Accounts, the tokens that were revoked, and failed logins. */
export class Migration0001Identity extends Migration {
  override up(): void {
    this.addSql(`
      CREATE TABLE account (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        username text NOT NULL,
        username_key text NOT NULL CONSTRAINT account_username_key_key UNIQUE,
        display_name text NOT NULL,
        password_hash text NOT NULL,
        roles text[] NOT NULL,
        generation integer NOT NULL DEFAULT 0,
        exempt_token text,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL
      )`);
    // What a server reads of the accounts when it starts.
    this.addSql('CREATE INDEX account_generation_idx ON account (id) WHERE generation > 0');

    this.addSql(`
      CREATE TABLE token_revocation (
        token_id text PRIMARY KEY,
        expires_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX token_revocation_expires_at_idx ON token_revocation (expires_at)');

    this.addSql(`
      CREATE TABLE failed_login (
        key text PRIMARY KEY,
        attempts timestamptz(3)[] NOT NULL,
        last_attempt_at timestamptz(3) NOT NULL
      )`);
    this.addSql('CREATE INDEX failed_login_last_attempt_at_idx ON failed_login (last_attempt_at)');

    // Triggers, so that no way to revoke something can forget to tell the other servers. They are told when the
    // transaction is committed.
    this.addSql(`
      CREATE FUNCTION announce_token_revocation() RETURNS trigger LANGUAGE plpgsql AS $function$
      BEGIN
        PERFORM pg_notify('quintet_revocation', json_build_object(
          'tokenId', NEW.token_id,
          'expiresAt', (extract(epoch FROM NEW.expires_at) * 1000)::bigint
        )::text);
        RETURN NULL;
      END
      $function$`);
    this.addSql(`
      CREATE TRIGGER token_revocation_announce AFTER INSERT ON token_revocation
      FOR EACH ROW EXECUTE FUNCTION announce_token_revocation()`);
    this.addSql(`
      CREATE FUNCTION announce_generation() RETURNS trigger LANGUAGE plpgsql AS $function$
      BEGIN
        PERFORM pg_notify('quintet_revocation', json_build_object(
          'accountId', NEW.id,
          'generation', NEW.generation,
          'exemptToken', NEW.exempt_token
        )::text);
        RETURN NULL;
      END
      $function$`);
    this.addSql(`
      CREATE TRIGGER account_announce_generation AFTER UPDATE OF generation ON account
      FOR EACH ROW WHEN (NEW.generation <> OLD.generation) EXECUTE FUNCTION announce_generation()`);
  }
}
