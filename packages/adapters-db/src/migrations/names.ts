/** The names of all migrations, in order. Loading them is not needed for knowing whether one is still to come. */
export const MIGRATION_NAMES = [
  '0001-identity',
  '0002-bucketlist',
  '0003-media',
  '0004-casting',
  '0005-push',
  '0006-hackathon',
  '0007-instagram',
] as const;
