import type { Context, LoadScenario } from './context.ts';
import type { LoadRequest } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** Requests of a scenario that are compared. */
const SAMPLES = 20;

/** The variants answer a request differently: they do not do the same work. */
export class AnswersDiffer extends Error {}

/**
 * Makes sure that all variants answer the same bytes to the requests that are measured, but for the host in links,
 * and leave the same in the tables.
 */
export async function compareAnswers(context: Context, scenarios: readonly LoadScenario[]): Promise<void> {
  const [first, ...others] = context.servers.values();
  if (first === undefined) return;
  for (const scenario of scenarios) {
    const expected = await answers(context, first, scenario);
    for (const other of others) {
      const given = await answers(context, other, scenario);
      const differs = expected.findIndex((line, index) => given[index] !== line);
      if (differs >= 0) {
        throw new AnswersDiffer(
          `${scenario.title}\n${first.variant}: ${expected[differs]}\n${other.variant}: ${given[differs]}`,
        );
      }
    }
  }
}

/** What a server answers, and what it changed in the tables by it. */
async function answers(
  { database: { pool } }: Context,
  server: ServerProcess,
  scenario: LoadScenario,
): Promise<readonly string[]> {
  const given: string[] = [];
  await scenario.writes?.prepare?.(pool);
  for (const request of scenario.requests.slice(0, SAMPLES)) given.push(await answer(server, scenario, request));
  if (scenario.writes !== undefined) {
    given.push(await scenario.writes.written(pool));
    await scenario.writes.restore(pool);
  }
  return given;
}

async function answer(
  { port }: ServerProcess,
  { writes }: LoadScenario,
  { method, path, token, body }: LoadRequest,
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const text = (await response.text()).replaceAll(`127.0.0.1:${port}`, 'host');
  // what is made anew each time: its number and its date
  const same = writes
    ? text.replaceAll(/"id":\d+/g, '"id":0').replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'date')
    : text;
  return `${method} ${path}: ${response.status} ${same}`;
}
