import type { Context, LoadScenario } from './context.ts';
import { restoreBuckets } from './population.ts';
import type { ServerProcess } from './server-process.ts';

/** Requests of a scenario that are compared. */
const SAMPLES = 20;

/** The variants answer a request differently: they do not do the same work. */
export class AnswersDiffer extends Error {}

/** Makes sure that all variants answer the same bytes to the requests that are measured, but for the host in links. */
export async function compareAnswers(context: Context, scenarios: readonly LoadScenario[]): Promise<void> {
  const [first, ...others] = context.servers.values();
  if (first === undefined) return;
  for (const scenario of scenarios) {
    for (const request of scenario.requests.slice(0, SAMPLES)) {
      const expected = await answer(first, scenario, request);
      for (const other of others) {
        const given = await answer(other, scenario, request);
        if (given !== expected) {
          throw new AnswersDiffer(
            `${scenario.title}: ${request.path}\n${first.variant}: ${expected}\n${other.variant}: ${given}`,
          );
        }
      }
    }
    if (scenario.writes) await restoreBuckets(context.database.pool, context.population);
  }
}

async function answer(
  { port }: ServerProcess,
  { writes }: LoadScenario,
  { method, path, token, body }: LoadScenario['requests'][number],
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body }),
  });
  const text = (await response.text()).replaceAll(`127.0.0.1:${port}`, 'host');
  // what is made anew each time: its number and its date
  const same = writes
    ? text.replace(/"id":\d+/, '"id":0').replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, 'date')
    : text;
  return `${response.status} ${same}`;
}
