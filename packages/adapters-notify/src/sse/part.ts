import type { NotifyConfiguration } from '../configuration.ts';
import type { Part } from '../part.ts';
import { createSse, type SseConnections } from './sse.ts';

/** Streams beside the hackathon's API, where they are configured. */
export function ssePart({ values, apis, mounts, corsOrigins, publicUrl, log }: NotifyConfiguration): Part | undefined {
  if (values?.QUINTET_PUSH?.includes('sse') !== true || mounts === undefined) return undefined;
  if (apis?.includes('hackathon') !== true) return undefined;
  let sse: SseConnections | undefined;
  return {
    connections({ push, identity }) {
      sse = createSse({
        push,
        identity,
        path: `${mounts.hackathon}/stream`,
        corsOrigins: corsOrigins ?? [],
        strictTransport: publicUrl?.startsWith('https:') === true,
        onTrouble: (error) => log?.warn({ err: error }, 'a stream failed by a bug'),
      });
      return sse;
    },
    gauges: () => sse?.gauges() ?? [],
  };
}
