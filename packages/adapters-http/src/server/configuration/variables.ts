import type { ApiName } from '../../http/api.ts';
import * as form from './form.ts';
import type { Form } from './form.ts';
import { instagramLimits, instagramTimes } from './instagram.ts';
import { encryptionKeys, signingKeys, signingSecrets } from './keys.ts';
import { API_NAMES, LOG_LEVELS, TRANSPORTS, type Values, type VariableName } from './values.ts';

/** What there is to know about a variable. */
export interface Variable<T> extends Form<T> {
  readonly meaning: string;
  /** The text that is in force where none is given. */
  readonly default?: string;
  /** What happens where none is given and there is no `default`. */
  readonly otherwise?: string;
  /** Never shown; `password`: only the password within the URL is not. */
  readonly secret?: 'whole' | 'password';
  /** What stands for the value in the help of its flag; absent: there is no flag. */
  readonly flag?: string;
}

type Described<T> = undefined extends T ? Variable<Exclude<T, undefined>> : Variable<T> & { readonly default: string };

const mount = (api: ApiName, flag?: string): Described<string> => ({
  ...form.basePath,
  meaning: `base path of the ${api} API; / makes it a drop-in replacement of the original`,
  default: `/${api}`,
  ...(flag === undefined ? {} : { flag }),
});

const channel = (meaning: string, name: string): Described<string> => ({
  ...form.textThat('1 to 164 letters, digits and _ - = @ , . ;', (text) => /^[\w=@,.;-]{1,164}$/.test(text)),
  meaning: `push channel of ${meaning}`,
  default: name,
});

const postgresUrl = form.urlOf(['postgres', 'postgresql'], 'a URL such as postgres://user:password@host:5432/database');

const busUrl = form.urlOf(['redis', 'rediss', 'nats', 'tls'], 'the URL of a bus');

