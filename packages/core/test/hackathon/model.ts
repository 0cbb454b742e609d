import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Harness } from '../../src/contracts/index.ts';
import { createQuintet, PORTS, type Actor, type Quintet, type Timers, type TicketView } from '../../src/index.ts';
import {
  MemoryDatabase,
  memoryTimers,
  settableClock,
  type MemoryTimers,
  type SettableClock,
} from '../../src/memory/index.ts';
import type { ModelRun } from '../bucketlist/model.ts';
import { valueOf } from '../support.ts';

/** Seconds until a ticket expires. */
const LIFETIME = 100;

/** What is expected of a ticket, as plainly as can be. Moments are seconds. */
interface ModelTicket {
  readonly id: string;
  readonly owner: number;
  readonly created: number;
  opened: number;
  told: boolean;
  mentor?: number;
  closed?: number;
}

interface Model {
  now: number;
  readonly tickets: ModelTicket[];
  /** Tickets whose expiry is to be told. */
  readonly expiries: string[];
}

interface System {
  readonly quintet: Quintet;
  readonly clock: SettableClock;
  readonly timers: MemoryTimers;
  readonly actors: readonly Actor[];
  /** Tickets whose expiry was told, in the order of the log. */
  readonly expiries: () => Promise<readonly string[]>;
}

type Command = fc.AsyncCommand<Model, System>;

function stateOf({ closed, mentor, opened, told }: ModelTicket, now: number): TicketView['state'] {
  if (closed !== undefined) return 'closed';
  if (mentor !== undefined) return 'in_progress';
  return told || now >= opened + LIFETIME ? 'expired' : 'open';
}

/** How an attempt is expected to end: done, or refused. */
type Decide = (ticket: ModelTicket, who: number, model: Model) => string | (() => void);

const claim: Decide = (ticket, who, { now }) => {
  const state = stateOf(ticket, now);
  if (state === 'closed') return 'ticket-closed';
  if (state === 'in_progress') return 'ticket-already-claimed';
  if (state === 'expired') return 'ticket-expired';
  return () => {
    ticket.mentor = who;
  };
};

const reopen: Decide = (ticket, who, { now }) => {
  if (ticket.owner !== who && ticket.mentor !== who) return 'not-ticket-party';
  if (stateOf(ticket, now) === 'open') return 'ticket-already-open';
  return () => {
    ticket.opened = now;
    ticket.told = false;
    delete ticket.mentor;
    delete ticket.closed;
  };
};

const close: Decide = (ticket, who, { now }) => {
  if (ticket.owner !== who && ticket.mentor !== who) return 'not-ticket-party';
  if (ticket.closed !== undefined) return 'ticket-already-closed';
  return () => {
    ticket.closed = now;
  };
};

const DECISIONS = { claimTicket: claim, reopenTicket: reopen, closeTicket: close };

const PEOPLE = 3;
const who: fc.Arbitrary<number> = fc.nat({ max: PEOPLE - 1 });

function command(
  name: string,
  run: (model: Model, system: System) => Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return { check: (model) => check(model), run, toString: () => name };
}

const create = who.map((owner) =>
  command(`create(${owner})`, async (model, { quintet, actors }) => {
    const actor = actors[owner] ?? assert.fail();
    const draft = { description: 'd', location: 'l', contact: '' };
    const { id } = await valueOf(quintet.hackathon.createTicket(actor, draft));
    model.tickets.push({ id, owner, created: model.now, opened: model.now, told: false });
  }),
);

const step = fc
  .tuple(fc.constantFrom('claimTicket', 'reopenTicket', 'closeTicket'), who, fc.nat({ max: 5 }))
  .map(([use, person, position]) =>
    command(
      `${use}(${person}, ${position})`,
      async (model, { quintet, actors }) => {
        const ticket = model.tickets[position % model.tickets.length] ?? assert.fail();
        const expected = DECISIONS[use](ticket, person, model);
        const result = await quintet.hackathon[use](actors[person] ?? assert.fail(), { id: ticket.id });
        const end = result.isErr() ? result.error.kind : 'ok';
        if (typeof expected === 'string') {
          assert.equal(end, expected);
          return;
        }
        assert.equal(end, 'ok');
        expected();
        if (result.isOk()) compare(ticket, result.value, person, model.now);
      },
      ({ tickets }) => tickets.length > 0,
    ),
  );

const pass = fc.constantFrom(1, 40, LIFETIME - 1, LIFETIME).map((seconds) =>
  command(`pass(${seconds})`, async (model, { clock, timers, expiries }) => {
    clock.advance(seconds * 1000);
    while ((await timers.runDue()) > 0);
    model.now += seconds;
    for (const ticket of model.tickets) {
      if (stateOf(ticket, model.now) !== 'expired' || ticket.told) continue;
      ticket.told = true;
      model.expiries.push(ticket.id);
    }
    assert.deepEqual((await expiries()).toSorted(), model.expiries.toSorted());
  }),
);

