import type { HttpBindings } from '@hono/node-server';

/** What Hono knows of a request: Node's own request and answer, where a Node server took it. */
export type HttpEnvironment = { Bindings: Partial<HttpBindings> };
