import type { MigrationObject } from '@mikro-orm/core';
import { Migration0001Identity } from './0001-identity.ts';
import { Migration0002Bucketlist } from './0002-bucketlist.ts';
import { Migration0003Media } from './0003-media.ts';
import { Migration0004Casting } from './0004-casting.ts';
import { Migration0005Push } from './0005-push.ts';
import { Migration0006Hackathon } from './0006-hackathon.ts';
import { Migration0007Instagram } from './0007-instagram.ts';
import { MIGRATION_NAMES } from './names.ts';

const CLASSES: Readonly<Record<(typeof MIGRATION_NAMES)[number], MigrationObject['class']>> = {
  '0001-identity': Migration0001Identity,
  '0002-bucketlist': Migration0002Bucketlist,
  '0003-media': Migration0003Media,
  '0004-casting': Migration0004Casting,
  '0005-push': Migration0005Push,
  '0006-hackathon': Migration0006Hackathon,
  '0007-instagram': Migration0007Instagram,
};

/** Every migration, in order. One that was released is never changed again. */
export const MIGRATIONS: readonly MigrationObject[] = MIGRATION_NAMES.map((name) => ({ name, class: CLASSES[name] }));
