import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createQuintet, PORTS, type Actor, type Quintet } from '@quintet/core';
import type { Harness, Subject } from '@quintet/core/contracts';
import { systemClock } from '@quintet/core/memory';
import { describe, expect, test } from 'vitest';
import { eventually, valueOf } from '../support/settled.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPGlite, onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';

const TICKETS = 30;

/** Has tickets expire after two seconds, and tells the ids of each message about that. */
async function expiries(open: Harness, meanwhile: (servers: readonly Subject[]) => Promise<void>): Promise<string[]> {
  const first = await open(systemClock);
  const servers = [first, ...(first.openPeer === undefined ? [] : [await first.openPeer()])];
  try {
    const quintets = servers.map(({ resolve }) => createQuintet(resolve, { hackathon: { ticketLifetime: 2 } }));
    const [quintet = assert.fail()] = quintets;
    const actor = await signUp(quintet);
    for (const { hackathon } of quintets) await valueOf(hackathon.start());
    const ids = new Set<string>();
    for (let count = 0; count < TICKETS; count += 1) {
      const { hackathon } = quintets[count % quintets.length] ?? quintet;
      const draft = { description: `${count}`, location: 'Gym', contact: '' };
      ids.add((await valueOf(hackathon.createTicket(actor, draft))).id);
    }
    await meanwhile(servers);
    const messageLog = first.resolve(PORTS.messageLog);
    const told = async (): Promise<string[]> => {
      while ((await valueOf(messageLog.number({ limit: 500 }))).length > 0);
      const messages = await valueOf(messageLog.after(0, { limit: 1000 }));
      return messages
        .filter(({ event }) => event === 'expire')
        .flatMap(({ data }) => (JSON.parse(data) as { readonly id: string }[]).map(({ id }) => id));
    };
    await eventually(async () => new Set(await told()).size === ids.size, 20_000);
    // Timers of others may still go off, and find that all is told.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return await told();
  } finally {
    for (const server of servers.toReversed()) await server.close();
  }
}

async function signUp({ hackathon, identity }: Quintet): Promise<Actor> {
  const { token } = await valueOf(hackathon.createUser({ name: 'Ann', username: randomUUID(), password: 'secret' }));
  return valueOf(identity.authenticate(token));
}

describe('tickets expire by durable timers, and each is told of once', () => {
  // Takes as long as on PostgreSQL, and differs from it in nothing but what the contract of timers covers.
  test.skipIf(!long)('on PGlite', async () => {
    const told = await expiries(onPGlite, async () => {});
    expect([told.length, new Set(told).size]).toEqual([TICKETS, TICKETS]);
  });

  test.skipIf(!postgresqlIsThere)('on two servers, of which one stops (QUINTET_TEST_POSTGRES)', async () => {
    const told = await expiries(onPostgresql, async ([, second]) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await second?.close();
    });
    expect([told.length, new Set(told).size]).toEqual([TICKETS, TICKETS]);
  });
});