/** Every variable there is, also those of what is still to come: whoever sets one early is told of a mistake early. */
export const VARIABLES: { readonly [Name in VariableName]: Described<Values[Name]> } = {
  PORT: {
    ...form.wholeNumber(0, 65_535),
    meaning: 'port to listen at; 0 takes a free one',
    default: '3000',
    flag: '<number>',
  },
  HOST: { ...form.host, meaning: 'address to listen at', default: '127.0.0.1', flag: '<address>' },
  DATABASE_URL: {
    ...postgresUrl,
    meaning: 'PostgreSQL database',
    otherwise: 'PGlite in the data directory',
    secret: 'password',
  },
  QUINTET_DATABASE_REPLICAS: {
    ...form.listOf(postgresUrl),
    meaning: 'read replicas; reads do not use them in this version',
    otherwise: 'none',
    secret: 'password',
  },
  QUINTET_DATA_DIR: {
    ...form.anyText,
    meaning: "directory of PGlite's files and of generated secrets; memory keeps nothing",
    default: './quintet-data',
    flag: '<directory>',
  },
  QUINTET_ADAPTERS: {
    ...form.listOf(form.anyText),
    meaning: 'adapter packages or paths, loaded in this order; a later one may replace a port',
    default: '@quintet/adapters-db,@quintet/adapters-notify',
    flag: '<names>',
  },
  QUINTET_APIS: {
    ...form.listOf(form.oneOf(API_NAMES)),
    meaning: 'APIs to mount',
    default: API_NAMES.join(','),
    flag: '<names>',
  },
  QUINTET_MOUNT_MEDIA: mount('media'),
  QUINTET_MOUNT_BUCKETLIST: mount('bucketlist', '<path>'),
  QUINTET_MOUNT_CASTING: mount('casting', '<path>'),
  QUINTET_MOUNT_INSTAGRAM: mount('instagram'),
  QUINTET_MOUNT_HACKATHON: mount('hackathon'),
  QUINTET_PUBLIC_URL: {
    ...form.publicUrl,
    meaning: 'scheme, host and port for links',
    otherwise: 'from the request',
    flag: '<url>',
  },
  QUINTET_TRUSTED_PROXIES: {
    ...form.listOf(form.proxy),
    meaning: 'addresses whose X-Forwarded-* is believed',
    otherwise: 'none',
    flag: '<addresses>',
  },
  QUINTET_JWT_SECRET: {
    ...signingSecrets,
    meaning: 'secret that signs access tokens (HS256)',
    otherwise: 'generated on first start, kept in the data directory; required with DATABASE_URL',
    secret: 'whole',
  },
  QUINTET_JWT_PRIVATE_KEY: {
    ...signingKeys,
    meaning: 'key that signs access tokens (EdDSA or RS256) instead of a secret',
    otherwise: 'none',
    secret: 'whole',
  },
  QUINTET_TOKEN_TTL: {
    ...form.wholeNumber(1, 31_536_000, 'seconds'),
    meaning: 'seconds a token lives',
    default: '86400',
    flag: '<seconds>',
  },
  QUINTET_OIDC_ISSUER: { ...form.secureUrl, meaning: 'external issuer of the casting API', otherwise: 'none' },
  QUINTET_OIDC_AUDIENCE: {
    ...form.anyText,
    meaning: 'audience of its tokens; required with an issuer',
    otherwise: 'none',
  },
  QUINTET_OIDC_CLIENT_ID: { ...form.anyText, meaning: 'client id of its sign-in page', otherwise: 'none' },
  QUINTET_OIDC_CALLBACK_URI: {
    ...form.listOf(form.secureUrl),
    meaning: 'callbacks of the sign-in page',
    otherwise: 'none',
  },
  QUINTET_LOGIN_LIMIT: {
    ...form.rate,
    meaning: 'failed logins per seconds that an account may have',
    default: '10/900',
    flag: '<rate>',
  },
  QUINTET_LOGIN_LIMIT_ADDRESS: {
    ...form.rate,
    meaning: 'failed logins per seconds that may come from one address',
    default: '100/900',
    flag: '<rate>',
  },
  QUINTET_CORS_ORIGINS: {
    ...form.listOf(form.origin),
    meaning: 'origins whose pages may call the APIs',
    default: '*',
    flag: '<origins>',
  },
  QUINTET_BUCKETLIST_PAGE_SIZE: {
    ...form.wholeNumber(1, 100),
    meaning: 'entries of a page of buckets or items where the caller names no limit',
    default: '10',
    flag: '<number>',
  },
  QUINTET_HACKATHON_TICKET_TTL: {
    ...form.wholeNumber(1, 31_536_000, 'seconds'),
    meaning: 'seconds until an unclaimed ticket expires',
    default: '1800',
  },
  QUINTET_HACKATHON_TIME_ZONE: { ...form.timeZone, meaning: "the venue's time zone", default: 'UTC' },
  QUINTET_HACKATHON_CHANNEL_MENTOR: channel('tickets', 'com.vivere.mentor'),
  QUINTET_HACKATHON_CHANNEL_ANNOUNCEMENT: channel('announcements', 'com.vivere.announcement'),
  QUINTET_HACKATHON_CHANNEL_EVENT: channel('the schedule', 'com.vivere.event'),
  QUINTET_INSTAGRAM_GATEWAY: {
    ...form.textThat(
      'simulated, or the http or https URL of a bridge',
      (text) => text === 'simulated' || form.publicUrl.parse(text) !== undefined,
    ),
    meaning: 'simulated, or the URL of an HTTP bridge',
    default: 'simulated',
  },
  QUINTET_INSTAGRAM_KEY: {
    ...encryptionKeys,
    meaning: 'encrypts account passwords; id:base64,id:base64 rotates',
    otherwise: 'generated when it is first needed, kept in the data directory',
    secret: 'whole',
  },
  QUINTET_INSTAGRAM_LIMITS: { ...instagramLimits, meaning: 'daily limits of actions', otherwise: "the API's own" },
  QUINTET_INSTAGRAM_TIMES: {
    ...instagramTimes,
    meaning: 'times of the engine; a window other than a day is for trying out',
    otherwise: 'window 86400, lease 30, action 15, refresh 900, retry 30, longestRetry 900',
  },
  QUINTET_PUSH: { ...form.listOf(form.oneOf(TRANSPORTS)), meaning: 'push transports', default: 'embedded,sse' },
  QUINTET_PUSH_RETENTION: {
    ...form.wholeNumber(60, 31_536_000, 'seconds'),
    meaning: 'seconds that messages are kept for readers who were away',
    default: '86400',
  },
  QUINTET_PUSH_GIVE_UP: {
    ...form.wholeNumber(1, 2_592_000, 'seconds'),
    meaning: "seconds that a message is tried that can't be delivered",
    default: '3600',
  },
  QUINTET_PUSH_PRIVATE_NETWORKS: {
    ...form.yesOrNo,
    meaning: 'whether webhooks and push services may be at addresses that are not of the public internet',
    default: 'false',
  },
  QUINTET_PUSHER_APP_ID: { ...form.anyText, meaning: 'Pusher app id', otherwise: 'quintet for embedded' },
  QUINTET_PUSHER_KEY: { ...form.anyText, meaning: 'Pusher key', otherwise: 'quintet for embedded' },
  QUINTET_PUSHER_SECRET: {
    ...form.anyText,
    meaning: 'Pusher secret',
    otherwise: 'for embedded made from the secret that signs access tokens',
    secret: 'whole',
  },
  QUINTET_PUSHER_HOST: { ...form.service, meaning: 'where another Pusher service is', otherwise: "Pusher's own" },
  QUINTET_PUSHER_CLUSTER: { ...form.anyText, meaning: 'Pusher cluster', otherwise: 'none' },
  QUINTET_VAPID_PUBLIC_KEY: { ...form.base64Of(65), meaning: 'public key for web push', otherwise: 'generated' },
  QUINTET_VAPID_PRIVATE_KEY: {
    ...form.base64Of(32),
    meaning: 'private key for web push',
    otherwise: 'generated',
    secret: 'whole',
  },
  QUINTET_VAPID_SUBJECT: {
    ...form.textThat('a mailto: or https: URL', (text) => /^(?:mailto:\S+@\S+|https:\/\/\S+)$/.test(text)),
    meaning: 'whom a push service may write to',
    otherwise: 'generated',
  },
  QUINTET_BUS: {
    ...form.textThat(
      'postgres, memory, or a redis://, rediss://, nats:// or tls:// URL',
      (text) => text === 'postgres' || text === 'memory' || busUrl.parse(text) !== undefined,
    ),
    meaning: 'how several servers tell each other what happened',
    otherwise: 'postgres with DATABASE_URL, else memory',
    secret: 'password',
  },
  QUINTET_TWILIO_AUTH_TOKEN: {
    ...form.anyText,
    meaning: 'Twilio auth token, which checks texts that become announcements',
    otherwise: 'none',
    secret: 'whole',
  },
  QUINTET_TWILIO_NUMBERS: {
    ...form.listOf(form.textThat('a phone number such as +15005550006', (text) => /^\+[1-9]\d{6,14}$/.test(text))),
    meaning: 'phone numbers whose texts to Twilio become announcements',
    otherwise: 'none',
  },
  QUINTET_LOG_LEVEL: {
    ...form.oneOf(LOG_LEVELS),
    meaning: 'least level that is logged',
    default: 'info',
    flag: '<level>',
  },
  QUINTET_LOG_PRETTY: {
    ...form.yesOrNo,
    meaning: 'logs for people instead of JSON lines',
    otherwise: 'on a terminal',
    flag: '<true|false>',
  },
};

/** Where a file of settings is; it can't stand in the file itself. */
export const FILE_VARIABLE = 'QUINTET_CONFIG';

/** Every variable's name, in the order in which they are listed. */
export const VARIABLE_NAMES: readonly VariableName[] = Object.keys(VARIABLES) as VariableName[];

/** Whether a name is that of a variable. */
export function isVariable(name: string): name is VariableName {
  return Object.hasOwn(VARIABLES, name);
}

/** A variable's flag on the command line: `--token-ttl`. */
export function flagOf(name: VariableName | typeof FILE_VARIABLE): string {
  return `--${name
    .replace(/^QUINTET_/, '')
    .toLowerCase()
    .replaceAll('_', '-')}`;
}
