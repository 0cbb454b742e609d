import type { Resolve } from './kernel/port.ts';
import type { Quintet } from './quintet.ts';

/**
 * One migration of an adapter's storage, and whether it has been carried out.
 *
 * @example
 * ```ts
 * const pending = states.filter(({ executedAt }: MigrationState) => executedAt === undefined);
 * ```
 */
export interface MigrationState {
  readonly name: string;
  /** When it was carried out; absent: it is still to come. */
  readonly executedAt?: Date;
}

/**
 * What an adapter says of itself, for a health check.
 *
 * @example
 * ```ts
 * const health: Health = { ok: false, reason: 'the database is away' };
 * ```
 */
export type Health =
  /** It does its work; `warning`: something is amiss all the same. */
  { readonly ok: true; readonly warning?: string } | { readonly ok: false; readonly reason: string };

/**
 * A measured value, for a page of metrics.
 *
 * @example
 * ```ts
 * const busy: Gauge = { name: 'quintet_database_connections_busy', help: 'Connections in use', value: 3 };
 * ```
 */
export interface Gauge {
  /** In the form of Prometheus, with the unit in it: `quintet_database_connections_busy`. */
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

/**
 * Connections that stay open, which a package of adapters serves by itself on the server's port.
 *
 * @typeParam Incoming - A request; on Node `IncomingMessage`.
 * @typeParam Outgoing - Its answer; on Node `ServerResponse`.
 * @typeParam Socket - The bare connection; on Node `Duplex`.
 *
 * @example
 * ```ts
 * const connections: Connections = { upgrade: (request) => false, close: async () => {} };
 * ```
 */
export interface Connections<Incoming = never, Outgoing = never, Socket = never> {
  /** Takes a request over, if it is for this package: then `true`, and nobody else answers it. */
  request?(incoming: Incoming, outgoing: Outgoing): boolean;
  /** Takes a connection over that is to speak another protocol, such as WebSocket: likewise. */
  upgrade?(incoming: Incoming, socket: Socket, head: Uint8Array): boolean;
  /** Takes no more, and ends those that are open: tells readers, so that they connect to another server. */
  close(): Promise<void>;
}

/**
 * A package of adapters, as a server loads it: what it binds, and the hooks of its life. Every hook is optional and
 * may be called in this order only: `migrate`, `start`, then `health` and `gauges` any number of times, `stop`.
 * `migrate` and `start` may be called again after they rejected: a server does so while what they need is away.
 *
 * @typeParam Module - What binds the adapters; for the bundled server an Inversify `ContainerModule`.
 *
 * @example
 * ```ts
 * const adapter: AdapterPackage<ContainerModule> = {
 *   name: 'my-clock',
 *   module: new ContainerModule(({ bind }) => {
 *     bind(PORTS.clock).toConstantValue(systemClock);
 *   }),
 * };
 * ```
 */
export interface AdapterPackage<Module> {
  /** A short name for logs and health answers. */
  readonly name: string;
  readonly module: Module;
  /** Opens connections and begins background work. Rejects when it can't. */
  start?(): Promise<void>;
  /** Ends background work and closes connections; safe to call after a failed start, and twice. */
  stop?(): Promise<void>;
  /**
   * Makes what serves connections of its own, if the package does. Called once, before `start`; nothing comes in before
   * the server is ready.
   *
   * @param use - The use cases; the same object that `createQuintet` gives.
   * @param resolve - Gives the adapter of each port, for what is no use case, such as the bus between servers.
   */
  connections?(use: Quintet, resolve: Resolve): Connections;
  health?(): Promise<Health>;
  gauges?(): readonly Gauge[];
  /** Carries out the migrations that are still to come, and names them. Safe to run on several servers at once. */
  migrate?(): Promise<readonly string[]>;
  /** Every migration in order; needs no `start`. */
  migrations?(): Promise<readonly MigrationState[]>;
}

/**
 * What a package of adapters exports as `createAdapter`.
 *
 * @typeParam Module - What binds the adapters.
 * @typeParam Configuration - The server's configuration; a package declares the part that it reads.
 *
 * @example
 * ```ts
 * export const createAdapter: CreateAdapter<ContainerModule, { databaseUrl?: string }> = ({ databaseUrl }) => ({
 *   name: 'my-database',
 *   module: moduleOn(databaseUrl),
 * });
 * ```
 */
export type CreateAdapter<Module, Configuration> = (configuration: Configuration) => AdapterPackage<Module>;
