import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { InstagramEngine, Quintet } from '@quintet/core';
import { cryptoRandom } from '@quintet/core/memory';
import { createBucketlistApi } from '../bucketlist/index.ts';
import { createCastingApi } from '../casting/index.ts';
import { createHackathonApi } from '../hackathon/index.ts';
import type { Api, ApiName, ApiOptions } from '../http/api.ts';
import { createHttpApp } from '../http/app.ts';
import { createInstagramApi } from '../instagram/index.ts';
import { nameRequests } from '../http/request-id.ts';
import { createMediaApi } from '../media/index.ts';
import { loadAdapters, type ServerAdapter } from './adapters.ts';
import { bringUp } from './bring-up.ts';
import { compose, type Composition } from './composition.ts';
import type { Configuration } from './configuration/configuration.ts';
import { API_NAMES } from './configuration/values.ts';
import { openDoor, type Behind, type Door } from './door.ts';
import { engineLog } from './engine-log.ts';
import { apiOf, createFront } from './front.ts';
import { guestsOf, type Guests } from './guests.ts';
import { hackathonOptions } from './hackathon.ts';
import { keepsItsOwnKey } from './instagram.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { observing } from './observing.ts';
import { pushConfigurationOf, type PushConfiguration } from './push-keys.ts';
import { PushLife, reportTo } from './push-life.ts';
import { readiness, type State } from './readiness.ts';
import { signingKeysOf } from './signing.ts';

/** Why there is no server: each problem is one line. */
export interface StartFailure {
  /** `configuration`: whoever configures can mend it; `circumstances`: something is in the way at present. */
  readonly kind: 'configuration' | 'circumstances';
  readonly problems: readonly string[];
}

/** A server whose port is open. */
export interface Server {
  readonly url: string;
  readonly apis: readonly Api[];
  /** Settles when requests can be served, or never will be. */
  readonly ready: Promise<Result<void, StartFailure>>;
  /** Ends it, without losing a request that is under way. Takes at most nine seconds; safe to call twice. */
  stop(): Promise<void>;
}

type WithPush = Configuration & { readonly push: PushConfiguration };
type BuildApi = (options: ApiOptions, configuration: WithPush, composition: Composition) => Api;

const BUILDERS: Record<ApiName, BuildApi> = {
  media: createMediaApi,
  bucketlist: (options, { bucketlistPageSize }) => createBucketlistApi({ ...options, pageSize: bucketlistPageSize }),
  casting: (options, { castingCallbacks }, { clock, random, externalSignIn }) =>
    createCastingApi({ ...options, clock, random, callbacks: castingCallbacks, external: externalSignIn }),
  instagram: createInstagramApi,
  hackathon: (options, configuration, { clock }) =>
    createHackathonApi({ ...options, clock, ...hackathonOptions(configuration) }),
};

/** How long the end may take, and how much of that requests under way have before they are cut off. Milliseconds. */
const LONGEST_END = 9_000;
const PATIENCE = 8_000;
/** How much of it is for what comes after the engine of channels. */
const FOR_THE_REST = 500;
const PURGE_INTERVAL = 600_000;

/** After it is ready, the first requests go before what can wait. Milliseconds. */
const SETTLING = 1_000;

/** Opens the port, so that the server can be asked how far it is, and goes on from there until it is ready. */
export async function openServer(configuration: Configuration, log: Log): Promise<Result<Server, StartFailure>> {
  const keys = await signingKeysOf(configuration);
  if (keys.isErr()) return impossible(keys.error.reason);
  const push = await pushConfigurationOf(configuration, keys.value);
  if (push.isErr()) return impossible(push.error.reason);
  const adapters = await loadAdapters({ ...configuration, push: push.value, log: log.logger });
  if (adapters.isErr()) return err({ kind: 'configuration', problems: adapters.error });
  const own = { url: '' };
  const composed = await compose(configuration, keys.value, adapters.value, reportTo(log.logger), () => own.url);
  if (composed.isErr()) return err({ kind: 'configuration', problems: composed.error });

  const { quintet, resolve, createEngine } = composed.value;
  const has = (api: ApiName): boolean => configuration.apis.includes(api);
  if (keepsItsOwnKey(configuration)) {
    log.logger.warn(
      'QUINTET_INSTAGRAM_KEY is not set: passwords of instagrams are encrypted with a key that only this server has',
    );
  }
  const life = new Life(log, adapters.value, quintet, {
    hasHackathon: has('hackathon'),
    engine: has('instagram') ? createEngine(engineLog(log.logger)) : undefined,
  });
  const apis = apisOf({ ...configuration, push: push.value }, composed.value);
  const metrics = createMetrics(apiOf(apis), () => [
    ...composed.value.gauges(),
    ...adapters.value.flatMap((adapter) => adapter.gauges?.() ?? []),
  ]);
  const guests = guestsOf(adapters.value, quintet, resolve, {
    trouble: (adapter, error) => log.logger.error({ adapter, err: error }, 'serving connections failed by a bug'),
  });
  const door = await openDoor(configuration, behind(configuration, apis, metrics, composed.value, log, life, guests));
  if (door.isErr()) return impossible(door.error);
  own.url = door.value.url;
  const server = life.begin(door.value, apis);
  void server.ready.then(() => setTimeout(() => void metrics.collector(), SETTLING).unref());
  return ok(server);
}

function impossible(problem: string): Result<never, StartFailure> {
  return err({ kind: 'circumstances', problems: [problem] });
}

