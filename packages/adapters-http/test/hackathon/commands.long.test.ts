import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quintet, type Ended } from '../support/command.ts';
import { freshName, startHackathon, type RunningHackathon } from '../support/hackathon.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { eventually, SECRET } from '../support/server.ts';

const { getExpectedTwilioSignature: sign } = createRequire(import.meta.url)('twilio/lib/webhooks/webhooks.js') as {
  readonly getExpectedTwilioSignature: (authToken: string, url: string, params: object) => string;
};
const TWILIO = { QUINTET_TWILIO_AUTH_TOKEN: 'a token of Twilio', QUINTET_TWILIO_NUMBERS: '+15005550006,+15005550007' };

describe.skipIf(!postgresIsThere)('a server whose operator makes organizers (QUINTET_TEST_POSTGRES)', () => {
  let hackathon: RunningHackathon;
  beforeAll(async () => {
    hackathon = await startHackathon(TWILIO, 'PostgreSQL');
  });
  afterAll(() => hackathon?.stop());

  const command = (line: string): Promise<Ended> => {
    const variables = { DATABASE_URL: hackathon.server.database?.url ?? '', QUINTET_JWT_SECRET: SECRET };
    return quintet(line.split(' '), { variables });
  };

  test('somebody who made an account in the app organizes from the next login on, and no longer at once', async () => {
    const { username, password } = await hackathon.attendee();
    const logIn = async (): Promise<string> => {
      const { body } = await hackathon.call('POST /user/login', { json: { username, password } });
      return (body['data'] as { readonly token: string }).token;
    };
    const announce = async (token: string): Promise<number> =>
      (await hackathon.call('POST /admin/announcements', { token, json: { message: 'Lunch is served' } })).status;
    const before = await logIn();
    expect((await command(`account grant ${username} organizer`)).status).toBe(0);
    expect(await announce(before)).toBe(403);
    const granted = await logIn();
    expect(await announce(granted)).toBe(201);
    expect((await command(`account revoke ${username} organizer`)).status).toBe(0);
    expect(await eventually(async () => (await announce(granted)) === 401, 5000)).toBe(true);
    expect(await announce(await logIn())).toBe(403);
  }, 60_000);

  test('a text of an organizer, as Twilio posts it, is announced; what is not signed is not', async () => {
    const message = `Texted: ${freshName()}`;
    const form = { From: '+15005550007', To: '+15005550001', Body: message, MessageSid: 'SM1' };
    const post = async (signature: string): Promise<number> => {
      const text = new URLSearchParams(form).toString();
      const headers = { 'x-twilio-signature': signature };
      const type = 'application/x-www-form-urlencoded';
      return (await hackathon.call('POST /twilio/announcement', { text, type, headers })).status;
    };
    const announced = async (): Promise<boolean> => (await hackathon.call('GET /announcements')).text.includes(message);
    const url = `${hackathon.base}/twilio/announcement`;
    expect(await post(sign('another token', url, form))).toBe(403);
    expect(await announced()).toBe(false);
    expect(await post(sign(TWILIO.QUINTET_TWILIO_AUTH_TOKEN, url, form))).toBe(200);
    expect(await announced()).toBe(true);
  });
});
