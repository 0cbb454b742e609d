import type { Options as PgliteOptions } from '@mikro-orm/pglite';
import type { Options as PostgreSqlOptions } from '@mikro-orm/postgresql';
import type { EntityManager, SqlMikroORM, SqlOptions } from '@mikro-orm/sql';
import type { Kysely } from 'kysely';
import { accountSchema, externalSubjectSchema, failedLoginSchema, tokenRevocationSchema } from '../identity/rows.ts';
import { bucketOwnerSchema, bucketSchema, itemSchema } from '../bucketlist/rows.ts';
import { mediaElementSchema, mediaLibrarySchema, mediaStateChangeSchema } from '../media/rows.ts';
import { actorSchema, castingSchema, movieSchema } from '../casting/rows.ts';
import { HACKATHON_SCHEMAS } from '../hackathon/rows.ts';
import { PUSH_SCHEMAS } from '../push/rows.ts';
import {
  instagramChannelSchema,
  instagramJournalSchema,
  instagramPaceSchema,
  instagramSchema,
  instagramTargetSchema,
} from '../instagram/rows.ts';
import type { Database } from './database.ts';

/** The object-relational mapper, on the database's own connections. */
export class Orm {
  readonly #database: Database;
  #loading: Promise<SqlMikroORM> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** An entity manager of its own, with nothing in its identity map. */
  async entityManager(): Promise<EntityManager> {
    const orm = await this.load();
    return orm.em.fork();
  }

  /** Loads the mapper, which takes a while, the first time. It opens no connection. */
  load(): Promise<SqlMikroORM> {
    return (this.#loading ??= createOrm(this.#database.kind, this.#database.kysely));
  }
}

/**
 * Makes a mapper on connections that are there already.
 *
 * @param extra - What it shall have beside the entities.
 */
export async function createOrm(
  kind: Database['kind'],
  kysely: Kysely<unknown>,
  extra: Pick<SqlOptions, 'dbName' | 'extensions' | 'migrations'> = {},
): Promise<SqlMikroORM> {
  const options = {
    entities: [
      accountSchema,
      tokenRevocationSchema,
      failedLoginSchema,
      externalSubjectSchema,
      bucketOwnerSchema,
      bucketSchema,
      itemSchema,
      actorSchema,
      movieSchema,
      castingSchema,
      mediaLibrarySchema,
      mediaElementSchema,
      mediaStateChangeSchema,
      ...HACKATHON_SCHEMAS,
      ...PUSH_SCHEMAS,
      instagramSchema,
      instagramChannelSchema,
      instagramTargetSchema,
      instagramJournalSchema,
      instagramPaceSchema,
    ],
    driverOptions: kysely,
    // Asked for by the mapper; no connection is made by it.
    dbName: 'postgres',
    ensureDatabase: false,
    allowGlobalContext: false,
    ...extra,
  };
  if (kind === 'pglite') {
    const { MikroORM } = await import('@mikro-orm/pglite');
    return new MikroORM(options as PgliteOptions);
  }
  const { MikroORM } = await import('@mikro-orm/postgresql');
  return new MikroORM(options as PostgreSqlOptions);
}
