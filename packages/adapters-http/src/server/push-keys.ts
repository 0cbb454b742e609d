import { createECDH, hkdfSync } from 'node:crypto';
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import { KEEP_NOTHING, type Configuration } from './configuration/configuration.ts';
import { keptSecret, type SecretUnusable } from './configuration/secrets.ts';
import type { Values } from './configuration/values.ts';
import type { SigningKeys } from './signing.ts';

/**
 * A Pusher app: the one that this server is, or one of a hosted service.
 *
 * @example
 * ```ts
 * new Pusher({ appId: app.id, key: app.key, secret: app.secret, cluster: app.cluster ?? 'mt1' });
 * ```
 */
export interface PusherApp {
  readonly id: string;
  /** Public: clients connect with it. */
  readonly key: string;
  /** Signs what a client may enter, and what the HTTP API is sent. */
  readonly secret: string;
  /** The host of a Pusher service; absent: Pusher's own, or this server. */
  readonly host?: string;
  readonly cluster?: string;
}

/**
 * The key pair by which push services of browsers know this server (RFC 8292).
 *
 * @example
 * ```ts
 * webPush.setVapidDetails(vapid.subject, vapid.publicKey, vapid.privateKey);
 * ```
 */
export interface VapidKeys {
  /** 65 bytes in base64url. */
  readonly publicKey: string;
  /** 32 bytes in base64url. */
  readonly privateKey: string;
  /** Whom a push service may write to: a `mailto:` or `https:` URL. */
  readonly subject: string;
}

/**
 * What push needs to know of the outside: transports, and the keys that clients and services know this server by.
 *
 * @example
 * ```ts
 * const isEmbedded = ({ transports }: PushConfiguration) => transports.includes('embedded');
 * ```
 */
export interface PushConfiguration {
  readonly transports: Values['QUINTET_PUSH'];
  readonly pusherApp: PusherApp;
  readonly vapid: VapidKeys;
}

/** What the app is called, which is no secret, where nobody gave it a name. */
const NAME = 'quintet';

/** The file in the data directory that holds the secret which the keys are made from. */
const SECRET_FILE = 'push-secret';

/** Shown to push services alone, where the operator names nobody else. */
const NOBODY = 'mailto:nobody@example.com';

/**
 * The keys that are configured, and in the place of each that is not one that is made from a secret: that in the data
 * directory, or with a database elsewhere the one that signs tokens, so that all servers on it have the same keys.
 */
export function pushConfigurationOf(
  configuration: Configuration,
  [signing]: SigningKeys,
): ResultAsync<PushConfiguration, SecretUnusable> {
  const { databaseUrl, dataDirectory } = configuration;
  const isShared = databaseUrl !== undefined || dataDirectory === KEEP_NOTHING;
  const secret: ResultAsync<string, SecretUnusable> = isShared
    ? okAsync('secret' in signing ? signing.secret : signing.pem)
    : keptSecret(dataDirectory, SECRET_FILE);
  return secret.andThen((secret) => keysFrom(secret, configuration));
}

function keysFrom(
  secret: string,
  { values, publicUrl }: Configuration,
): ResultAsync<PushConfiguration, SecretUnusable> {
  const { QUINTET_PUSHER_HOST: host, QUINTET_PUSHER_CLUSTER: cluster } = values;
  const pair = vapidPair(secret, values);
  if (pair.isErr()) return errAsync(pair.error);
  return okAsync({
    transports: values.QUINTET_PUSH,
    pusherApp: {
      id: values.QUINTET_PUSHER_APP_ID ?? NAME,
      key: values.QUINTET_PUSHER_KEY ?? NAME,
      secret: values.QUINTET_PUSHER_SECRET ?? derived(secret, 'pusher secret', 20).toString('hex'),
      ...(host === undefined ? {} : { host }),
      ...(cluster === undefined ? {} : { cluster }),
    },
    vapid: {
      ...pair.value,
      subject: values.QUINTET_VAPID_SUBJECT ?? (publicUrl?.startsWith('https:') === true ? publicUrl : NOBODY),
    },
  });
}

function derived(secret: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `quintet ${purpose}`, bytes));
}

type VapidPair = Omit<VapidKeys, 'subject'>;

function vapidPair(secret: string, values: Values): Result<VapidPair, SecretUnusable> {
  const { QUINTET_VAPID_PUBLIC_KEY: publicKey, QUINTET_VAPID_PRIVATE_KEY: privateKey } = values;
  if (publicKey === undefined || privateKey === undefined) return ok(derivedPair(secret));
  const given = { publicKey: base64url(publicKey), privateKey: base64url(privateKey) };
  // Whoever does not push to browsers may have any keys.
  const isUsed = values.QUINTET_PUSH.includes('web-push');
  return isUsed && publicKeyOf(Buffer.from(privateKey, 'base64')) !== given.publicKey
    ? err({
        kind: 'secret-unusable',
        reason: 'QUINTET_VAPID_PUBLIC_KEY is not the public key of QUINTET_VAPID_PRIVATE_KEY (P-256)',
      })
    : ok(given);
}

function derivedPair(secret: string): VapidPair {
  for (let count = 0; ; count += 1) {
    const privateKey = derived(secret, `vapid key ${count}`, 32);
    const publicKey = publicKeyOf(privateKey);
    // One number in 2^32 lies beyond the curve's order.
    if (publicKey !== undefined) return { publicKey, privateKey: privateKey.toString('base64url') };
  }
}

function publicKeyOf(privateKey: Buffer): string | undefined {
  try {
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey);
    return pair.getPublicKey('base64url');
  } catch {
    return undefined;
  }
}

function base64url(text: string): string {
  return Buffer.from(text, 'base64').toString('base64url');
}
