import type { TestRunner } from '../../src/contracts/index.ts';

/** How long a test may take, in milliseconds: a broken adapter may keep one waiting for ever. */
const TIME_LIMIT = 1000;

/** Runs a contract suite by itself, and names the tests that failed. Also shows how little of a runner a suite needs. */
export async function failuresOf(suite: (runner: TestRunner) => void): Promise<readonly string[]> {
  const [before, after]: [(() => Promise<void>)[], (() => Promise<void>)[]] = [[], []];
  const tests: [name: string, body: () => Promise<void>][] = [];
  const groups: string[] = [];
  suite({
    describe(name, body) {
      groups.push(name);
      body();
      groups.pop();
    },
    test: (name, body) => void tests.push([[...groups, name].join(' > '), body]),
    beforeAll: (body) => void before.push(body),
    afterAll: (body) => void after.push(body),
  });

  const failures: string[] = [];
  for (const body of before) await body();
  for (const [name, body] of tests) {
    if (!(await passes(body))) failures.push(name);
  }
  for (const body of after) await body();
  return failures;
}

async function passes(body: () => Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, TIME_LIMIT, false);
  });
  const outcome = body().then(
    () => true,
    () => false,
  );
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer));
}
