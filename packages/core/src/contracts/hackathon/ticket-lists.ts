import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { errAsync } from 'neverthrow';
import type { Ticket, TicketState } from '../../hackathon/ticket.ts';
import { valueOf } from '../outcome.ts';
import type { TestRunner } from '../runner.ts';
import { addAccount, MOMENT } from '../samples.ts';
import type { OpenSubject } from '../subject.ts';
import { addTicket, claimedBy, secondsAfter, unusedId } from './samples.ts';

/** How tickets are listed, expire, and are counted. */
export function testTicketLists({ describe, test }: TestRunner, { ports }: OpenSubject): void {
  const save = async (next: Ticket): Promise<Ticket> => {
    await valueOf(ports.tickets.save(next, { expectedVersion: next.version - 1, messages: [] }));
    return next;
  };
  const claim = async (ticket: Ticket, at: Date = MOMENT): Promise<Ticket> =>
    save(claimedBy(ticket, (await addAccount(ports)).id, at));
  const close = (ticket: Ticket, closedAt: Date = MOMENT): Promise<Ticket> =>
    save({ ...ticket, closedAt, version: ticket.version + 1 });
  const expireDue = (now: Date, limit = 1000) =>
    valueOf(ports.unitOfWork.run((transaction) => ports.tickets.expireDue({ now, limit }, transaction)));
  const idsOf = (tickets: readonly Ticket[]): readonly string[] => tickets.map(({ id }) => id);
  const at = (seconds: number): Date => secondsAfter(MOMENT, seconds);

  /** Tickets in each state at a moment of 600 seconds, all of one owner. */
  const one = async (owner: number): Promise<Readonly<Record<TicketState | 'told' | 'cancelled', Ticket>>> => {
    const expired = await addTicket(ports, { owner, createdAt: at(4), expiresAt: at(599) });
    const told = await addTicket(ports, { owner, createdAt: at(5), expiresAt: at(6) });
    return {
      open: await addTicket(ports, { owner, createdAt: at(1) }),
      in_progress: await claim(await addTicket(ports, { owner, createdAt: at(2) })),
      closed: await close(await claim(await addTicket(ports, { owner, createdAt: at(3) }))),
      expired,
      told: await save({ ...told, expiredAt: at(7), version: 2 }),
      cancelled: await close(await addTicket(ports, { owner, createdAt: at(6) })),
    };
  };

  describe('the queue', () => {
    test('has open tickets alone, the longest created first', async () => {
      const { id: owner } = await addAccount(ports);
      // By id the other way round.
      const [low = '', high = ''] = [unusedId(), unusedId()].toSorted();
      const young = await addTicket(ports, { id: low, owner, createdAt: at(30) });
      const old = await addTicket(ports, { id: high, owner, createdAt: at(10) });
      const twins = [
        await addTicket(ports, { owner, createdAt: at(20) }),
        await addTicket(ports, { owner, createdAt: at(20) }),
      ];
      const { open } = await one(owner);
      const queue = (await valueOf(ports.tickets.queue(at(600)))).filter((ticket) => ticket.owner === owner);
      assert.deepEqual(queue[0], open);
      assert.deepEqual(idsOf(queue), [open.id, old.id, ...idsOf(twins).toSorted(), young.id]);
    });

    test('has a ticket until the moment at which it expires', async () => {
      const ticket = await addTicket(ports, { createdAt: at(0), expiresAt: at(60) });
      const has = async (now: Date): Promise<boolean> =>
        idsOf(await valueOf(ports.tickets.queue(now))).includes(ticket.id);
      assert.equal(await has(new Date(ticket.expiresAt.getTime() - 1)), true);
      assert.equal(await has(ticket.expiresAt), false);
    });
  });

  test('an owner’s tickets are theirs alone, the latest first', async () => {
    const { id: owner } = await addAccount(ports);
    const { open, in_progress: inProgress, closed, expired, told, cancelled } = await one(owner);
    const own = await valueOf(ports.tickets.ofOwner(owner));
    assert.deepEqual(own, [cancelled, told, expired, closed, inProgress, open]);
  });

  test('a mentor’s tickets are those that are not closed, the longest created first', async () => {
    const { id: mentor } = await addAccount(ports);
    const young = await save(claimedBy(await addTicket(ports, { createdAt: at(9) }), mentor));
    const old = await save(claimedBy(await addTicket(ports, { createdAt: at(8) }), mentor));
    await close(await save(claimedBy(await addTicket(ports, { createdAt: at(7) }), mentor)));
    assert.deepEqual(await valueOf(ports.tickets.ofMentor(mentor)), [old, young]);
  });

  describe('expireDue', () => {
    test('gives each ticket once, as it is then, the longest created first', async () => {
      const { id: owner } = await addAccount(ports);
      const { expired, open } = await one(owner);
      const older = await addTicket(ports, { owner, createdAt: at(0), expiresAt: at(600) });
      const due = (await expireDue(at(600))).filter((ticket) => ticket.owner === owner);
      const noted = (ticket: Ticket): Ticket => ({ ...ticket, expiredAt: at(600), version: ticket.version + 1 });
      assert.deepEqual(due, [noted(older), noted(expired)]);
      assert.deepEqual(await valueOf(ports.tickets.find(expired.id)), noted(expired));
      assert.deepEqual(await valueOf(ports.tickets.find(open.id)), open);
      assert.deepEqual(idsOf(await expireDue(at(600))), []);
    });

    test('gives them again when the transaction is rolled back, and no more than are asked for', async () => {
      await expireDue(at(60));
      const tickets = [];
      for (let count = 0; count < 3; count += 1) {
        tickets.push(await addTicket(ports, { createdAt: at(count), expiresAt: at(60) }));
      }
      const rolledBack = await ports.unitOfWork.run((transaction) =>
        ports.tickets
          .expireDue({ now: at(60), limit: 10 }, transaction)
          .andThen((due) => errAsync({ kind: 'no', due })),
      );
      assert.deepEqual(rolledBack.isErr() && 'due' in rolledBack.error && rolledBack.error.due.length, 3);
      assert.deepEqual(idsOf(await expireDue(at(60), 2)), idsOf(tickets.slice(0, 2)));
      assert.deepEqual(idsOf(await expireDue(at(60), 2)), idsOf(tickets.slice(2)));
    });

    test('gives a ticket again that was opened again', async () => {
      const ticket = await addTicket(ports, { createdAt: at(0), expiresAt: at(10) });
      assert.ok(idsOf(await expireDue(at(10))).includes(ticket.id));
      const reopened = { ...ticket, openedAt: at(20), expiresAt: at(30), version: 3 };
      const change = { expectedVersion: 2, messages: [], endedRound: ticket };
      await valueOf(ports.tickets.save(reopened, change));
      assert.deepEqual(idsOf(await expireDue(at(29))), []);
      assert.deepEqual(idsOf(await expireDue(at(30))), [ticket.id]);
    });
  });

  describe('a page', () => {
    test('has tickets with names, those in a state, the latest first', async () => {
      const owner = await addAccount(ports, { displayName: 'Zoë' });
      const text = randomUUID();
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const id = `${(0xff_00_00_00 + count).toString(16)}${randomUUID().replaceAll('-', '').slice(0, 16)}`;
        const { id: added } = await addTicket(ports, { id, owner: owner.id, location: `near ${text}` });
        ids.unshift(added);
      }
      const search = (page: number, limit: number) =>
        valueOf(ports.tickets.page({ page, limit, search: text.toUpperCase(), now: at(1) }));
      const first = await search(1, 3);
      assert.deepEqual([idsOf(first.entries), first.total], [ids.slice(0, 3), 5]);
      const second = await search(2, 3);
      assert.deepEqual([idsOf(second.entries), second.total], [ids.slice(3), 5]);
      assert.deepEqual(await search(3, 3), { entries: [], total: 5 });
      assert.deepEqual(new Set(first.entries.map(({ ownerName }) => ownerName)), new Set(['Zoë']));
    });

    test('tells states apart, and who claimed', async () => {
      const owner = await addAccount(ports, { displayName: 'Ann' });
      const tickets = await one(owner.id);
      const inState = async (state: TicketState) => {
        const { entries } = await valueOf(ports.tickets.page({ page: 1, limit: 100, state, now: at(600) }));
        return entries.filter((ticket) => ticket.owner === owner.id);
      };
      const { open, in_progress: inProgress, closed, expired, told, cancelled } = tickets;
      const inProgressMentor = (await valueOf(ports.accounts.findById(inProgress.claimedBy ?? 0))).displayName;
      assert.deepEqual(await inState('open'), [{ ...open, ownerName: 'Ann' }]);
      assert.deepEqual(await inState('in_progress'), [
        { ...inProgress, ownerName: 'Ann', mentorName: inProgressMentor },
      ]);
      assert.deepEqual(new Set(idsOf(await inState('expired'))), new Set(idsOf([expired, told])));
      assert.deepEqual(new Set(idsOf(await inState('closed'))), new Set(idsOf([closed, cancelled])));
    });

    test('finds a text in the description, the location or the contact, in any case, whatever is in it', async () => {
      const tag = randomUUID();
      const search = async (text: string): Promise<number> =>
        (await valueOf(ports.tickets.page({ page: 1, limit: 100, search: text, now: at(1) }))).total;
      await addTicket(ports, { description: `É100%_${tag}\\` });
      await addTicket(ports, { contact: `É100%_${tag}\\` });
      await addTicket(ports, { location: `x${tag}` });
      assert.equal(await search(`é100%_${tag}\\`), 2);
      assert.equal(await search(tag.toUpperCase()), 3);
      assert.equal(await search(`100x_${tag}`), 0);
    });
  });

  test('statistics count openings, claims and closings by the hour, and how long they took', async () => {
    // A time of its own, in which no other test does anything.
    const start = new Date('2031-05-06T07:00:00.000Z');
    const later = (seconds: number): Date => secondsAfter(start, seconds);
    const opened = (seconds: number) => addTicket(ports, { createdAt: later(seconds), expiresAt: later(1e6) });
    const waits = [10, 20, 30.5, 100];
    const claimed: Ticket[] = [];
    for (const wait of waits) claimed.push(await claim(await opened(0), later(wait)));
    const [first, second] = claimed;
    assert.ok(first !== undefined && second !== undefined);
    await close(first, later(3700));
    const closed = await close(second, later(3720));
    const { claimedBy: _, claimedAt: __, closedAt: ___, ...rest } = closed;
    const reopened = { ...rest, openedAt: later(3800), version: 4 };
    await valueOf(ports.tickets.save(reopened, { expectedVersion: 3, messages: [], endedRound: closed }));
    await claim(reopened, later(3805));
    await opened(7200);
    await opened(7260);

    const statistics = await valueOf(ports.tickets.statistics({ since: start, now: later(7300) }));
    const none = { medianToClaim: null, p90ToClaim: null, medianToClose: null, p90ToClose: null };
    assert.deepEqual(statistics, {
      perHour: [
        { ...none, hour: start, opened: 4, claimed: 4, closed: 0, medianToClaim: 25.25, p90ToClaim: 79.15 },
        {
          hour: later(3600),
          opened: 1,
          claimed: 1,
          closed: 2,
          medianToClaim: 5,
          p90ToClaim: 5,
          medianToClose: 3710,
          p90ToClose: 3718,
        },
        { ...none, hour: later(7200), opened: 2, claimed: 0, closed: 0 },
      ],
      overall: {
        opened: 7,
        claimed: 5,
        closed: 2,
        medianToClaim: 20,
        p90ToClaim: 72.2,
        medianToClose: 3710,
        p90ToClose: 3718,
      },
      openNow: 2,
      longestWaiting: 100,
    });
    const nothing = await valueOf(ports.tickets.statistics({ since: later(1e9), now: later(1e9) }));
    assert.deepEqual(nothing, {
      perHour: [],
      overall: { ...none, opened: 0, claimed: 0, closed: 0 },
      openNow: 0,
      longestWaiting: null,
    });
  });
}
