import { defineConfig } from 'vitest/config';

const long = process.env['QUINTET_TEST_LONG'] === '1';

/** Tests are told apart by what they need: nothing, a database, a whole server, or more time than a working day has. */
function project(kind: 'unit' | 'int' | 'e2e' | 'long', timeout: number): object {
  return {
    extends: true,
    test: {
      name: kind,
      globalSetup: kind === 'unit' ? [] : ['packages/adapters-http/test/support/migrated-template.ts'],
      include: [`packages/*/test/**/*.${kind}.test.ts`, `examples/*/**/*.${kind}.test.ts`],
      testTimeout: long ? timeout * 20 : timeout,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    projects: [
      project('unit', 10_000),
      project('int', 30_000),
      project('e2e', 30_000),
      ...(long ? [project('long', 30_000)] : []),
    ],
    // To load the modules of a server anew for each file would take a third of all the time.
    isolate: false,
    // Two cores are kept busy by four, as many tests wait for servers to start and stop.
    maxWorkers: 4,
    // A suite that needs a service which is not there says so by its name.
    reporters: ['default'],
  },
});
