import { createECDH, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHackathon, type RunningHackathon } from '../support/hackathon.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { eventually, type Storage } from '../support/server.ts';
import { describeContract } from './contract.ts';

const isLong = process.env['QUINTET_TEST_LONG'] === '1';

// The whole of it on the storage that starts faster; on PGlite, where both are there, the long run has it.
describe.each<[Storage, boolean]>([
  ['PGlite', isLong || !postgresIsThere],
  ['PostgreSQL', postgresIsThere],
])('the hackathon API of a server on %s', (storage, isThere) => {
  describe.skipIf(!isThere)('(QUINTET_TEST_POSTGRES, QUINTET_TEST_LONG)', () => {
    let hackathon: RunningHackathon | undefined;
    const opened = (): RunningHackathon => {
      if (hackathon === undefined) throw new Error('the server has not been started');
      return hackathon;
    };
    beforeAll(async () => {
      hackathon = await startHackathon({}, storage);
    });
    afterAll(() => hackathon?.stop());

    describeContract(opened);
  });
});

describe('mounted at / for its clients, on PGlite', () => {
  let hackathon: RunningHackathon;
  beforeAll(async () => {
    const variables = {
      QUINTET_MOUNT_HACKATHON: '/',
      QUINTET_HACKATHON_TICKET_TTL: '1',
      QUINTET_HACKATHON_TIME_ZONE: 'America/Los_Angeles',
      QUINTET_HACKATHON_CHANNEL_MENTOR: 'com.viverev.mentor.update',
      QUINTET_PUSHER_KEY: 'app-key',
      QUINTET_PUSH: 'embedded,sse,web-push',
    };
    hackathon = await startHackathon(variables, 'PGlite');
  });
  afterAll(() => hackathon?.stop());

  test('it takes the place of the original', async () => {
    const { base, call } = hackathon;
    expect(base).toBe(hackathon.server.url);
    const organizer = await hackathon.organizer();
    const { body } = await call('POST /admin/locations', { token: organizer, json: { name: 'Gym', rank: 1 } });
    expect((await call('GET /maps')).body).toEqual({ success: true, data: [body['data']] });
    expect(body['data']).toMatchObject({ map: expect.stringMatching(`^${base}/location/image/[0-9a-f]{24}$`) });
    expect((await call('GET /')).text).toContain('Hackathon API');
    expect((await call('GET /nothing')).body).toMatchObject({ success: false, error: { title: 'Not found' } });
  });

  test('it is configured by variables', async () => {
    const { call } = hackathon;
    const { hostname, port } = new URL(hackathon.base);
    expect((await call('GET /push')).body).toMatchObject({
      data: {
        pusher: { key: 'app-key', host: hostname, port: Number(port), tls: false, path: '' },
        stream: `${hackathon.base}/stream`,
        web_push: { public_key: expect.stringMatching(/^[\w-]{87}$/u) },
        channels: { mentor: 'com.viverev.mentor.update', announcement: 'com.vivere.announcement', own: null },
      },
    });
    const { token } = await hackathon.attendee();
    const json = { description: 'a', location: 'b', contact: '' };
    const made = await call('POST /mentorship/create', { token, json });
    const { id, time_created: created } = made.body['data'] as { readonly id: string; readonly time_created: string };
    // as clocks in Los Angeles show it, which are behind
    expect(Date.now() - Date.parse(`${created}Z`)).toBeGreaterThan(6 * 3_600_000);
    const isExpired = async (): Promise<boolean> =>
      (await call('POST /mentorship/claim', { token, json: { id } })).text.includes('Ticket has expired');
    const { body } = await call('GET /mentorship/user/queue', { token });
    expect(body).toMatchObject({ data: { tickets: { closed: [], in_progress: [] } } });
    expect(await eventually(async () => !(await call('GET /mentorship/queue')).text.includes(id), 10_000)).toBe(true);
    expect(await isExpired()).toBe(true);
  });

  test('browsers are subscribed, by the transport that pushes to them', async () => {
    const pair = createECDH('prime256v1');
    const keys = { p256dh: pair.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
    const endpoint = 'https://push.example.com/send/1';
    const { body } = await hackathon.call('POST /push/subscriptions', { json: { endpoint, keys } });
    expect(body).toEqual({ success: true, data: { channels: ['com.vivere.announcement'] } });
    const gone = await hackathon.call('DELETE /push/subscriptions', { json: { endpoint } });
    expect(gone.body).toEqual({ success: true, data: { endpoint } });
  });
});
