import { okAsync, type ResultAsync } from 'neverthrow';
import type { SigningKey } from '../identity/signing-keys.ts';
import { KEEP_NOTHING, type Configuration } from './configuration/configuration.ts';
import { keptSecret, newSecret, type SecretUnusable } from './configuration/secrets.ts';

/** What access tokens are signed with; the first signs. */
export type SigningKeys = readonly [SigningKey, ...SigningKey[]];

/** The file in the data directory that holds the secret made at the first start. */
const SECRET_FILE = 'jwt-secret';

/** The keys that are configured, or a secret that is made at the first start and kept beside the data. */
export function signingKeysOf({
  signing,
  databaseUrl,
  dataDirectory,
}: Configuration): ResultAsync<SigningKeys, SecretUnusable> {
  const configured: readonly SigningKey[] =
    signing?.kind === 'secrets'
      ? signing.secrets.map(({ id, secret }) => (id === undefined ? { secret } : { kid: id, secret }))
      : (signing?.pems.map((pem) => ({ pem })) ?? []);
  const [first, ...older] = configured;
  if (first !== undefined) return okAsync([first, ...older]);
  // With a database elsewhere only commands come here, none of which makes a token that leaves the process.
  if (databaseUrl !== undefined || dataDirectory === KEEP_NOTHING) return okAsync([{ secret: newSecret() }]);
  return keptSecret(dataDirectory, SECRET_FILE).map((secret): SigningKeys => [{ secret }]);
}