function apisOf(configuration: WithPush, composition: Composition): readonly Api[] {
  return API_NAMES.filter((name) => configuration.apis.includes(name)).map((name) =>
    BUILDERS[name]({ quintet: composition.quintet, basePath: configuration.mounts[name] }, configuration, composition),
  );
}

function behind(
  configuration: Configuration,
  apis: readonly Api[],
  metrics: Metrics,
  { jwks }: Composition,
  { logger }: Log,
  life: Life,
  guests: Guests,
): Behind {
  const { publicUrl, trustedProxies, corsOrigins } = configuration;
  const observer = observing(logger, metrics);
  const app = createHttpApp({
    apis,
    observer,
    random: cryptoRandom,
    corsOrigins,
    publicUrl,
    trustedProxies,
    jwks,
  });
  const nameRequest = nameRequests(cryptoRandom);
  return createFront({
    apis,
    fetch: app.fetch,
    observer,
    metrics,
    phase: () => life.state.phase,
    readiness: readiness(() => life.state, life.adapters),
    corsOrigins,
    strictTransport: publicUrl?.startsWith('https:') === true,
    nameRequest: () => nameRequest(null),
    guests,
  });
}

/** What a server does without being asked, of the APIs that it has. */
interface OwnWork {
  readonly hasHackathon: boolean;
  readonly engine: InstagramEngine | undefined;
}

/** From the open door to the closed one. */
class Life {
  state: State = { phase: 'starting' };
  readonly adapters: readonly ServerAdapter[];
  readonly #log: Log;
  readonly #quintet: Quintet;
  readonly #own: OwnWork;
  readonly #ending = new AbortController();
  readonly #push: PushLife;
  #stopped: Promise<void> | undefined;

  constructor(log: Log, adapters: readonly ServerAdapter[], quintet: Quintet, own: OwnWork) {
    this.#log = log;
    this.adapters = adapters;
    this.#quintet = quintet;
    this.#own = own;
    this.#push = new PushLife(quintet.push, this.#ending.signal);
  }

  begin(door: Door, apis: readonly Api[]): Server {
    const ready = this.#bringUp();
    return { url: door.url, apis, ready, stop: () => (this.#stopped ??= this.#stop(door, ready)) };
  }

  async #bringUp(): Promise<Result<void, StartFailure>> {
    const up = await bringUp(this.adapters, {
      logger: this.#log.logger,
      signal: this.#ending.signal,
      onStep: (phase, reason) => {
        if (!this.#ending.signal.aborted) this.state = { phase, ...(reason === undefined ? {} : { reason }) };
      },
    });
    if (up.isErr()) return impossible(up.error);
    // What readers are told of comes after the position at which the feed starts.
    await this.#push.begin((reason) => {
      if (!this.#ending.signal.aborted) this.state = { phase: 'starting', reason };
    });
    if (this.#ending.signal.aborted) return impossible('the server was told to stop before it was ready');
    this.state = { phase: 'ready' };
    if (this.#own.hasHackathon) this.#seeToTimes();
    this.#keepTidy();
    this.#own.engine?.start();
    return ok(undefined);
  }

  /** Tickets expire and announcements are published at their times; what was missed meanwhile, now. */
  #seeToTimes(): void {
    void this.#quintet.hackathon.start().mapErr(({ cause }) => {
      this.#log.logger.warn({ err: cause }, 'what was due at a hackathon could not be seen to, the timers will');
    });
  }

  /** Forgets, every now and then, what identity and push need not know any longer. */
  #keepTidy(): void {
    const purge = async (): Promise<void> => {
      for (const purge of [this.#quintet.identity.purge, this.#quintet.push.purge]) {
        const purged = await purge();
        if (purged.isErr())
          this.#log.logger.warn({ err: purged.error.cause }, 'nothing could be purged, trying again later');
      }
    };
    const timer = setInterval(() => void purge(), PURGE_INTERVAL).unref();
    this.#ending.signal.addEventListener('abort', () => clearInterval(timer));
  }

  async #stop(door: Door, ready: Promise<unknown>): Promise<void> {
    const { logger, flush } = this.#log;
    const begun = performance.now();
    this.state = { phase: 'stopping' };
    this.#ending.abort();
    // What it has begun ends while requests do. What takes longer is left to another server, when its lease is over.
    const engineStopped = this.#own.engine?.stop();
    const cutOff = await door.close(PATIENCE);
    if (cutOff > 0) logger.warn({ connections: cutOff }, 'requests took too long and were cut off');
    const left = (): number => LONGEST_END - (performance.now() - begun);
    if (engineStopped !== undefined) await within(left() - FOR_THE_REST, engineStopped);
    await within(left(), this.#stopWorking(ready));
    logger.info('stopped');
    flush();
  }

  async #stopWorking(ready: Promise<unknown>): Promise<void> {
    await ready;
    await this.#push.end();
    await this.#stopAdapters();
  }

  async #stopAdapters(): Promise<void> {
    for (const adapter of this.adapters.toReversed()) {
      try {
        await adapter.stop?.();
      } catch (error) {
        this.#log.logger.error({ adapter: adapter.name, err: error }, 'the adapter did not stop well');
      }
    }
  }
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const ending = new AbortController();
  await Promise.race([work, sleep(milliseconds, undefined, { ref: false, signal: ending.signal }).catch(() => {})]);
  ending.abort();
}
