import { resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { LoginLimit } from '@quintet/core';
import type { ApiName } from '../../http/api.ts';
import type { Rate } from './form.ts';
import type { NamedSecret } from './keys.ts';
import { readSettings, type Setting, type Sources } from './settings.ts';
import { API_NAMES, type LogLevel, type Values } from './values.ts';

/**
 * How access tokens are signed: the first secret or key signs, all of them are accepted.
 *
 * @example
 * ```ts
 * const signing: Signing = { kind: 'secrets', secrets: [{ id: 'new', secret: newOne }, { id: 'old', secret: oldOne }] };
 * ```
 */
export type Signing =
  | { readonly kind: 'secrets'; readonly secrets: readonly NamedSecret[] }
  | { readonly kind: 'keys'; readonly pems: readonly string[] };

/** An external issuer of tokens. */
interface ExternalIssuerConfiguration {
  /** Its URL. */
  readonly issuer: string;
  readonly audience: string;
  /** What it knows the sign-in page of the casting API's users by; absent: they sign in on the bundled page. */
  readonly clientId?: string;
}

/**
 * What the server runs with: everything has been checked.
 *
 * @example
 * ```ts
 * // An adapter of one's own declares the part that it reads.
 * const createAdapter = ({ dataDirectory }: Pick<Configuration, 'dataDirectory'>) => ({ name: 'mine', module });
 * ```
 */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  /** Absent: PGlite in the data directory. */
  readonly databaseUrl?: string;
  readonly databaseReplicas: readonly string[];
  /** An absolute path, or `memory`: nothing is kept. */
  readonly dataDirectory: string;
  readonly adapters: readonly string[];
  readonly apis: readonly ApiName[];
  /** By API; without a closing slash, so that `/` is empty. */
  readonly mounts: Readonly<Record<ApiName, string>>;
  readonly publicUrl?: string;
  readonly trustedProxies: readonly string[];
  /** Absent: a secret is generated, and kept in the data directory. */
  readonly signing?: Signing;
  /** Seconds. */
  readonly tokenLifetime: number;
  readonly loginLimitOfAccount: LoginLimit | undefined;
  readonly loginLimitOfAddress: LoginLimit | undefined;
  readonly corsOrigins: readonly string[];
  readonly bucketlistPageSize: number;
  /** Where the token of a sign-in at the casting API may be sent; the first is the default. */
  readonly castingCallbacks: readonly string[];
  /** Whose tokens the casting API accepts beside ours; absent: nobody's. */
  readonly externalIssuer?: ExternalIssuerConfiguration;
  /** `memory`, `postgres`, or the URL of a bus. */
  readonly bus: string;
  /** For how long messages are kept for readers who were away, in seconds. */
  readonly pushRetention: number;
  /** For how long a message is tried that can't be delivered, in seconds. */
  readonly pushGiveUpAfter: number;
  readonly logLevel: LogLevel;
  /** Absent: where the output is a terminal. */
  readonly logPretty?: boolean;
  /** Every variable's value by its name, for what comes later and for adapters of others. */
  readonly values: Values;
  /** Every variable's text and source, for whoever wants to see what is in force. Secrets are in it. */
  readonly settings: readonly Setting[];
}

/** The data directory that is none: everything is gone when the process ends. */
export const KEEP_NOTHING = 'memory';

/** Paths that the server itself answers. */
const OWN_PATHS: readonly string[] = ['/livez', '/readyz', '/metrics', '/.well-known', '/app', '/apps'];

/** Reads and checks the configuration; each problem is one line. */
export function readConfiguration(sources: Sources): Result<Configuration, readonly string[]> {
  return readSettings(sources).andThen(({ values, list }) => {
    const problems = [...contradictions(values), ...clashes(values)];
    return problems.length > 0 ? err(problems) : ok(configurationOf(values, list));
  });
}

/**
 * What a server needs beyond what a command does: a secret that all servers on the database share. Each problem is
 * one line.
 */
export function problemsOfServing({ databaseUrl, signing }: Configuration): readonly string[] {
  return databaseUrl !== undefined && signing === undefined
    ? [
        'QUINTET_JWT_SECRET is not set: it is required with DATABASE_URL (or QUINTET_JWT_PRIVATE_KEY), ' +
          'at least 32 bytes, such as openssl rand -hex 32 prints',
      ]
    : [];
}

/** The mounts of some APIs. */
function mountsOf(values: Values): Readonly<Record<ApiName, string>> {
  return {
    media: values.QUINTET_MOUNT_MEDIA,
    bucketlist: values.QUINTET_MOUNT_BUCKETLIST,
    casting: values.QUINTET_MOUNT_CASTING,
    instagram: values.QUINTET_MOUNT_INSTAGRAM,
    hackathon: values.QUINTET_MOUNT_HACKATHON,
  };
}

