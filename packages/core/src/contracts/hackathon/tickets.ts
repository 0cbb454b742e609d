import assert from 'node:assert/strict';
import { errAsync } from 'neverthrow';
import type { Ticket } from '../../hackathon/ticket.ts';
import type { Ports } from '../../ports.ts';
import { race, RACERS, refused, tally, valueOf } from '../outcome.ts';
import type { Harness, StorageCapabilities, TestRunner } from '../runner.ts';
import { addAccount, LATER, MOMENT, NO_IDS, TEXTS } from '../samples.ts';
import { openSubject, testSharedStorage } from '../subject.ts';
import { addTicket, claimedBy, newMessage, newTicket, secondsAfter, toldOn, unusedId } from './samples.ts';
import { testTicketLists } from './ticket-lists.ts';

/**
 * What every `TicketRepository` must do. Resolves `PORTS.tickets`, and on the same storage `PORTS.accounts`,
 * `PORTS.messageLog` and `PORTS.unitOfWork`.
 *
 * @example
 * ```ts
 * ticketsContract({ describe, test, beforeAll, afterAll }, open, { shared: false });
 * ```
 */
export function ticketsContract(runner: TestRunner, open: Harness, capabilities: StorageCapabilities): void {
  const { describe, test } = runner;
  describe('contract of TicketRepository', () => {
    const opened = openSubject(runner, open);
    const { ports } = opened;

    describe('add', () => {
      test('keeps the ticket, and what is told of it', async () => {
        const message = newMessage();
        const ticket = newTicket((await addAccount(ports)).id, { contact: '' });
        await valueOf(ports.tickets.add(ticket, [message]));
        assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), ticket);
        assert.deepEqual(await toldOn(ports, message.channel), [message.id]);
      });

      for (const text of TEXTS) {
        test(`keeps the text ${JSON.stringify(text.slice(0, 40))}`, async () => {
          const ticket = await addTicket(ports, { description: text, location: text, contact: text });
          assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), ticket);
        });
      }

      test('refuses an owner who is no account, and tells nothing', async () => {
        for (const owner of NO_IDS) {
          const message = newMessage();
          const ticket = newTicket(owner);
          await refused(ports.tickets.add(ticket, [message]), 'account-not-found');
          await refused(ports.tickets.find(ticket.id), 'ticket-not-found');
          assert.deepEqual(await toldOn(ports, message.channel), []);
        }
      });

      test('is a part of the transaction', async () => {
        const message = newMessage();
        const ticket = newTicket((await addAccount(ports)).id);
        await ports.unitOfWork.run((transaction) =>
          ports.tickets.add(ticket, [message], transaction).andThen(() => errAsync('no')),
        );
        await refused(ports.tickets.find(ticket.id), 'ticket-not-found');
        assert.deepEqual(await toldOn(ports, message.channel), []);
      });
    });

    test('finds nothing where nothing is', async () => {
      for (const id of [unusedId(), '', 'x', "'; --"]) {
        await refused(ports.tickets.find(id), 'ticket-not-found');
        await refused(ports.tickets.recall(id), 'ticket-not-found');
      }
    });

    describe('save', () => {
      test('stores every step of a life, with messages in their order', async () => {
        const mentor = await addAccount(ports);
        const ticket = await addTicket(ports);
        const { channel } = newMessage();
        const claimed = claimedBy(ticket, mentor.id, LATER);
        const closed = { ...claimed, closedAt: LATER, version: 3 };
        const { claimedBy: _, claimedAt: __, closedAt: ___, ...open } = closed;
        const reopened = { ...open, openedAt: LATER, expiresAt: secondsAfter(LATER, 1800), version: 4 };
        const steps: readonly (readonly [Ticket, Ticket])[] = [
          [ticket, claimed],
          [claimed, closed],
          [closed, reopened],
        ];
        const told: string[] = [];
        for (const [before, next] of steps) {
          const messages = [newMessage(channel), newMessage(channel), newMessage(channel)];
          told.push(...messages.map(({ id }) => id));
          const change = { expectedVersion: before.version, messages };
          await valueOf(ports.tickets.save(next, next === reopened ? { ...change, endedRound: before } : change));
          assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), next);
        }
        assert.deepEqual(await toldOn(ports, channel), told);
      });

      test('refuses another version, and tells nothing', async () => {
        const ticket = await addTicket(ports);
        const message = newMessage();
        for (const expectedVersion of [0, 2, -1]) {
          const change = { expectedVersion, messages: [message] };
          await refused(ports.tickets.save({ ...ticket, closedAt: LATER }, change), 'ticket-changed-meanwhile');
        }
        const nowhere = newTicket(ticket.owner);
        const change = { expectedVersion: 1, messages: [message] };
        await refused(ports.tickets.save(nowhere, change), 'ticket-changed-meanwhile');
        assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), ticket);
        assert.deepEqual(await toldOn(ports, message.channel), []);
      });

      test('refuses a mentor who is no account', async () => {
        const ticket = await addTicket(ports);
        const next = claimedBy(ticket, 2 ** 40);
        await refused(ports.tickets.save(next, { expectedVersion: 1, messages: [] }), 'account-not-found');
        assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), ticket);
      });

      test('is a part of the transaction', async () => {
        const ticket = await addTicket(ports);
        const message = newMessage();
        await ports.unitOfWork.run((transaction) =>
          ports.tickets
            .save({ ...ticket, closedAt: LATER }, { expectedVersion: 1, messages: [message] }, transaction)
            .andThen(() => errAsync('no')),
        );
        assert.deepEqual(await valueOf(ports.tickets.find(ticket.id)), ticket);
        assert.deepEqual(await toldOn(ports, message.channel), []);
      });

      test(`lets one of ${RACERS} at once claim a ticket, and tells of that one`, async () => {
        const ticket = await addTicket(ports);
        const { channel } = newMessage();
        const messages = Array.from({ length: RACERS }, () => newMessage(channel));
        const mentors: number[] = [];
        for (let racer = 0; racer < RACERS; racer += 1) mentors.push((await addAccount(ports)).id);
        const results = await race((racer) =>
          ports.tickets.save(claimedBy(ticket, mentors[racer] ?? 0), {
            expectedVersion: 1,
            messages: messages.slice(racer, racer + 1),
          }),
        );
        assert.deepEqual(tally(results), { ok: 1, 'ticket-changed-meanwhile': RACERS - 1 });
        const winner = results.findIndex((result) => result.isOk());
        const stored = await valueOf(ports.tickets.find(ticket.id));
        assert.deepEqual(stored, claimedBy(ticket, mentors[winner] ?? 0));
        assert.deepEqual(await toldOn(ports, channel), [messages[winner]?.id]);
      });
    });

    testTicketLists(runner, opened);

    testSharedStorage(runner, opened, capabilities, {
      'one mentor of several servers gets a ticket': async (here: Ports, there: Ports) => {
        const ticket = await addTicket(here);
        const mentor = await addAccount(there);
        const results = await race((racer) =>
          (racer % 2 === 0 ? here : there).tickets.save(claimedBy(ticket, mentor.id), {
            expectedVersion: 1,
            messages: [],
          }),
        );
        assert.deepEqual(tally(results), { ok: 1, 'ticket-changed-meanwhile': RACERS - 1 });
      },
      'each ticket is given to one who tells of its expiry': async (here: Ports, there: Ports) => {
        const { id: owner } = await addAccount(here);
        for (let count = 0; count < 10; count += 1) await addTicket(here, { owner, createdAt: MOMENT });
        const results = await race((racer) => {
          const { unitOfWork, tickets } = racer % 2 === 0 ? here : there;
          return unitOfWork.run((transaction) => tickets.expireDue({ now: LATER, limit: 3 }, transaction));
        });
        const told = results.flatMap((result) => result._unsafeUnwrap()).filter((ticket) => ticket.owner === owner);
        assert.equal(told.length, 10);
        assert.equal(new Set(told.map(({ id }) => id)).size, 10);
      },
    });
  });
}
