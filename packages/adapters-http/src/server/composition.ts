import 'reflect-metadata';
import { Container, ContainerModule, type ServiceIdentifier } from 'inversify';
import { err, ok, type Result } from 'neverthrow';
import {
  createInstagramEngine,
  createQuintet,
  PORTS,
  type AccessTokens,
  type Clock,
  type EngineEvent,
  type ExternalTokens,
  type Gauge,
  type InstagramEngine,
  type InstagramEnginePorts,
  type InstagramGateway,
  type Port,
  type PushTrouble,
  type Quintet,
  type RandomSource,
  type Resolve,
  type Timers,
  type Transport,
} from '@quintet/core';
import {
  cryptoRandom,
  localBus,
  MemoryDatabase,
  memoryObjectIds,
  memoryTimers,
  systemClock,
  systemDelay,
} from '@quintet/core/memory';
import type { ExternalSignIn } from '../casting/index.ts';
import { createExternalTokens, NO_EXTERNAL_TOKENS } from '../identity/external-tokens.ts';
import { OidcIssuer } from '../outbound/oidc-issuer.ts';
import { argon2idHasher } from '../identity/argon2id-hasher.ts';
import { aesGcmPasswordCipher } from '../instagram/aes-gcm-password-cipher.ts';
import { jwtAccessTokens, type JwtAccessTokens } from '../identity/jwt-access-tokens.ts';
import type { ServerAdapter } from './adapters.ts';
import type { Configuration } from './configuration/configuration.ts';
import { hackathonSettings } from './hackathon.ts';
import { instagramGatewayOf, instagramSettingsOf } from './instagram.ts';
import { instagramKeysOf } from './instagram-keys.ts';
import type { SigningKeys } from './signing.ts';

/** The use cases, joined to their adapters. */
export interface Composition {
  readonly quintet: Quintet;
  /** Makes what runs the channels of instagrams. */
  readonly createEngine: (observe: (event: EngineEvent) => void) => InstagramEngine;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Where users of the casting API sign in; absent: on the bundled page. */
  readonly externalSignIn: ExternalSignIn | undefined;
  /** The public keys of access tokens. */
  readonly jwks: () => ReturnType<JwtAccessTokens['jwks']>;
  /** What the server's own adapters measure. */
  readonly gauges: () => readonly Gauge[];
  /** Gives the adapter of each port. */
  readonly resolve: Resolve;
}

/** Beside the ports: what signing in and checking tokens share of the external issuer. */
const EXTERNAL_SIGN_IN = Symbol('external sign-in');

/** What access tokens say of who made them and for whom. */
const ISSUER = 'quintet';

/**
 * Joins the use cases to the adapters, in a container. Of several adapters of a port the last counts: the server's own
 * come first, then the packages in their order. Each problem is one line.
 *
 * @param report - Told of what goes wrong behind the scenes of push, and is tried again.
 * @param ownUrl - Where this server is reached; asked when a link is made.
 */
