import { ok, ResultAsync, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { InstagramPorts } from '../settings.ts';

/** Milliseconds between two looks. */
const LOOK_AGAIN = 50;

/**
 * Waits until no action that was recorded before can be sent any more: it has ended, or its time is over. What records
 * further ones must have been stopped before.
 */
export function untilQuiet(
  ports: Pick<InstagramPorts, 'clock' | 'delay' | 'instagrams'>,
  instagramId: number,
  channelId?: number,
): ResultAsync<void, Unavailable> {
  return new ResultAsync(wait(ports, instagramId, channelId));
}

async function wait(
  { clock, delay, instagrams }: Pick<InstagramPorts, 'clock' | 'delay' | 'instagrams'>,
  instagramId: number,
  channelId: number | undefined,
): Promise<Result<void, Unavailable>> {
  for (;;) {
    const busyUntil = await instagrams.busyUntil(instagramId, channelId);
    if (busyUntil.isErr()) return busyUntil.map(() => undefined);
    if (busyUntil.value === undefined || busyUntil.value <= clock.now()) return ok(undefined);
    await new Promise<void>((resolve) => delay.after(LOOK_AGAIN, resolve));
  }
}
