import { createHmac } from 'node:crypto';
import type { Configuration } from './configuration/configuration.ts';
import type { SigningKeys } from './signing.ts';

/**
 * What Pusher calls an app: by what clients and servers name it, and the secret that servers sign with.
 *
 * @example
 * ```ts
 * const auth = `${app.key}:${createHmac('sha256', app.secret).update(`${socketId}:${channel}`).digest('hex')}`;
 * ```
 */
export interface PusherApp {
  readonly id: string;
  /** Clients connect with it; no secret. */
  readonly key: string;
  readonly secret: string;
}

/** What the app is called where nobody gave it a name. */
const NAME = 'quintet';

/**
 * The app of the embedded Pusher server. Where no secret is configured it is made from the one that signs access
 * tokens, which all servers on a database share.
 */
export function pusherAppOf({ values }: Configuration, [key]: SigningKeys): PusherApp {
  const { QUINTET_PUSHER_APP_ID: id = NAME, QUINTET_PUSHER_KEY = NAME, QUINTET_PUSHER_SECRET: configured } = values;
  const master = 'secret' in key ? key.secret : key.pem;
  const secret = configured ?? createHmac('sha256', master).update("secret of quintet's Pusher app").digest('hex');
  return { id, key: QUINTET_PUSHER_KEY, secret };
}
