import {
  INSTAGRAM_DEFAULTS,
  simulatedNetwork,
  type Clock,
  type InstagramGateway,
  type InstagramSettings,
} from '@quintet/core';
import { createInstagramBridge } from '../outbound/instagram-bridge.ts';
import type { Configuration } from './configuration/configuration.ts';

/** The network that is none is the same at every start. */
const SEED = 1;

/** The network that is configured: one that is simulated, or a bridge to another. */
export function instagramGatewayOf({ values }: Configuration, clock: Clock): InstagramGateway {
  const { QUINTET_INSTAGRAM_GATEWAY: gateway } = values;
  return gateway === 'simulated' ? simulatedNetwork({ clock, seed: SEED }) : createInstagramBridge({ url: gateway });
}

/** The limits and times that are configured, where they differ from the API's own. */
export function instagramSettingsOf({ values }: Configuration): InstagramSettings {
  const { QUINTET_INSTAGRAM_LIMITS: limits = {}, QUINTET_INSTAGRAM_TIMES: times = {} } = values;
  const { limits: usual } = INSTAGRAM_DEFAULTS;
  const milliseconds = (seconds: number | undefined, otherwise: number): number =>
    seconds === undefined ? otherwise : Math.round(seconds * 1000);
  return {
    ...INSTAGRAM_DEFAULTS,
    limits: {
      untrusted: { ...usual.untrusted, ...limits.untrusted },
      trusted: { ...usual.trusted, ...limits.trusted },
    },
    window: milliseconds(times.window, INSTAGRAM_DEFAULTS.window),
    lease: milliseconds(times.lease, INSTAGRAM_DEFAULTS.lease),
    actionTimeout: milliseconds(times.action, INSTAGRAM_DEFAULTS.actionTimeout),
    refreshEvery: milliseconds(times.refresh, INSTAGRAM_DEFAULTS.refreshEvery),
    firstRetry: milliseconds(times.retry, INSTAGRAM_DEFAULTS.firstRetry),
    longestRetry: milliseconds(times.longestRetry, INSTAGRAM_DEFAULTS.longestRetry),
  };
}

/** Whether passwords would be encrypted with a key that other servers on the same database lack. */
export function keepsItsOwnKey({ apis, databaseUrl, values }: Configuration): boolean {
  return apis.includes('instagram') && databaseUrl !== undefined && values.QUINTET_INSTAGRAM_KEY === undefined;
}
