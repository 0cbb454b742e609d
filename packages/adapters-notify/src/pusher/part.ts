import type { NotifyConfiguration } from '../configuration.ts';
import type { Part } from '../part.ts';
import { pusherTransport } from './pusher-transport.ts';

/** A Pusher service, where one is configured. */
export function pusherPart({ values = {} }: NotifyConfiguration): Part | undefined {
  const { QUINTET_PUSHER_APP_ID: appId, QUINTET_PUSHER_KEY: key, QUINTET_PUSHER_SECRET: secret } = values;
  const { QUINTET_PUSHER_HOST: host, QUINTET_PUSHER_CLUSTER: cluster } = values;
  if (values.QUINTET_PUSH?.includes('pusher') !== true) return undefined;
  if (appId === undefined || key === undefined || secret === undefined) return undefined;
  const transport = pusherTransport({
    appId,
    key,
    secret,
    ...(host === undefined ? {} : { host }),
    ...(cluster === undefined ? {} : { cluster }),
  });
  return { transport };
}
