import { systemClock } from '@quintet/core/memory';
import type { NotifyConfiguration } from '../configuration.ts';
import { openOutbound } from '../outbound/post.ts';
import type { Part } from '../part.ts';
import { webhookTransport } from './webhook.ts';

/** Webhooks, where they are configured. */
export function webhookPart({ values }: NotifyConfiguration): Part | undefined {
  if (values?.QUINTET_PUSH?.includes('webhook') !== true) return undefined;
  const outbound = openOutbound({ privateNetworks: values.QUINTET_PUSH_PRIVATE_NETWORKS === true });
  // Receivers hold what it says against the time of day.
  return { transport: webhookTransport(outbound, systemClock), stop: async () => outbound.close() };
}
