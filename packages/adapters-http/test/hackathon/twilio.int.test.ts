import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { Received } from '../support/agency.ts';
import { hackathonInMemory } from '../support/hackathon.ts';

const { getExpectedTwilioSignature: sign } = createRequire(import.meta.url)('twilio/lib/webhooks/webhooks.js') as {
  readonly getExpectedTwilioSignature: (authToken: string, url: string, params: object) => string;
};

const AUTH_TOKEN = '12345678901234567890123456789012';
const SENDER = '+15005550006';
const twilio = { authToken: AUTH_TOKEN, numbers: [SENDER, '+15005550007'] };

const hackathon = hackathonInMemory({ twilio });

/** A text as Twilio tells of it. */
function sms(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    MessageSid: 'SM00000000000000000000000000000001',
    AccountSid: 'AC00000000000000000000000000000001',
    From: SENDER,
    To: '+15005550001',
    Body: 'Lunch is served',
    NumMedia: '0',
    ...changes,
  };
}

interface Posting {
  readonly form?: Record<string, string>;
  readonly signature?: string | null;
  readonly path?: string;
  readonly text?: string;
  readonly to?: typeof hackathon;
}

function post({
  form = sms(),
  path = '/twilio/announcement',
  text,
  to = hackathon,
  signature,
}: Posting = {}): Promise<Received> {
  const signed = signature === undefined ? sign(AUTH_TOKEN, to.base + path, form) : signature;
  return to.call(`POST ${path}`, {
    text: text ?? new URLSearchParams(form).toString(),
    type: 'application/x-www-form-urlencoded',
    headers: signed === null ? {} : { 'x-twilio-signature': signed },
  });
}

async function announced(from = hackathon): Promise<readonly string[]> {
  const { body } = await from.call('GET /announcements');
  return (body['data'] as readonly { readonly message: string }[]).map(({ message }) => message);
}

const title = ({ status, body }: Received): readonly unknown[] => [status, (body['error'] as { title: string }).title];

test('a text that Twilio signed, from a number that is allowed, is an announcement', async () => {
  const Body = 'Pizza & café <now> "é" 🍕';
  const answer = await post({ form: sms({ Body }) });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(answer.text).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Response><Message>Your announcement is out.</Message></Response>',
  );
  expect(await announced()).toContain(Body);
  const signedWithQuery = '/twilio/announcement?from=a%20b&x=%27';
  expect((await post({ path: signedWithQuery, form: sms({ Body: 'with a query' }) })).status).toBe(200);
  expect((await post({ path: '/twilio/announcement/', form: sms({ Body: 'with a slash' }) })).status).toBe(200);
  expect(await announced()).toEqual(expect.arrayContaining(['with a query', 'with a slash']));
});

describe('nothing is stored of', () => {
  const refused = async (posting: Posting, status: number, title_: string): Promise<void> => {
    const before = await announced();
    expect(title(await post(posting))).toEqual([status, title_]);
    expect(await announced()).toEqual(before);
  };
  const good = sign(AUTH_TOKEN, `${hackathon.base}/twilio/announcement`, sms());

  test('what is not signed, or not so', async () => {
    const signatures = [null, '', 'x', `${good.slice(0, -2)}x=`, `${good},${good}`];
    for (const signature of signatures) await refused({ signature }, 403, 'Invalid signature');
    await refused(
      { signature: sign('another token', `${hackathon.base}/twilio/announcement`, sms()) },
      403,
      'Invalid signature',
    );
    await refused(
      { signature: sign(AUTH_TOKEN, 'https://example.com/twilio/announcement', sms()) },
      403,
      'Invalid signature',
    );
  });

  test('what was changed after it was signed', async () => {
    await refused({ signature: good, form: sms({ Body: 'Go home' }) }, 403, 'Invalid signature');
    await refused({ signature: good, form: sms({ From: '+15005550007' }) }, 403, 'Invalid signature');
    await refused({ signature: good, path: '/twilio/announcement?x' }, 403, 'Invalid signature');
    const more = `${new URLSearchParams(sms()).toString()}&Extra=1`;
    await refused({ signature: good, text: more }, 403, 'Invalid signature');
    const twice = `${new URLSearchParams(sms()).toString()}&Body=Go+home`;
    await refused({ signature: good, text: twice }, 403, 'Invalid signature');
    await refused({ signature: good, text: JSON.stringify(sms()) }, 403, 'Invalid signature');
    await refused({ signature: good, text: '' }, 403, 'Invalid signature');
  });

  test('a number that is not allowed', async () => {
    for (const From of ['+15005550008', '15005550006', `${SENDER} `, '', 'Ann']) {
      await refused({ form: sms({ From }) }, 403, 'Number not allowed');
    }
    const { From: _, ...anonymous } = sms();
    await refused({ form: anonymous }, 403, 'Number not allowed');
  });

  test('a text that says nothing, or too much', async () => {
    await refused({ form: sms({ Body: ' ' }) }, 400, 'Message is blank');
    const { Body: _, ...empty } = sms();
    await refused({ form: empty }, 400, 'No message provided');
    await refused({ form: sms({ Body: 'x'.repeat(2001) }) }, 400, 'Invalid message');
    await refused({ form: sms({ Body: 'x'.repeat(2 ** 20) }) }, 413, 'Request body too large');
    const twice = { ...sms(), Body: ['a', 'b'] };
    const signature = sign(AUTH_TOKEN, `${hackathon.base}/twilio/announcement`, twice);
    const text = `${new URLSearchParams(empty).toString()}&Body=a&Body=b`;
    await refused({ signature, text }, 400, 'Invalid message');
  });
});

test('behind a proxy the address is signed that Twilio was told', async () => {
  const behind = hackathonInMemory({ twilio, http: { publicUrl: 'https://hack.example.com/live' } });
  const form = sms({ Body: 'behind' });
  const signature = sign(AUTH_TOKEN, 'https://hack.example.com/live/hackathon/twilio/announcement', form);
  expect((await post({ to: behind, form, signature })).status).toBe(200);
  expect(await announced(behind)).toEqual(['behind']);
});

test('without a token of Twilio there is no such route', async () => {
  const without = hackathonInMemory();
  expect(title(await post({ to: without }))).toEqual([404, 'Not found']);
  const { body } = await without.call('GET /openapi.json');
  expect(Object.keys(body['paths'] as object)).not.toContain('/twilio/announcement');
});
