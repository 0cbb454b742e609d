import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const src = new URL('../../src/', import.meta.url).href;

/** Runs a suite by Node's own test runner, in a process of its own. */
function runByNode(adapter: string): Promise<{ readonly stdout: string }> {
  const script = `
    import { after, before, describe, test } from 'node:test';
    import { clockContract } from '${src}contracts/index.ts';
    import { memoryAdapters } from '${src}memory/index.ts';

    const open = async () => ({ resolve: memoryAdapters({ clock: ${adapter} }), close: async () => {} });
    clockContract({ describe, test, beforeAll: before, afterAll: after }, open, { runs: true });
  `;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return run(process.execPath, ['--input-type=module', '--eval', script], { env });
}

test('the contract suites run on node:test too', async () => {
  const { stdout } = await runByNode('{ now: () => new Date() }');
  expect(stdout).toMatch(/pass 4/);
  expect(stdout).toMatch(/fail 0/);
});

test('the contract suites fail on node:test too', async () => {
  await expect(runByNode('{ now: () => new Date(0) }')).rejects.toMatchObject({ code: 1 });
});
