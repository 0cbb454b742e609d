import type { ApiName } from '../../http/api.ts';
import type { Rate } from './form.ts';
import type { InstagramLimits, InstagramTimes } from './instagram.ts';
import type { NamedSecret } from './keys.ts';

/** The five APIs, in the order in which they are listed. */
export const API_NAMES: readonly ApiName[] = ['media', 'bucketlist', 'casting', 'instagram', 'hackathon'];

/** The levels of the log, the gravest first. */
export const LOG_LEVELS: readonly ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] = [
  'fatal',
  'error',
  'warn',
  'info',
  'debug',
  'trace',
  'silent',
];

/**
 * How much is logged; `silent`: nothing.
 *
 * @example
 * ```ts
 * const level: LogLevel = 'warn';
 * ```
 */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How messages can be pushed to clients. */
export const TRANSPORTS: readonly ['embedded', 'sse', 'pusher', 'web-push', 'webhook'] = [
  'embedded',
  'sse',
  'pusher',
  'web-push',
  'webhook',
];

/**
 * The value of every variable, once it has been read.
 *
 * @example
 * ```ts
 * const ticketLifetime = (values: Values): number => values.QUINTET_HACKATHON_TICKET_TTL;
 * ```
 */
export interface Values {
  readonly PORT: number;
  readonly HOST: string;
  readonly DATABASE_URL: string | undefined;
  readonly QUINTET_DATABASE_REPLICAS: readonly string[] | undefined;
  readonly QUINTET_DATA_DIR: string;
  readonly QUINTET_ADAPTERS: readonly string[];
  readonly QUINTET_APIS: readonly ApiName[];
  readonly QUINTET_MOUNT_MEDIA: string;
  readonly QUINTET_MOUNT_BUCKETLIST: string;
  readonly QUINTET_MOUNT_CASTING: string;
  readonly QUINTET_MOUNT_INSTAGRAM: string;
  readonly QUINTET_MOUNT_HACKATHON: string;
  readonly QUINTET_PUBLIC_URL: string | undefined;
  readonly QUINTET_TRUSTED_PROXIES: readonly string[] | undefined;
  readonly QUINTET_JWT_SECRET: readonly NamedSecret[] | undefined;
  readonly QUINTET_JWT_PRIVATE_KEY: readonly string[] | undefined;
  readonly QUINTET_TOKEN_TTL: number;
  readonly QUINTET_OIDC_ISSUER: string | undefined;
  readonly QUINTET_OIDC_AUDIENCE: string | undefined;
  readonly QUINTET_OIDC_CLIENT_ID: string | undefined;
  readonly QUINTET_OIDC_CALLBACK_URI: readonly string[] | undefined;
  readonly QUINTET_LOGIN_LIMIT: Rate | 'off';
  readonly QUINTET_LOGIN_LIMIT_ADDRESS: Rate | 'off';
  readonly QUINTET_CORS_ORIGINS: readonly string[];
  readonly QUINTET_BUCKETLIST_PAGE_SIZE: number;
  readonly QUINTET_HACKATHON_TICKET_TTL: number;
  readonly QUINTET_HACKATHON_TIME_ZONE: string;
  readonly QUINTET_HACKATHON_CHANNEL_MENTOR: string;
  readonly QUINTET_HACKATHON_CHANNEL_ANNOUNCEMENT: string;
  readonly QUINTET_HACKATHON_CHANNEL_EVENT: string;
  readonly QUINTET_INSTAGRAM_GATEWAY: string;
  readonly QUINTET_INSTAGRAM_KEY: readonly NamedSecret[] | undefined;
  readonly QUINTET_INSTAGRAM_LIMITS: InstagramLimits | undefined;
  readonly QUINTET_INSTAGRAM_TIMES: InstagramTimes | undefined;
  readonly QUINTET_PUSH: readonly (typeof TRANSPORTS)[number][];
  readonly QUINTET_PUSH_RETENTION: number;
  readonly QUINTET_PUSH_GIVE_UP: number;
  readonly QUINTET_PUSH_PRIVATE_NETWORKS: boolean;
  readonly QUINTET_PUSHER_APP_ID: string | undefined;
  readonly QUINTET_PUSHER_KEY: string | undefined;
  readonly QUINTET_PUSHER_SECRET: string | undefined;
  readonly QUINTET_PUSHER_HOST: string | undefined;
  readonly QUINTET_PUSHER_CLUSTER: string | undefined;
  readonly QUINTET_VAPID_PUBLIC_KEY: string | undefined;
  readonly QUINTET_VAPID_PRIVATE_KEY: string | undefined;
  readonly QUINTET_VAPID_SUBJECT: string | undefined;
  readonly QUINTET_BUS: string | undefined;
  readonly QUINTET_TWILIO_AUTH_TOKEN: string | undefined;
  readonly QUINTET_TWILIO_NUMBERS: readonly string[] | undefined;
  readonly QUINTET_LOG_LEVEL: LogLevel;
  readonly QUINTET_LOG_PRETTY: boolean | undefined;
}

/**
 * A variable's name.
 *
 * @example
 * ```ts
 * const name: VariableName = 'QUINTET_TOKEN_TTL';
 * ```
 */
export type VariableName = keyof Values;
