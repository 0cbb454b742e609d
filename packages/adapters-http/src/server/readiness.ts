import type { Health } from '@quintet/core';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { ServerAdapter } from './adapters.ts';
import { firstLine } from './scrub.ts';

/** What the server is doing; only in `ready` can requests be served. */
export type Phase = 'starting' | 'migrating' | 'ready' | 'stopping';

/** How far the server is. */
export interface State {
  readonly phase: Phase;
  /** What it waits for, in one line. */
  readonly reason?: string;
}

/** Milliseconds that an adapter has to say how it is. */
const PATIENCE = 2_000;

/** How long an answer of the adapters is good. Milliseconds. */
const FRESH = 500;

/**
 * Whether requests can be served: 200 when they can, 503 with the reason when not. However often one asks, the
 * adapters are asked only now and then.
 */
export function readiness(state: () => State, adapters: readonly ServerAdapter[]): () => Promise<ReadyAnswer> {
  let asked = 0;
  let healths: Promise<readonly (readonly [string, Health])[]> | undefined;

  const askAll = (): Promise<readonly (readonly [string, Health])[]> =>
    Promise.all(adapters.map(async (adapter) => [adapter.name, await healthOf(adapter)] as const));

  return async () => {
    const { phase: now, reason } = state();
    if (now !== 'ready') return json(503, { status: now, ...(reason === undefined ? {} : { reason }) });
    if (healths === undefined || performance.now() - asked > FRESH) {
      asked = performance.now();
      healths = askAll();
    }
    const found = await healths;
    const isHealthy = found.every(([, health]) => health.ok);
    return json(isHealthy ? 200 : 503, {
      status: isHealthy ? 'ready' : 'unavailable',
      adapters: Object.fromEntries(
        found.map(([name, health]) => [name, firstLine(health.ok ? (health.warning ?? 'ok') : health.reason)]),
      ),
    });
  };
}

async function healthOf(adapter: ServerAdapter): Promise<Health> {
  if (adapter.health === undefined) return { ok: true };
  const late = Promise.withResolvers<Health>();
  const timer = setTimeout(() => late.resolve({ ok: false, reason: 'no answer in time' }), PATIENCE);
  try {
    return await Promise.race([adapter.health(), late.promise]);
  } catch (error) {
    return { ok: false, reason: firstLine(error) };
  } finally {
    clearTimeout(timer);
  }
}
