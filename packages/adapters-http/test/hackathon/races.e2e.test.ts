import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Received } from '../support/agency.ts';
import { hackathonAt, type Attendee, type TriedHackathon } from '../support/hackathon.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { startProcess, type ServerProcess } from '../support/server.ts';

const isLong = process.env['QUINTET_TEST_LONG'] === '1';
const MENTORS = 200;
const ROUNDS = isLong ? 100 : 2;
/** Accounts cost a hash each, so a short run lets each claim several times. */
const ACCOUNTS = isLong ? MENTORS : 20;

describe.skipIf(!postgresIsThere)('two servers on one PostgreSQL (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let processes: readonly ServerProcess[] = [];
  let servers: readonly TriedHackathon[];
  let mentors: readonly Attendee[];
  let owner: Attendee;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    const variables = { DATABASE_URL: database.url, QUINTET_APIS: 'hackathon', QUINTET_LOG_LEVEL: 'error' };
    processes = await Promise.all([startProcess(variables), startProcess(variables)]);
    servers = processes.map(({ url }) => hackathonAt(`${url}/hackathon`));
    owner = await at(0).attendee();
    mentors = await Promise.all(Array.from({ length: ACCOUNTS }, (_, index) => at(index).attendee()));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(processes.map((server) => server.end('SIGKILL')));
    await database?.drop();
  });

  const at = (index: number): TriedHackathon => {
    const server = servers[index % servers.length];
    if (server === undefined) throw new Error('no server has been started');
    return server;
  };
  const mentorOf = (index: number): Attendee => mentors[index % mentors.length] ?? owner;
  const newTicket = async (round: number): Promise<string> => {
    const json = { description: `Round ${round}`, location: 'Main gym', contact: '' };
    const { body } = await at(round).call('POST /mentorship/create', { token: owner.token, json });
    return (body['data'] as { readonly id: string }).id;
  };
  const act = (index: number, what: string, id: string, { token }: Attendee): Promise<Received> =>
    at(index).call(`POST /mentorship/${what}`, { token, json: { id } });
  const tally = (answers: readonly Received[]): Record<number, number> => {
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };

  test(
    `of ${MENTORS} mentors who claim a ticket at once exactly one gets it, ${ROUNDS} times`,
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = await newTicket(round);
        const answers = await Promise.all(
          Array.from({ length: MENTORS }, (_, index) => act(index, 'claim', id, mentorOf(Math.floor(index / 2)))),
        );
        expect(tally(answers)).toEqual({ 200: 1, 409: MENTORS - 1 });
        const winner = answers.findIndex(({ status }) => status === 200);
        expect(answers[winner]?.body['data']).toMatchObject({ id, claimed: true, claimed_by_me: true });
        // both servers say whose it is
        const { token } = mentorOf(Math.floor(winner / 2));
        for (const server of [0, 1]) {
          const { text } = await at(server).call('GET /mentorship/user/claimed', { token });
          expect(text).toContain(id);
          expect((await at(server).call('GET /mentorship/queue')).text).not.toContain(id);
        }
      }
    },
    isLong ? 900_000 : 60_000,
  );

  test('claims, closings and openings at once leave a ticket in a state that its life knows', async () => {
    for (let round = 0; round < (isLong ? 100 : 5); round += 1) {
      const id = await newTicket(round);
      const racers: readonly (readonly [string, Attendee])[] = [
        ...Array.from({ length: 8 }, (_, index) => ['claim', mentorOf(index)] as const),
        ...Array.from({ length: 4 }, () => ['close', owner] as const),
        ...Array.from({ length: 4 }, () => ['reopen', owner] as const),
      ];
      const answers = await Promise.all(racers.map(([what, who], index) => act(index, what, id, who)));
      for (const { status, text } of answers) expect([200, 403, 409], text).toContain(status);
      const succeeded = racers.filter((_, index) => answers[index]?.status === 200).map(([what]) => what);
      const opened = succeeded.filter((what) => what === 'reopen').length;
      // each opening lets at most one more claim, and one more closing, succeed
      expect(succeeded.filter((what) => what === 'claim').length).toBeLessThanOrEqual(opened + 1);
      expect(succeeded.filter((what) => what === 'close').length).toBeLessThanOrEqual(opened + 1);
      const lists = await Promise.all(
        [0, 1].map(
          async (server) => (await at(server).call('GET /mentorship/user/queue', { token: owner.token })).body,
        ),
      );
      expect(lists[0]).toEqual(lists[1]);
      const { tickets } = (lists[0] ?? {})['data'] as {
        readonly tickets: Record<string, readonly { readonly id: string }[]>;
      };
      expect(
        Object.values(tickets)
          .flat()
          .filter((ticket) => ticket.id === id),
      ).toHaveLength(1);
    }
  }, 300_000);

  test('a name is taken once, and somebody is checked in once', async () => {
    const json = { name: 'Ann', username: `race-${Date.now()}`, password: '123456' };
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => at(index).call('POST /user/create', { json })),
    );
    expect(tally(made)).toEqual({ 201: 1, 400: 9 });
    const token = await at(0).organizer();
    const checked = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        at(index).call('POST /admin/checkin', { token, json: { username: owner.username } }),
      ),
    );
    expect(tally(checked)).toEqual({ 200: 1, 409: 19 });
  }, 60_000);
});
