import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Bus, Connections, Gauge, Health, Quintet, Resolve, Transport } from '@quintet/core';

/** Connections as Node has them. */
export type NodeConnections = Connections<IncomingMessage, ServerResponse, Duplex>;

/** One of the things that this package does, as far as its configuration asks for it. */
export interface Part {
  /** How it delivers to destinations outside of the servers. */
  readonly transport?: Transport;
  /** How servers tell each other what happened. */
  readonly bus?: Bus;
  /** Makes what serves connections at the server's port; called once, before `start`. */
  connections?(use: Quintet, resolve: Resolve): NodeConnections;
  start?(): Promise<void>;
  stop?(): Promise<void>;
  health?(): Promise<Health>;
  gauges?(): readonly Gauge[];
}

/** Several that serve connections, as one: each is asked in turn. */
export function together(all: readonly NodeConnections[]): NodeConnections {
  return {
    request: (incoming, outgoing) => all.some((one) => one.request?.(incoming, outgoing) === true),
    upgrade: (incoming, socket, head) => all.some((one) => one.upgrade?.(incoming, socket, head) === true),
    close: async () => {
      await Promise.all(all.map((one) => one.close()));
    },
  };
}
