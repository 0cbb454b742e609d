import { randomBytes } from 'node:crypto';
import { simulatedNetwork } from '@quintet/core';
import { systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type StartedServer } from '../../src/server/index.ts';
import { startBridge, type RunningBridge } from '../support/bridge.ts';
import { quintet } from '../support/command.ts';
import { makeMigratedDatabase, postgresIsThere, type TestDatabase } from '../support/postgres.ts';
import { eventually, SECRET } from '../support/server.ts';

/** Passwords that are found wherever they are: nothing else looks like them. */
const FIRST = `Pl41n-${randomBytes(6).toString('hex')}`;
const SECOND = `Pl41n-${randomBytes(6).toString('hex')}`;
const REFUSED = `Pl41n-${randomBytes(6).toString('hex')}`;
const PASSWORDS = [FIRST, SECOND, REFUSED];

const OLD_KEY = randomBytes(32).toString('base64');
const NEW_KEY = randomBytes(32).toString('base64');

/** A password, as it is and as it may be disguised without a key. */
function disguises(password: string): readonly string[] {
  const bytes = Buffer.from(password);
  return [password, password.toUpperCase(), bytes.toString('base64').replace(/=+$/u, ''), bytes.toString('hex')];
}

describe.skipIf(!postgresIsThere)('the password of an instagram', () => {
  let database: TestDatabase;
  let bridge: RunningBridge;
  let server: StartedServer;
  const log: string[] = [];
  const answers: string[] = [];
  let token = '';

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    bridge = await startBridge(simulatedNetwork({ clock: systemClock, seed: 7 }));
    server = await startServer({ env: variables(), log: { write: (line) => log.push(line) } });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await bridge?.stop();
    await database?.drop();
  });

  function variables(): Record<string, string> {
    return {
      DATABASE_URL: database.url,
      HOST: '127.0.0.1',
      PORT: '0',
      QUINTET_APIS: 'instagram',
      QUINTET_DATA_DIR: 'memory',
      QUINTET_JWT_SECRET: SECRET,
      QUINTET_LOG_LEVEL: 'trace',
      QUINTET_INSTAGRAM_GATEWAY: bridge.url,
      QUINTET_INSTAGRAM_KEY: OLD_KEY,
      QUINTET_INSTAGRAM_TIMES: '{"lease":6,"action":5,"retry":0.1,"longestRetry":0.2}',
    };
  }

  async function send(request: string, body?: string | object): Promise<Record<string, unknown>> {
    const [method = '', path = ''] = request.split(' ');
    const response = await fetch(`${server.url}/instagram/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push(JSON.stringify([...response.headers]) + text);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Every row of every table, as a dump would have it. */
  async function dump(): Promise<string> {
    const tables = await database.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows = await Promise.all(
      tables.map(({ name }) => database.query(`SELECT t::text AS row FROM ${String(name)} AS t`)),
    );
    return rows
      .flat()
      .map(({ row }) => String(row))
      .join('\n');
  }

  function expectSecret(what: string, text: string): void {
    for (const password of PASSWORDS) {
      for (const disguise of disguises(password)) expect(text.includes(disguise), `${what}: ${disguise}`).toBe(false);
    }
  }

  test('is nowhere but in what is sent to the network', async () => {
    const user = { username: 'user@example.com', password: 'of the owner' };
    await send('POST /signup', user);
    token = String((await send('POST /login', user))['token']);
    const instagram = { username: 'instalogin', password: FIRST };
    expect(await send('POST /instagrams', instagram)).toMatchObject({ state: 'start', password: '********' });

    // what is wrong in all ways that there are
    for (const username of ['suspected.one', 'offline.one', 'garbled.one']) {
      await send('POST /instagrams', { username, password: REFUSED });
    }
    await send('POST /instagrams', { ...instagram, password: REFUSED, hours: { min: 99 } });
    await send('POST /instagrams', { username: [REFUSED], password: REFUSED });
    await send('POST /instagrams', { username: 'x', password: { is: REFUSED } });
    await send('POST /instagrams', `{"username":"x","password":"${REFUSED}"`);
    await send('POST /instagrams', { username: 'x', password: REFUSED.repeat(100) });
    await send('POST /login', { username: 'nobody', password: REFUSED });
    for (const interference of [
      { drop: 'before' as const },
      { answer: { status: 500, body: REFUSED } },
      { answer: { status: 200, body: `{"session":"${REFUSED}` } },
    ]) {
      bridge.interfere(interference);
      await send('POST /instagrams', { username: 'instalogin', password: REFUSED });
    }

    // while it is in use
    expect(await send('PUT /instagrams/1', { ...instagram, password: SECOND })).toMatchObject({ password: '********' });
    const draft = { action: 'follow', target: 'followers', value: 'natgeo', comments: [] };
    const { id } = await send('POST /instagram/1/channels', draft);
    bridge.interfere({ drop: 'before' }, { answer: { status: 500, body: 'Oops' } });
    await send(`GET /instagram/1/channels/${String(id)}/start`);
    expect(await eventually(async () => bridge.arrivals.length > 0, 20_000)).toBe(true);
    for (const request of [
      'GET /instagrams',
      'GET /instagrams/1',
      'GET /instagram/1/stats',
      'GET /instagram/1/journal',
    ]) {
      await send(request);
    }
    await send('GET /instagrams/1/stop');
    expectSecret('answers', answers.join('\n'));
    expectSecret('the log', log.join('\n'));
    expect(log.length).toBeGreaterThan(20);
    const dumped = await dump();
    expect(dumped).toContain('instalogin');
    expectSecret('the database', dumped);
  }, 60_000);

  test('is encrypted anew with a new key, which may take the place of the old one', async () => {
    const keyIds = async (): Promise<unknown[]> =>
      (await database.query('SELECT DISTINCT password_key_id AS id FROM instagram')).map(({ id }) => id);
    const [before] = await keyIds();
    const rotating = { ...variables(), QUINTET_INSTAGRAM_KEY: `new:${NEW_KEY},old:${OLD_KEY}` };
    const rotated = await quintet(['instagram', 'rotate-key'], { variables: rotating });
    expect([rotated.status, rotated.output]).toEqual([0, '1 password was encrypted anew.\n']);
    expect(rotated.complaints.join('\n')).toContain('100% | 1/1');
    expect(before).not.toBe('new');
    expect(await keyIds()).toEqual(['new']);

    const other = { ...variables(), QUINTET_INSTAGRAM_KEY: `other:${randomBytes(32).toString('base64')}` };
    const refused = await quintet(['instagram', 'rotate-key'], { variables: other });
    expect(refused.status).toBe(1);
    expect(refused.complaints.join('\n')).toContain(
      'quintet: the password of instagram 1 can\'t be read: it was encrypted with the key "new"',
    );
    expectSecret('what commands print', JSON.stringify([rotated, refused]));
    expectSecret('the database', await dump());

    // a server that has the new key alone logs in with what is stored
    await server.stop();
    server = await startServer({
      env: { ...variables(), QUINTET_INSTAGRAM_KEY: `new:${NEW_KEY}`, QUINTET_LOG_LEVEL: 'silent' },
    });
    expect(await send('PUT /instagrams/1', { username: 'instalogin2' })).toMatchObject({ username: 'instalogin2' });
  }, 60_000);
});
