import type { Vapid } from './web-push/web-push.ts';
import type { PusherApp } from './pusher-protocol/app.ts';

/**
 * The part of the server's configuration that this package reads. What is absent is not served.
 *
 * @example
 * ```ts
 * const configuration: NotifyConfiguration = {
 *   values: { QUINTET_PUSH: ['embedded'] },
 *   push: { pusherApp: { id: 'quintet', key: 'quintet', secret: process.env.PUSHER_SECRET } },
 * };
 * ```
 */
export interface NotifyConfiguration {
  /** Settings by the names of their variables, as `docs/configuration.md` lists them. */
  readonly values?: {
    readonly QUINTET_PUSH?: readonly string[];
    readonly QUINTET_PUSH_PRIVATE_NETWORKS?: boolean;
    readonly QUINTET_BUS?: string | undefined;
    readonly QUINTET_PUSHER_APP_ID?: string | undefined;
    readonly QUINTET_PUSHER_KEY?: string | undefined;
    readonly QUINTET_PUSHER_SECRET?: string | undefined;
    readonly QUINTET_PUSHER_HOST?: string | undefined;
    readonly QUINTET_PUSHER_CLUSTER?: string | undefined;
  };
  readonly push?: {
    /** The app of the embedded Pusher server. */
    readonly pusherApp?: PusherApp;
    /** By what push services of browsers know the server; absent: browsers are not pushed to. */
    readonly vapid?: Vapid;
  };
  /** The APIs that are mounted: streams are beside the hackathon's. */
  readonly apis?: readonly string[];
  /** Where; without a closing slash, so that `/` is empty. */
  readonly mounts?: { readonly hackathon: string };
  /** The origins whose pages may read streams; `*` for all. */
  readonly corsOrigins?: readonly string[];
  readonly publicUrl?: string | undefined;
  /** PostgreSQL's; servers on the same one share a bus. */
  readonly databaseUrl?: string | undefined;
  readonly log?: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}
