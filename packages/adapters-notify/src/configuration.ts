import type { PusherApp } from './pusher-protocol/app.ts';

/**
 * The part of the server's configuration that this package reads. What is absent is not served.
 *
 * @example
 * ```ts
 * const configuration: NotifyConfiguration = {
 *   values: { QUINTET_PUSH: ['embedded'] },
 *   pusherApp: { id: 'quintet', key: 'quintet', secret: process.env.PUSHER_SECRET },
 * };
 * ```
 */
export interface NotifyConfiguration {
  /** Settings by the names of their variables, as `docs/configuration.md` lists them. */
  readonly values?: {
    readonly QUINTET_PUSH?: readonly string[];
    readonly QUINTET_PUSHER_APP_ID?: string | undefined;
    readonly QUINTET_PUSHER_KEY?: string | undefined;
    readonly QUINTET_PUSHER_SECRET?: string | undefined;
    readonly QUINTET_PUSHER_HOST?: string | undefined;
    readonly QUINTET_PUSHER_CLUSTER?: string | undefined;
  };
  /** The app of the embedded Pusher server. */
  readonly pusherApp?: PusherApp;
  readonly log?: {
    warn(details: object, message: string): void;
  };
}
