import type { Message } from '@quintet/core';

const LINE_BREAKS = /[\r\n\0]+/g;

/**
 * A message as readers of a stream get it: its position as `id`, and on one line all that other transports tell.
 * Made once, and written to everybody.
 */
export function encodeMessage({ position, id, channel, event, data }: Message): Buffer {
  const head = JSON.stringify({ id, channel, event });
  // Text in JSON has line breaks only where they mean nothing; one in a name would begin a line of the stream's own.
  return Buffer.from(
    `id: ${position}\nevent: ${event.replace(LINE_BREAKS, ' ')}\n` +
      `data: ${head.slice(0, -1)},"data":${data.replace(LINE_BREAKS, ' ')}}\n\n`,
  );
}

/**
 * What a stream begins with. A block without data is no event, but from now on the browser names this position when it
 * connects again, even if no message has come by then.
 *
 * @param retry - Milliseconds after which a browser whose stream ended connects again.
 */
export function opening(retry: number, position: number): string {
  return `: quintet\nretry: ${retry}\nid: ${position}\n\n`;
}

/** Shows everything between that the connection is in use, and readers of quiet channels how far they are. */
export function heartbeat(position: number): Buffer {
  return Buffer.from(`: still here\nid: ${position}\n\n`);
}

/** Tells that messages are missing which are no longer kept: the reader fetches the state, and goes on from here. */
export function reset(position: number): string {
  return `id: ${position}\nevent: reset\ndata: {"position":${position}}\n\n`;
}