const look = who.map((person) =>
  command(`look(${person})`, async (model, { quintet, actors }) => {
    const { hackathon } = quintet;
    const actor = actors[person] ?? assert.fail();
    const ours = new Set(model.tickets.map(({ id }) => id));
    const inState = (state: TicketView['state'], tickets = model.tickets): readonly ModelTicket[] =>
      tickets.filter((ticket) => stateOf(ticket, model.now) === state);
    const agree = (views: readonly TicketView[], expected: readonly ModelTicket[], isOrdered = true): void => {
      const found = views.filter(({ id }) => ours.has(id));
      const ids = found.map(({ id }) => id);
      const expectedIds = expected.map(({ id }) => id);
      assert.deepEqual(isOrdered ? ids : ids.toSorted(), isOrdered ? expectedIds : expectedIds.toSorted());
      for (const view of found) {
        compare(model.tickets.find(({ id }) => id === view.id) ?? assert.fail(), view, person, model.now);
      }
    };
    agree(await valueOf(hackathon.listQueue(actor)), inState('open'));
    const own = await valueOf(hackathon.listOwnTickets(actor));
    const theirs = model.tickets.filter(({ owner }) => owner === person).toReversed();
    for (const state of ['open', 'in_progress', 'expired', 'closed'] as const)
      agree(own[state], inState(state, theirs));
    const claimed = model.tickets.filter(({ mentor, closed }) => mentor === person && closed === undefined);
    agree(await valueOf(hackathon.listClaimed(actor)), claimed);
  }),
);

function compare(ticket: ModelTicket, view: TicketView, person: number, now: number): void {
  const wasExpired = ticket.mentor === undefined && (ticket.told || (ticket.closed ?? now) >= ticket.opened + LIFETIME);
  const { state, claimed, expired, isMine, claimedByMe } = view;
  assert.deepEqual(
    { state, claimed, expired, isMine, claimedByMe, isClosed: view.closedAt !== undefined },
    {
      state: stateOf(ticket, now),
      claimed: ticket.mentor !== undefined,
      expired: wasExpired,
      isMine: ticket.owner === person,
      claimedByMe: ticket.mentor === person,
      isClosed: ticket.closed !== undefined,
    },
  );
}

/**
 * Has several people create, claim, reopen and close tickets while time passes, and compares every answer with that of
 * a plain model.
 *
 * @param open - Opens adapters of all ports.
 */
export async function ticketModel(open: Harness, run: ModelRun = {}): Promise<void> {
  const { runs = 25, length = 60, seed, path, replayPath } = run;
  const clock = settableClock(new Date('2026-11-22T08:00:00Z'));
  const subject = await open(clock);
  // Timers of the test's own, which go off by the clock that it moves.
  const timers = memoryTimers(new MemoryDatabase(), clock);
  const unbound: Timers = { set: (timer) => timers.set(timer), handle: (...given) => timers.handle(...given) };
  const quintet = createQuintet((port) => (port === PORTS.timers ? (unbound as never) : subject.resolve(port)), {
    hackathon: { ticketLifetime: LIFETIME },
  });
  const messageLog = subject.resolve(PORTS.messageLog);
  try {
    await valueOf(quintet.hackathon.start());
    const begin = async (): Promise<{ model: Model; real: System }> => {
      const actors: Actor[] = [];
      for (let count = 0; count < PEOPLE; count += 1) {
        const user = { name: 'x', username: randomUUID(), password: 'x' };
        const { token } = await valueOf(quintet.hackathon.createUser(user));
        actors.push(await valueOf(quintet.identity.authenticate(token)));
      }
      // Tickets of earlier sequences end before this one begins.
      clock.advance(LIFETIME * 2000);
      while ((await timers.runDue()) > 0);
      while ((await valueOf(messageLog.number({ limit: 500 }))).length > 0);
      const { latest } = await valueOf(messageLog.bounds());
      const expiries = async (): Promise<readonly string[]> => {
        while ((await valueOf(messageLog.number({ limit: 500 }))).length > 0);
        const messages = await valueOf(messageLog.after(latest, { limit: 1000 }));
        return messages
          .filter(({ event }) => event === 'expire')
          .flatMap(({ data }) => (JSON.parse(data) as { readonly id: string }[]).map(({ id }) => id));
      };
      return { model: { now: 0, tickets: [], expiries: [] }, real: { quintet, clock, timers, actors, expiries } };
    };
    await fc.assert(
      fc.asyncProperty(
        fc.commands([create, step, step, step, pass, look], {
          maxCommands: length,
          size: 'max',
          ...(replayPath && { replayPath }),
        }),
        (sequence) => fc.asyncModelRun(begin, sequence),
      ),
      { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) },
    );
  } finally {
    await subject.close();
  }
}
