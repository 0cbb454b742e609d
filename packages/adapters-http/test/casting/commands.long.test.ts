import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stranger } from '../support/client.ts';
import { quintet, type Ended } from '../support/command.ts';
import { postgresIsThere } from '../support/postgres.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';
import { eventually, SECRET } from '../support/server.ts';

describe.skipIf(!postgresIsThere)('the command line, beside a server (QUINTET_TEST_POSTGRES)', () => {
  let agency: RunningAgency;
  beforeAll(async () => {
    agency = await startAgency({}, 'PostgreSQL');
  });
  afterAll(() => agency?.stop());

  const command = (line: string, input = ''): Promise<Ended> => {
    const variables = { DATABASE_URL: agency.server.database?.url ?? '', QUINTET_JWT_SECRET: SECRET };
    return quintet(line.split(' '), { variables, input });
  };

  test('seed-casting takes three actors and three movies in, once', async () => {
    const first = await command('seed-casting');
    expect([first.status, first.complaints]).toEqual([0, []]);
    expect(first.output).toMatch(/^3 actors \(.*\) and 3 movies \(.*\) were taken in\.$/mu);
    const again = await command('seed-casting');
    expect([again.status, again.complaints]).toEqual([0, []]);
    expect(again.output).toMatch(/is there already.*Nothing was added/u);

    const token = await agency.tokenOf('casting-assistant');
    const { body: actors } = await agency.call('GET /actors', { token });
    const { body: movies } = await agency.call('GET /movies', { token });
    expect(actors['actors']).toHaveLength(3);
    const listed = movies['movies'] as readonly { readonly release_date: string }[];
    expect(listed).toHaveLength(3);
    for (const { release_date } of listed) {
      expect(release_date).toMatch(/^\d{4}-01-01 00:00:00$/u);
      expect(Date.parse(`${release_date.replace(' ', 'T')}Z`)).toBeGreaterThan(Date.now());
    }
  }, 120_000);

  test('a role is in force from the next token on, and no longer at once', async () => {
    const username = 'dora@example.com';
    expect((await command(`account create ${username}`, 'correct horse\n')).status).toBe(0);
    const logIn = async (): Promise<string> => {
      const json = { email: username, password: 'correct horse' };
      return (await stranger(agency.server.base).ask('POST /auth/login', { json })).body.auth_token ?? '';
    };
    const message = async (token: string): Promise<unknown> => {
      const { status, body } = await agency.call('GET /movies', { token });
      return status === 200 ? 'allowed' : body['message'];
    };
    const before = await logIn();
    expect((await command(`account grant ${username} casting-director`)).status).toBe(0);
    expect(await message(before)).toBe("User don't have sufficient permission");
    const granted = await logIn();
    expect(await message(granted)).toBe('allowed');
    expect((await command(`account revoke ${username} casting-director`)).status).toBe(0);
    expect(await eventually(async () => (await message(granted)) === 'Unauthorized', 1000)).toBe(true);
    expect(await message(await logIn())).toBe("User don't have sufficient permission");
  }, 120_000);
});