export async function compose(
  configuration: Configuration,
  keys: SigningKeys,
  adapters: readonly ServerAdapter[],
  report: (trouble: PushTrouble) => void = () => {},
  ownUrl: () => string = () => placeOf(configuration),
): Promise<Result<Composition, readonly string[]>> {
  const hasher = argon2idHasher();
  const signed = (clock: Clock): JwtAccessTokens => jwtAccessTokens({ keys, issuer: ISSUER, audience: ISSUER, clock });

  const { externalIssuer } = configuration;
  const issuer = (clock: Clock): ExternalSignIn | undefined =>
    externalIssuer && { ...externalIssuer, issuer: new OidcIssuer({ issuer: externalIssuer.issuer, clock }) };
  const external = (signIn: ExternalSignIn | undefined, clock: Clock): ExternalTokens =>
    signIn === undefined ? NO_EXTERNAL_TOKENS : createExternalTokens({ ...signIn, clock });

  const gateway = (clock: Clock): InstagramGateway => instagramGatewayOf(configuration, clock);
  const instagram = instagramSettingsOf(configuration);

  const container = new Container();
  container.bind(PORTS.clock).toConstantValue(systemClock);
  container.bind(PORTS.random).toConstantValue(cryptoRandom);
  container.bind(PORTS.delay).toConstantValue(systemDelay);
  container.bind(PORTS.randomNumbers).toConstantValue({ fraction: () => Math.random() });
  container.bind(PORTS.passwordCipher).toConstantValue(aesGcmPasswordCipher(instagramKeysOf(configuration)));
  container.bind(PORTS.gateway).toResolvedValue(gateway, [PORTS.clock]).inSingletonScope();
  container.bind(PORTS.passwordHasher).toConstantValue(hasher);
  container.bind(PORTS.accessTokens).toResolvedValue(signed, [PORTS.clock]).inSingletonScope();
  container.bind(EXTERNAL_SIGN_IN).toResolvedValue(issuer, [PORTS.clock]).inSingletonScope();
  container.bind(PORTS.externalTokens).toResolvedValue(external, [EXTERNAL_SIGN_IN, PORTS.clock]).inSingletonScope();
  container.bind(PORTS.objectIds).toResolvedValue(memoryObjectIds, [PORTS.clock]).inSingletonScope();
  container.bind(PORTS.bus).toConstantValue(localBus());
  const timers = (clock: Clock): Timers => memoryTimers(new MemoryDatabase(), clock);
  container.bind(PORTS.timers).toResolvedValue(timers, [PORTS.clock]).inSingletonScope();
  container.bind(PORTS.transports).toConstantValue([]);
  for (const { module } of adapters) await container.loadAsync(replacing(module));

  const missing = Object.values(PORTS).filter((port) => !container.isBound(port));
  if (missing.length > 0) return err(missing.map((port) => unserved(port, configuration)));
  const accessTokens = container.get<AccessTokens>(PORTS.accessTokens);
  const resolve = resolverOf(container);
  return ok({
    resolve,
    quintet: createQuintet(resolve, {
      identity: {
        tokenLifetime: configuration.tokenLifetime,
        loginLimitOfAccount: configuration.loginLimitOfAccount,
        loginLimitOfAddress: configuration.loginLimitOfAddress,
      },
      bucketlist: { pageSize: configuration.bucketlistPageSize },
      hackathon: hackathonSettings(configuration, ownUrl),
      push: { retention: configuration.pushRetention, giveUpAfter: configuration.pushGiveUpAfter, report },
      instagram,
    }),
    createEngine: (observe) => createInstagramEngine(enginePortsOf(container), instagram, observe),
    clock: container.get<Clock>(PORTS.clock),
    random: container.get<RandomSource>(PORTS.random),
    externalSignIn: container.get<ExternalSignIn | undefined>(EXTERNAL_SIGN_IN),
    jwks: () => ('jwks' in accessTokens ? (accessTokens as JwtAccessTokens).jwks() : { keys: [] }),
    gauges: () => [
      { name: 'quintet_argon2_running', help: 'Passwords that are being hashed.', value: hasher.running },
      { name: 'quintet_argon2_waiting', help: 'Passwords that wait to be hashed.', value: hasher.waiting },
    ],
  });
}

function placeOf({ host, port }: Configuration): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Finds adapters in the container. The transports of all packages are one list. */
function resolverOf(container: Container): Resolve {
  return <T>(port: Port<T>): T => {
    if (port !== (PORTS.transports as symbol)) return container.get<T>(port);
    return transportsOf(container.getAll<readonly Transport[]>(PORTS.transports)) as T;
  };
}

/** Of several of the same name the last counts. */
function transportsOf(lists: readonly (readonly Transport[])[]): readonly Transport[] {
  return [...new Map(lists.flat().map((transport) => [transport.name, transport])).values()];
}

function enginePortsOf(container: Container): InstagramEnginePorts {
  return {
    clock: container.get(PORTS.clock),
    delay: container.get(PORTS.delay),
    random: container.get(PORTS.random),
    randomNumbers: container.get(PORTS.randomNumbers),
    leases: container.get(PORTS.leases),
    journal: container.get(PORTS.journal),
    targets: container.get(PORTS.targets),
    leads: container.get(PORTS.leads),
    passwordCipher: container.get(PORTS.passwordCipher),
    gateway: container.get(PORTS.gateway),
  };
}

/**
 * The module, but what it binds takes the place of what was bound before it. Done before anything is resolved, so no
 * singleton keeps an adapter that was replaced.
 */
function replacing(module: ContainerModule): ContainerModule {
  const bound = new Set<ServiceIdentifier>();
  return new ContainerModule((options) =>
    module.load({
      ...options,
      bind: (identifier) => {
        const isReplaced = identifier !== PORTS.transports && !bound.has(identifier) && options.isBound(identifier);
        if (isReplaced) options.unbind(identifier);
        bound.add(identifier);
        return options.bind(identifier);
      },
    }),
  );
}

function unserved(port: symbol, { adapters }: Configuration): string {
  const name = port.description?.replace(/^quintet:/, '') ?? 'unknown';
  return `QUINTET_ADAPTERS is ${JSON.stringify(adapters.join(','))}: none of these serves the port ${name}`;
}
