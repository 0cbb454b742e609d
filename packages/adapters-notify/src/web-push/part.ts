import type { NotifyConfiguration } from '../configuration.ts';
import { openOutbound } from '../outbound/post.ts';
import type { Part } from '../part.ts';
import { webPushTransport } from './web-push.ts';

/** Push to browsers, where it is configured and there are keys. */
export function webPushPart({ values, push }: NotifyConfiguration): Part | undefined {
  if (values?.QUINTET_PUSH?.includes('web-push') !== true || push?.vapid === undefined) return undefined;
  const outbound = openOutbound({ privateNetworks: values.QUINTET_PUSH_PRIVATE_NETWORKS === true });
  return { transport: webPushTransport(outbound, { vapid: push.vapid }), stop: async () => outbound.close() };
}
