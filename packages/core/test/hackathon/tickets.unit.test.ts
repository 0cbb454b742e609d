import { describe, expect, test } from 'vitest';
import { endOf, valueOf } from '../support.ts';
import { makeHackathon, type HackathonWorld } from './world.ts';
import type { Actor, TicketById, TicketView } from '../../src/index.ts';

const DRAFT = { description: 'CSS is not loading', location: 'Main gym', contact: '' };

async function begin(): Promise<{ world: HackathonWorld; ann: Actor; bob: Actor; ticket: TicketView }> {
  const world = makeHackathon();
  await valueOf(world.quintet.hackathon.start());
  const [ann, bob] = [await world.actor('ann'), await world.actor('bob')];
  const ticket = await valueOf(world.quintet.hackathon.createTicket(ann, DRAFT));
  return { world, ann, bob, ticket };
}

describe('a ticket', () => {
  test('is told of, seen by its owner as theirs, and by others as another’s', async () => {
    const { world, bob, ticket } = await begin();
    expect(ticket).toMatchObject({ ...DRAFT, state: 'open', claimed: false, expired: false, isMine: true });
    expect(await world.told()).toEqual([
      {
        channel: 'com.vivere.mentor',
        event: 'save',
        data: {
          ...DRAFT,
          id: ticket.id,
          claimed: false,
          expired: false,
          time_created: '2017-02-25T15:55:05.978000',
          time_complete: null,
        },
      },
    ]);
    const { hackathon } = world.quintet;
    for (const viewer of [bob, undefined]) {
      const queue = await valueOf(hackathon.listQueue(viewer));
      expect(queue).toMatchObject([{ id: ticket.id, isMine: false, claimedByMe: false }]);
    }
  });

  test.each([
    [
      { location: 'x', contact: '' },
      { kind: 'field-missing', field: 'description' },
    ],
    [
      { description: ' ', contact: '' },
      { kind: 'field-missing', field: 'location' },
    ],
    [
      { description: ' ', location: 'x' },
      { kind: 'field-missing', field: 'contact' },
    ],
    [
      { ...DRAFT, description: ' \n' },
      { kind: 'field-empty', field: 'description' },
    ],
    [
      { ...DRAFT, location: '' },
      { kind: 'field-empty', field: 'location' },
    ],
    [
      { ...DRAFT, contact: 6502136962 },
      { kind: 'field-malformed', field: 'contact' },
    ],
    [
      { ...DRAFT, description: 'x'.repeat(2001) },
      { kind: 'field-malformed', field: 'description' },
    ],
    [
      { ...DRAFT, location: 'a\0b' },
      { kind: 'field-malformed', field: 'location' },
    ],
  ])('can not be made of %j', async (draft, error) => {
    const world = makeHackathon();
    const ann = await world.actor('ann');
    const created = await world.quintet.hackathon.createTicket(ann, draft as typeof DRAFT);
    expect(created._unsafeUnwrapErr()).toEqual(error);
    expect(await world.told()).toEqual([]);
  });

  test('is claimed by one, who is told on a channel of their own of what others do with it', async () => {
    const { world, ann, bob, ticket } = await begin();
    const { hackathon } = world.quintet;
    await world.told();
    const claimed = await valueOf(hackathon.claimTicket(bob, { id: ticket.id.toUpperCase() }));
    expect(claimed).toMatchObject({ state: 'in_progress', claimed: true, claimedByMe: true, isMine: false });
    expect(await endOf(hackathon.claimTicket(ann, { id: ticket.id }))).toBe('ticket-already-claimed');
    expect(await valueOf(hackathon.listQueue(undefined))).toEqual([]);
    expect(await valueOf(hackathon.listClaimed(bob))).toMatchObject([{ id: ticket.id }]);
    expect(await world.told()).toMatchObject([
      { channel: 'com.vivere.mentor', event: 'save', data: { claimed: true } },
    ]);
    await valueOf(hackathon.reopenTicket(ann, { id: ticket.id }));
    expect((await world.told()).map(({ channel }) => channel)).toEqual([
      'com.vivere.mentor',
      `private-mentor-${bob.accountId}`,
    ]);
  });

  test('may be claimed by who made it, and names its id as it must', async () => {
    const { world, ann, ticket } = await begin();
    const { hackathon } = world.quintet;
    expect(await valueOf(hackathon.claimTicket(ann, { id: ticket.id }))).toMatchObject({
      isMine: true,
      claimedByMe: true,
    });
    const uses: readonly ((input: TicketById) => ReturnType<typeof endOf>)[] = [
      (input) => endOf(hackathon.claimTicket(ann, input)),
      (input) => endOf(hackathon.reopenTicket(ann, input)),
      (input) => endOf(hackathon.closeTicket(ann, input)),
    ];
    for (const use of uses) {
      expect(await use({ id: undefined })).toBe('ticket-id-missing');
      expect(await use({ id: null })).toBe('ticket-id-missing');
      for (const id of ['', 7, {}, `${ticket.id}0`, ticket.id.replace(/./, 'g')]) {
        expect(await use({ id })).toBe('ticket-id-malformed');
      }
      expect(await use({ id: '0'.repeat(24) })).toBe('ticket-not-found');
    }
  });

  test('expires half an hour after it was opened, is told of once, and opened again at its place', async () => {
    const { world, ann, bob, ticket } = await begin();
    const { hackathon } = world.quintet;
    await world.pass(60);
    const later = await valueOf(hackathon.createTicket(ann, DRAFT));
    await world.told();
    await world.pass(1739.999);
    expect(await world.told()).toEqual([]);
    await world.pass(0.001);
    expect(await world.told()).toMatchObject([
      { channel: 'com.vivere.mentor', event: 'expire', data: [{ id: ticket.id, expired: true, claimed: false }] },
    ]);
    expect(await endOf(hackathon.claimTicket(bob, { id: ticket.id }))).toBe('ticket-expired');
    expect(await endOf(hackathon.reopenTicket(bob, { id: ticket.id }))).toBe('not-ticket-party');
    const own = await valueOf(hackathon.listOwnTickets(ann));
    expect([own.open, own.expired]).toMatchObject([[{ id: later.id }], [{ id: ticket.id, expired: true }]]);
    await valueOf(hackathon.reopenTicket(ann, { id: ticket.id }));
    expect(await endOf(hackathon.reopenTicket(ann, { id: ticket.id }))).toBe('ticket-already-open');
    const queue = await valueOf(hackathon.listQueue(undefined));
    expect(queue.map(({ id }) => id)).toEqual([ticket.id, later.id]);
    await world.told();
    await world.pass(1800);
    expect(await world.told()).toMatchObject([{ event: 'expire', data: [{ id: ticket.id }, { id: later.id }] }]);
  });

  test('that is claimed or closed in time does not expire', async () => {
    const { world, ann, bob, ticket } = await begin();
    const { hackathon } = world.quintet;
    const closed = await valueOf(hackathon.createTicket(ann, DRAFT));
    await valueOf(hackathon.claimTicket(bob, { id: ticket.id }));
    expect(await valueOf(hackathon.closeTicket(ann, { id: closed.id }))).toMatchObject({
      state: 'closed',
      expired: false,
    });
    await world.told();
    await world.pass(7200);
    expect(await world.told()).toEqual([]);
    expect(await valueOf(hackathon.closeTicket(bob, { id: ticket.id }))).toMatchObject({
      claimed: true,
      expired: false,
    });
  });

  test('is closed by its owner or mentor alone, and keeps what it was', async () => {
    const { world, ann, bob, ticket } = await begin();
    const { hackathon } = world.quintet;
    const carl = await world.actor('carl');
    await valueOf(hackathon.claimTicket(bob, { id: ticket.id }));
    expect(await endOf(hackathon.closeTicket(carl, { id: ticket.id }))).toBe('not-ticket-party');
    await valueOf(hackathon.closeTicket(bob, { id: ticket.id }));
    expect(await endOf(hackathon.closeTicket(carl, { id: ticket.id }))).toBe('not-ticket-party');
    expect(await endOf(hackathon.closeTicket(ann, { id: ticket.id }))).toBe('ticket-already-closed');
    expect(await endOf(hackathon.claimTicket(carl, { id: ticket.id }))).toBe('ticket-closed');
    const { closed } = await valueOf(hackathon.listOwnTickets(ann));
    expect(closed).toMatchObject([{ claimed: true, expired: false }]);
    const reopened = await valueOf(hackathon.reopenTicket(bob, { id: ticket.id }));
    expect(reopened).toMatchObject({ state: 'open', claimed: false });
    expect('claimedBy' in reopened || 'closedAt' in reopened).toBe(false);
  });

  test('that was expired when it was closed stays so', async () => {
    const { world, ann, ticket } = await begin();
    await world.pass(1801);
    const closed = await valueOf(world.quintet.hackathon.closeTicket(ann, { id: ticket.id }));
    expect(closed).toMatchObject({ state: 'closed', expired: true, claimed: false });
  });

  test('whose owner is no account any more is not made', async () => {
    const { world, ann } = await begin();
    const ghost = { ...ann, accountId: 4711 };
    expect(await endOf(world.quintet.hackathon.createTicket(ghost, DRAFT))).toBe('account-not-found');
    const [open] = await valueOf(world.quintet.hackathon.listQueue(undefined));
    expect(await endOf(world.quintet.hackathon.claimTicket(ghost, { id: open?.id }))).toBe('account-not-found');
  });
});

