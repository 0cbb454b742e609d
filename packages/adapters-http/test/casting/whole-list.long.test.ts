import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresIsThere } from '../support/postgres.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';

const ACTORS = 10_000;
const run = promisify(execFile);

/** Fetches the list in another process, and tells what came. */
const FETCH = `
  const [url, token] = process.argv.slice(1);
  const answer = await fetch(url, { headers: { authorization: 'Bearer ' + token } });
  const text = await answer.text();
  const { actors } = JSON.parse(text);
  const ordered = actors.every(({ name }, index) => index === 0 || actors[index - 1].name <= name);
  console.log(JSON.stringify([answer.status, answer.headers.get('content-length'), actors.length, ordered]));
`;

describe.skipIf(!postgresIsThere)('a list of 10,000 actors (QUINTET_TEST_POSTGRES)', () => {
  let agency: RunningAgency;
  let token: string;

  beforeAll(async () => {
    agency = await startAgency({}, 'PostgreSQL');
    token = await agency.tokenOf('casting-assistant');
    await agency.server.database?.query(
      `INSERT INTO actor (name, age, gender, email, phone, photo, seeking_movie)
       SELECT md5(n::text), 1 + n % 99, 'undeclared', n || '@example.com', n::text, 'https://example.com/' || n, n % 2 = 0
       FROM generate_series(1, $1::int) AS n`,
      [ACTORS],
    );
    await agency.server.database?.query('ANALYZE actor');
  });
  afterAll(() => agency?.stop());

  test('is whole, in order, and sent piece by piece', async () => {
    const { stdout } = await run(process.execPath, [
      '--input-type=module',
      '-e',
      FETCH,
      `${agency.base}/actors`,
      token,
    ]);
    // Nothing that is sent piece by piece can say how long it will be.
    expect(JSON.parse(stdout)).toEqual([200, null, ACTORS, true]);
  });

  test('of those who seek is as whole', async () => {
    const { body } = await agency.call('GET /actors?seeking=true', { token });
    expect(body['actors']).toHaveLength(ACTORS / 2);
  });

  test('is given up when nobody reads on', async () => {
    const ending = new AbortController();
    const answer = await fetch(`${agency.base}/actors`, {
      headers: { authorization: `Bearer ${token}` },
      signal: ending.signal,
    });
    await answer.body?.getReader().read();
    ending.abort();
    expect((await agency.call('GET /actors?page=1', { token })).status).toBe(200);
  });
});