function configurationOf(values: Values, settings: readonly Setting[]): Configuration {
  const { DATABASE_URL, QUINTET_DATA_DIR, QUINTET_JWT_SECRET, QUINTET_JWT_PRIVATE_KEY } = values;
  return {
    host: values.HOST,
    port: values.PORT,
    ...(DATABASE_URL === undefined ? {} : { databaseUrl: DATABASE_URL }),
    databaseReplicas: values.QUINTET_DATABASE_REPLICAS ?? [],
    dataDirectory: QUINTET_DATA_DIR === KEEP_NOTHING ? KEEP_NOTHING : resolve(QUINTET_DATA_DIR),
    adapters: values.QUINTET_ADAPTERS,
    apis: values.QUINTET_APIS,
    mounts: mountsOf(values),
    ...(values.QUINTET_PUBLIC_URL === undefined ? {} : { publicUrl: values.QUINTET_PUBLIC_URL }),
    trustedProxies: values.QUINTET_TRUSTED_PROXIES ?? [],
    ...(QUINTET_JWT_SECRET === undefined ? {} : { signing: { kind: 'secrets', secrets: QUINTET_JWT_SECRET } }),
    ...(QUINTET_JWT_PRIVATE_KEY === undefined ? {} : { signing: { kind: 'keys', pems: QUINTET_JWT_PRIVATE_KEY } }),
    tokenLifetime: values.QUINTET_TOKEN_TTL,
    loginLimitOfAccount: limitOf(values.QUINTET_LOGIN_LIMIT),
    loginLimitOfAddress: limitOf(values.QUINTET_LOGIN_LIMIT_ADDRESS),
    corsOrigins: values.QUINTET_CORS_ORIGINS,
    bucketlistPageSize: values.QUINTET_BUCKETLIST_PAGE_SIZE,
    castingCallbacks: values.QUINTET_OIDC_CALLBACK_URI ?? [],
    ...externalIssuerOf(values),
    bus: values.QUINTET_BUS ?? (DATABASE_URL === undefined ? 'memory' : 'postgres'),
    pushRetention: values.QUINTET_PUSH_RETENTION,
    pushGiveUpAfter: values.QUINTET_PUSH_GIVE_UP,
    logLevel: values.QUINTET_LOG_LEVEL,
    ...(values.QUINTET_LOG_PRETTY === undefined ? {} : { logPretty: values.QUINTET_LOG_PRETTY }),
    values,
    settings,
  };
}

function externalIssuerOf({
  QUINTET_OIDC_ISSUER: issuer,
  QUINTET_OIDC_AUDIENCE: audience,
  QUINTET_OIDC_CLIENT_ID: clientId,
}: Values): Pick<Configuration, 'externalIssuer'> {
  if (issuer === undefined || audience === undefined) return {};
  return { externalIssuer: { issuer, audience, ...(clientId === undefined ? {} : { clientId }) } };
}

function limitOf(rate: Rate | 'off'): LoginLimit | undefined {
  return rate === 'off' ? undefined : rate;
}

function contradictions(values: Values): string[] {
  const problems: string[] = [];
  if (values.QUINTET_JWT_SECRET !== undefined && values.QUINTET_JWT_PRIVATE_KEY !== undefined) {
    problems.push('QUINTET_JWT_SECRET and QUINTET_JWT_PRIVATE_KEY are both set: allowed is one of the two');
  }
  if (values.QUINTET_OIDC_ISSUER !== undefined && values.QUINTET_OIDC_AUDIENCE === undefined) {
    problems.push('QUINTET_OIDC_AUDIENCE is not set: it is required with QUINTET_OIDC_ISSUER');
  }
  if (values.QUINTET_DATABASE_REPLICAS !== undefined && values.DATABASE_URL === undefined) {
    problems.push('QUINTET_DATABASE_REPLICAS is set without DATABASE_URL: allowed is only both, or neither');
  }
  if (values.QUINTET_BUS === 'postgres' && values.DATABASE_URL === undefined) {
    problems.push('QUINTET_BUS is "postgres" without DATABASE_URL: allowed is memory, redis://... or nats://...');
  }
  if ((values.QUINTET_VAPID_PUBLIC_KEY === undefined) !== (values.QUINTET_VAPID_PRIVATE_KEY === undefined)) {
    problems.push('QUINTET_VAPID_PUBLIC_KEY and QUINTET_VAPID_PRIVATE_KEY: allowed is both, or neither');
  }
  if (values.QUINTET_PUSH.includes('pusher')) {
    const missing = PUSHER_APP.filter((name) => values[name] === undefined);
    problems.push(...missing.map((name) => `${name} is not set: it is required with pusher in QUINTET_PUSH`));
  }
  return problems;
}

/** What a service knows an app by. */
const PUSHER_APP = ['QUINTET_PUSHER_APP_ID', 'QUINTET_PUSHER_KEY', 'QUINTET_PUSHER_SECRET'] as const;

/** Two APIs at one path, or an API where the server itself answers. */
function clashes(values: Values): string[] {
  const mounts = mountsOf(values);
  const problems: string[] = [];
  const taken = new Map<string, ApiName>();
  for (const api of API_NAMES) {
    if (!values.QUINTET_APIS.includes(api)) continue;
    const path = mounts[api];
    const name = `QUINTET_MOUNT_${api.toUpperCase()}`;
    const other = taken.get(path);
    taken.set(path, api);
    if (other !== undefined) {
      problems.push(
        `${name} is "${path || '/'}", as QUINTET_MOUNT_${other.toUpperCase()} is: allowed is a path of its own`,
      );
    }
    if (OWN_PATHS.some((own) => path === own || path.startsWith(`${own}/`))) {
      problems.push(
        `${name} is "${path}": allowed is any path but ${OWN_PATHS.join(', ')}, which the server answers itself`,
      );
    }
  }
  return problems;
}