describe('expiry', () => {
  test('lists tickets that expire in one go together, in pieces that push services take', async () => {
    const { world, ann } = await begin();
    const { hackathon } = world.quintet;
    for (let count = 0; count < 20; count += 1) {
      await valueOf(hackathon.createTicket(ann, { ...DRAFT, description: 'x'.repeat(1500) }));
    }
    await world.told();
    await world.pass(1800);
    const told = await world.told();
    const ids = told.flatMap(({ data }) => (data as { readonly id: string }[]).map(({ id }) => id));
    expect([ids.length, new Set(ids).size]).toEqual([21, 21]);
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThan(8);
    for (const { data } of told) expect(JSON.stringify(data).length).toBeLessThan(10_000);
  });

  test('sees at the start to what was due while nobody was there', async () => {
    const world = makeHackathon();
    const ann = await world.actor('ann');
    const { id } = await valueOf(world.quintet.hackathon.createTicket(ann, DRAFT));
    world.clock.advance(1_800_000);
    await world.told();
    await valueOf(world.quintet.hackathon.start());
    await valueOf(world.quintet.hackathon.start());
    expect(await world.told()).toMatchObject([{ event: 'expire', data: [{ id }] }]);
  });
});

describe('organizers', () => {
  test('see all tickets with names, and how long people wait', async () => {
    const { world, ann, bob, ticket } = await begin();
    const { hackathon } = world.quintet;
    const olga = await world.organizer();
    await world.pass(90);
    await valueOf(hackathon.claimTicket(bob, { id: ticket.id }));
    const open = await valueOf(hackathon.createTicket(ann, { ...DRAFT, contact: 'ann@x' }));
    await world.pass(30);
    expect(await valueOf(hackathon.listTickets(olga, { state: 'in_progress' }))).toMatchObject({
      total: 1,
      entries: [{ id: ticket.id, ownerName: 'ann', mentorName: 'bob', state: 'in_progress' }],
    });
    expect(await valueOf(hackathon.listTickets(olga, { search: 'ANN@' }))).toMatchObject({
      total: 1,
      entries: [{ id: open.id }],
    });
    expect(await valueOf(hackathon.ticketStatistics(olga))).toMatchObject({
      overall: { opened: 2, claimed: 1, medianToClaim: 90, p90ToClaim: 90, medianToClose: null },
      openNow: 1,
      longestWaiting: 30,
    });
    for (const actor of [ann, bob]) {
      expect(await endOf(hackathon.listTickets(actor))).toBe('permission-lacking');
      expect(await endOf(hackathon.ticketStatistics(actor))).toBe('permission-lacking');
    }
  });
});
