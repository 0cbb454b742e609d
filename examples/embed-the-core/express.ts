// Bucket lists in an Express app of one's own: its routes, its form of answers, the core's rules.
import { createServer, type Server } from 'node:http';
import { createQuintet, type Actor, type Unavailable } from '@quintet/core';
import { memoryAdapters } from '@quintet/core/memory';
import express, { type Express, type Request, type Response } from 'express';

/** Makes the app. Each has adapters, and so a memory, of its own. */
export function createApp(): Express {
  const { identity, bucketlist } = createQuintet(memoryAdapters());
  const app = express().use(express.json());

  app.post('/accounts', async (request, response) => {
    const registered = await bucketlist.register(request.body ?? {});
    registered.match(
      ({ token }) => response.status(201).json({ token }),
      (error) => refuse(response, error.kind === 'username-taken' ? 409 : 422, error),
    );
  });

  app.post('/lists', async (request, response) => {
    const actor = await recognise(request, response);
    if (actor === undefined) return;
    const created = await bucketlist.createBucket(actor, request.body ?? {});
    created.match(
      ({ id, name }) => response.status(201).json({ id, name }),
      (error) => refuse(response, 422, error),
    );
  });

  app.get('/lists', async (request, response) => {
    const actor = await recognise(request, response);
    if (actor === undefined) return;
    const listed = await bucketlist.listBuckets(actor);
    listed.match(
      ({ entries }) => response.json(entries.map(({ id, name }) => ({ id, name }))),
      (error) => refuse(response, 503, error),
    );
  });

  async function recognise(request: Request, response: Response): Promise<Actor | undefined> {
    const token = request.get('authorization')?.replace(/^bearer /iu, '') ?? '';
    const actor = await identity.authenticate(token);
    return actor.match(
      (actor): Actor | undefined => actor,
      (error) => {
        refuse(response, 401, error);
        return undefined;
      },
    );
  }

  return app;
}

/** A database that is away has a status of its own, whatever was asked for. */
function refuse(response: Response, status: number, error: { readonly kind: string } | Unavailable): void {
  response.status(error.kind === 'unavailable' ? 503 : status).json({ error: error.kind });
}

if (import.meta.main) {
  const server: Server = createServer(createApp()).listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
    console.log('listening on', server.address());
  });
}
