import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgresIsThere } from '../support/postgres.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';
import type { Storage } from '../support/server.ts';
import { describeContract } from './contract.ts';

describe.each<[Storage, boolean]>([
  // The short run has one of the two.
  ['PGlite', !postgresIsThere || process.env['QUINTET_TEST_LONG'] === '1'],
  ['PostgreSQL', postgresIsThere],
])('the casting API of a server on %s', (storage, isThere) => {
  describe.skipIf(!isThere)('(QUINTET_TEST_POSTGRES, QUINTET_TEST_LONG)', () => {
    let agency: RunningAgency | undefined;
    const opened = (): RunningAgency => {
      if (agency === undefined) throw new Error('the server has not been started');
      return agency;
    };
    beforeAll(async () => {
      agency = await startAgency({}, storage);
    });
    afterAll(() => agency?.stop());

    describeContract(opened);
  });
});

test('mounted at / it takes the place of the original', async () => {
  const agency = await startAgency({ QUINTET_MOUNT_CASTING: '/' });
  try {
    const token = await agency.tokenOf('casting-assistant');
    expect((await agency.call('GET /actors', { token })).body).toEqual({ success: true, actors: [] });
    expect((await agency.call('GET /nothing')).body).toEqual({
      success: false,
      error: 404,
      message: 'Resource Not Found',
    });
    expect((await agency.call('GET /login')).headers.get('location')).toMatch(/^\/sign-in\?/u);
    expect((await agency.call('GET /')).text).toContain('Casting Agency API');
    expect((await agency.call('GET /sign-in')).headers.get('set-cookie')).toContain('Path=/;');
  } finally {
    await agency.stop();
  }
});
