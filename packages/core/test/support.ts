import { assert } from 'vitest';
import type { Result, ResultAsync } from 'neverthrow';
import {
  createQuintet,
  type Account,
  type Actor,
  type Ports,
  type Quintet,
  type Settings,
  type Unavailable,
} from '../src/index.ts';
import { memoryAdapters, scryptPasswordHasher, settableClock, type SettableClock } from '../src/memory/index.ts';

/** Passwords are hashed as fast as can be. */
export const fastHasher = scryptPasswordHasher({ logCost: 1, parallelization: 1 });

/** A core on adapters in memory, whose clock is moved by the test. */
export interface World {
  readonly clock: SettableClock;
  readonly quintet: Quintet;
}

export function makeWorld(overrides: Partial<Ports> = {}, settings: Settings = {}): World {
  const clock = settableClock(new Date('2026-11-22T08:00:00.000Z'));
  return {
    clock,
    quintet: createQuintet(memoryAdapters({ clock, passwordHasher: fastHasher, ...overrides }), settings),
  };
}

/** The value of a result; an error fails the test. */
export async function valueOf<T, E>(outcome: ResultAsync<T, E> | Result<T, E>): Promise<T> {
  const result = await outcome;
  return result.isOk() ? result.value : assert.fail(`expected a value, not ${JSON.stringify(result.error)}`);
}

/** How a call ended: `ok`, or the kind of its error. */
export async function endOf<E extends { readonly kind: string }>(
  outcome: ResultAsync<unknown, E> | Result<unknown, E>,
): Promise<E['kind'] | 'ok'> {
  const result = await outcome;
  return result.isOk() ? 'ok' : result.error.kind;
}

/** Someone who is signed in. */
export interface SignedIn {
  readonly account: Account;
  readonly token: string;
  readonly actor: Actor;
}

export async function signUp({ quintet }: World, username = 'ann@example.com', password = 'secret'): Promise<SignedIn> {
  const { account, token } = await valueOf(quintet.identity.register({ username, password }));
  return { account, token, actor: await valueOf(quintet.identity.authenticate(token)) };
}

export async function signIn({ quintet }: World, username = 'ann@example.com', password = 'secret'): Promise<SignedIn> {
  const { account, token } = await valueOf(quintet.identity.logIn({ username, password }));
  return { account, token, actor: await valueOf(quintet.identity.authenticate(token)) };
}

/** What a storage answers that is away. */
export const AWAY: Unavailable = { kind: 'unavailable', retryAfter: 1, cause: 'a test' };
