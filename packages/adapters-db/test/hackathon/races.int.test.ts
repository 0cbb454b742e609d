import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createQuintet, PORTS, ticketState, type Actor, type Quintet, type Ticket } from '@quintet/core';
import type { Subject } from '@quintet/core/contracts';
import { systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../support/settled.ts';
import { postgresqlIsThere } from '../support/postgresql.ts';
import { onPostgresql } from '../support/subjects.ts';

const long = process.env['QUINTET_TEST_LONG'] === '1';
const MENTORS = 200;

type Step = 'claimTicket' | 'reopenTicket' | 'closeTicket';

/** A step of a ticket's life that was acknowledged, with what it made of the ticket. */
interface Done {
  readonly step: Step;
  readonly who: number;
  readonly ticket: Ticket;
}

describe.skipIf(!postgresqlIsThere)('mentors on two servers (QUINTET_TEST_POSTGRES)', () => {
  let subjects: readonly Subject[] = [];
  let servers: readonly Quintet[] = [];
  const mentors: Actor[] = [];

  beforeAll(async () => {
    const first = await onPostgresql(systemClock);
    subjects = [first, await (first.openPeer?.() ?? assert.fail())];
    servers = subjects.map(({ resolve }) => createQuintet(resolve));
    const accounts = first.resolve(PORTS.accounts);
    const now = new Date();
    for (let count = 0; count < MENTORS; count += 1) {
      const account = { username: randomUUID(), displayName: '', passwordHash: '', roles: [] };
      const { id } = await valueOf(accounts.add({ ...account, createdAt: now, updatedAt: now }));
      mentors.push({ accountId: id, permissions: [], token: { id: '', expiresAt: now } });
    }
  });
  afterAll(async () => {
    for (const subject of subjects.toReversed()) await subject.close();
  });

  const serverOf = (number: number): Quintet => servers[number % servers.length] ?? assert.fail();
  const mentorOf = (number: number): Actor => mentors[number % MENTORS] ?? assert.fail();
  const open = async (owner: number): Promise<string> => {
    const draft = { description: 'Help', location: 'Gym', contact: '' };
    return (await valueOf(serverOf(owner).hackathon.createTicket(mentorOf(owner), draft))).id;
  };
  const find = (id: string): Promise<Ticket> => {
    const tickets = subjects[0]?.resolve(PORTS.tickets) ?? assert.fail();
    return valueOf(tickets.find(id));
  };

  test(`one of ${MENTORS} gets a ticket`, async () => {
    for (let round = 0; round < (long ? 100 : 2); round += 1) {
      const id = await open(round);
      const results = await Promise.all(
        mentors.map((mentor, number) => serverOf(number).hackathon.claimTicket(mentor, { id })),
      );
      const winners = mentors.filter((_, number) => results[number]?.isOk());
      const away = results.find((result) => result.isErr() && result.error.kind === 'unavailable');
      if (away?.isErr() === true) throw new Error('the database is away', { cause: away.error });
      const others = results.filter((result) => result.isErr() && result.error.kind === 'ticket-already-claimed');
      expect([winners.length, others.length]).toEqual([1, MENTORS - 1]);
      const { claimedBy, version } = await find(id);
      expect([claimedBy, version]).toEqual([winners[0]?.accountId, 2]);
    }
  });

  test('every history of claims, reopenings and closings is one that the life cycle knows', async () => {
    const steps: readonly Step[] = ['claimTicket', 'reopenTicket', 'closeTicket'];
    for (let round = 0; round < (long ? 200 : 10); round += 1) {
      const id = await open(0);
      const created = await find(id);
      const history: Done[] = [];
      await Promise.all(
        Array.from({ length: 24 }, async (_, number) => {
          for (const step of [0, 1, 2].map((turn) => steps[(number + turn) % 3] ?? assert.fail())) {
            // The owner and three mentors, who close and reopen what they have claimed.
            const actor = mentorOf(number % 4);
            const result = await serverOf(number).hackathon[step](actor, { id });
            if (result.isOk()) history.push({ step, who: actor.accountId, ticket: result.value });
          }
        }),
      );
      checkHistory(created, history);
      expect((await find(id)).version).toBe(created.version + history.length);
    }
  });
});

/** Makes sure that steps that were acknowledged, in the order of their versions, are a life that a ticket can have. */
function checkHistory(created: Ticket, history: readonly Done[]): void {
  let before = created;
  for (const { step, who, ticket } of history.toSorted((one, other) => one.ticket.version - other.ticket.version)) {
    expect(ticket.version, 'two steps began from one version').toBe(before.version + 1);
    const state = ticketState(before, before.openedAt);
    const isParty = before.owner === who || before.claimedBy === who;
    const isKnown = {
      claimTicket: state === 'open' && ticket.claimedBy === who && ticket.closedAt === undefined,
      reopenTicket: state !== 'open' && isParty && ticketState(ticket, ticket.openedAt) === 'open',
      closeTicket:
        state !== 'closed' && isParty && ticket.closedAt !== undefined && ticket.claimedBy === before.claimedBy,
    };
    expect(isKnown[step], `${step} of a ticket that was ${state}`).toBe(true);
    before = ticket;
  }
}
