// What is published works for whoever installs it: the packed packages, outside of the repository, as built.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../../..');
const packages = ['core', 'adapters-db', 'adapters-http', 'adapters-notify'];
let project = '';

beforeAll(async () => {
  await run(join(root, 'node_modules/.bin/tsc'), ['-b', ...packages.map((name) => join('packages', name))], {
    cwd: root,
  });
  project = await mkdtemp(join(tmpdir(), 'quintet-published-'));
  await writeFile(join(project, 'package.json'), '{"type":"module"}');
  for (const name of packages) await install(name);
});

afterAll(() => rm(project, { recursive: true, force: true }));

/** Puts exactly the files that would be published where an installation would, and their dependencies beside them. */
async function install(name: string): Promise<void> {
  const source = join(root, 'packages', name);
  const target = join(project, 'node_modules/@quintet', name);
  await mkdir(target, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', project], {
    cwd: source,
  });
  await run('tar', ['-xzf', join(project, stdout.trim()), '-C', target, '--strip-components=1']);

  const dependencies = await readdir(join(source, 'node_modules'));
  for (const dependency of dependencies) {
    if (dependency.startsWith('.') || dependency === '@quintet') continue;
    await link(join(source, 'node_modules', dependency), join(target, 'node_modules', dependency));
  }
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to);
}

async function node(...parameters: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, parameters, { cwd: project });
  return stdout.trim();
}

describe('the published packages', () => {
  test.each(packages)('%s is built, typed, and brings no test', async (name) => {
    const directory = join(project, 'node_modules/@quintet', name);
    const files = await readdir(directory, { recursive: true });
    const { exports } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as {
      exports: Record<string, Record<string, string>>;
    };
    for (const targets of Object.values(exports)) {
      for (const target of Object.values(targets)) expect(files).toContain(target.slice(2));
    }
    expect(files.filter((file) => file.includes('.test.') && !file.includes('node_modules'))).toEqual([]);
  });

  test('the core serves a use case', async () => {
    const script = `
      import { createQuintet } from '@quintet/core';
      import { memoryAdapters } from '@quintet/core/memory';
      import * as contracts from '@quintet/core/contracts';
      const { bucketlist } = createQuintet(memoryAdapters());
      const registered = await bucketlist.register({ email: 'ann@example.com', password: '123456' });
      console.log(registered.isOk(), typeof contracts.bucketsContract);`;
    expect(await node('--input-type=module', '--eval', script)).toBe('true function');
  });

  test('the server serves, with the adapters found by name', async () => {
    const script = `
      import { startServer } from '@quintet/adapters-http/server';
      const env = { PORT: '0', QUINTET_DATA_DIR: 'memory', QUINTET_LOG_LEVEL: 'silent' };
      const server = await startServer({ env });
      const answer = await fetch(server.url + '/bucketlist/v1/auth/register', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ann@example.com', password: '123456' }),
      });
      console.log(answer.status);
      await server.stop();`;
    expect(await node('--input-type=module', '--eval', script)).toBe('201');
    // a PGlite is made from nothing, which takes a busy machine a while
  }, 120_000);

  test('the command line runs', async () => {
    const help = await node('node_modules/@quintet/adapters-http/bin/quintet.js', '--help');
    expect(help).toContain('Usage: quintet');
  });
});
