import { describe, expect, test } from 'vitest';
import { openLog } from '../../src/server/log.ts';
import { scrubbed } from '../../src/server/scrub.ts';
import type { LogLevel } from '../../src/server/configuration/values.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.GC6IEOohdo_xrz9__UeugIlir0qtJdKbEzBtLgqjt5A';
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNo';

/** Logs to a list, as lines. */
async function logTo(lines: string[], level: LogLevel = 'info', pretty = false): ReturnType<typeof openLog> {
  return openLog({ level, pretty, destination: { write: (line) => void lines.push(line) } });
}

describe('the log', () => {
  test('is one object in JSON a line, with level and time', async () => {
    const lines: string[] = [];
    const { logger } = await logTo(lines);
    logger.info({ a: 1 }, 'hello');
    expect(lines).toHaveLength(1);
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(line).toMatchObject({ level: 'info', a: 1, msg: 'hello', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('holds back what is below its level, and everything where it is silent', async () => {
    const lines: string[] = [];
    (await logTo(lines, 'warn')).logger.info('no');
    (await logTo(lines, 'silent')).logger.fatal('no');
    expect(lines).toEqual([]);
  });

  test('is lines for people where that is wanted', async () => {
    const lines: string[] = [];
    (await logTo(lines, 'info', true)).logger.info({ a: 1 }, 'hello');
    expect(lines.join('')).toMatch(/INFO.*hello.*"a":1/);
  });

  test('has no secret in it, under whatever name', async () => {
    const lines: string[] = [];
    const { logger } = await logTo(lines);
    const secrets = { password: 'hush', token: 'hush', authorization: 'hush', auth_token: 'hush', secret: 'hush' };
    logger.info(secrets, 'flat');
    logger.info({ account: secrets, headers: { authorization: 'hush' } }, 'deep');
    expect(lines.join('')).not.toContain('hush');
    expect(lines.join('')).toContain('[redacted]');
  });

  test('of an error says what it says and where, without what it carries', async () => {
    const lines: string[] = [];
    const { logger } = await logTo(lines);
    const cause = Object.assign(new Error(`insert into account values ('ann', '${HASH}')`), {
      code: '23505',
      parameters: ['hush'],
    });
    logger.error({ err: new Error(`bad ${TOKEN} at postgres://ann:hush@db/x`, { cause }) }, 'failed');
    const text = lines.join('');
    for (const secret of [TOKEN, HASH, 'hush', 'parameters']) expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      err: {
        type: 'Error',
        message: 'bad [redacted] at postgres://ann:********@db/x',
        stack: expect.stringContaining('log.unit.test.ts'),
        cause: { code: '23505', message: "insert into account values ('ann', '[redacted]')" },
      },
    });
    logger.error({ err: { kind: 'unavailable', cause: 'hush' } }, 'a value');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ err: { kind: 'unavailable' } });
  });
});

test.each([
  [`Bearer ${TOKEN}`, 'Bearer [redacted]'],
  [`hash ${HASH} and more`, 'hash [redacted] and more'],
  ['nothing to hide at http://localhost:3000/x', 'nothing to hide at http://localhost:3000/x'],
  ['twice: a://b:c@d e://f:g@h', 'twice: a://b:********@d e://f:********@h'],
])('%j is scrubbed to %j', (text, shown) => {
  expect(scrubbed(text)).toBe(shown);
});
