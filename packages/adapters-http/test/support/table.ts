import { describe, expect, test } from 'vitest';
import type { Answer, Client, Sent } from './client.ts';

/**
 * One line of a contract: what is asked, what goes with it, and what is answered. `{bucket}` and the like stand for
 * the values of a {@link World}. A string that is nothing but such a name stands for the value itself, number or not.
 */
export type Row = readonly [request: string, sent: Sent, status: number, answered: object];

/** What a row may speak of. */
export interface World {
  /** Who asks, where the row's headers name nobody else. */
  readonly client: Client;
  /** What the names in braces stand for. */
  readonly values: Readonly<Record<string, string | number>>;
  /** Checks that nothing is different from how it was when the world was made. */
  expectUnchanged(): Promise<void>;
}

/** Makes the world of a row. What is refused changes nothing, so all such rows may share one. */
export type MakeWorld = (use: 'shared' | 'own') => Promise<World>;

/** `{ status: 'failed', message }` */
export function failed(message: string): object {
  return { status: 'failed', message };
}

/** `{ status: 'success', message }` */
export function done(message: string): object {
  return { status: 'success', message };
}

/** Whether an answer is one that refuses. */
export function isRefusal(answered: object): boolean {
  return 'status' in answered && answered.status === 'failed';
}

/** How a path may end: without a closing slash, and with one. */
export type Slash = '' | '/';

/** One test for each row and each of some ways to write its path. What is refused must leave everything as it was. */
export function describeRows(
  title: string,
  rows: readonly Row[],
  slashes: readonly Slash[],
  makeWorld: MakeWorld,
): void {
  describe.skipIf(rows.length === 0)(title, () => {
    for (const [request, sent, status, answered] of rows) {
      const isRefused = isRefusal(answered);
      for (const slash of slashes) {
        const path = request.replace(/(?=\?|$)/u, slash);
        test(`${path} ${label(sent)} -> ${status} ${'message' in answered ? String(answered.message) : ''}`, async () => {
          const world = await makeWorld(isRefused ? 'shared' : 'own');
          const answer = await askRow(world, path, sent);
          expect(answer).toEqual({ status, body: fill(answered, world.values) });
          if (isRefused) await world.expectUnchanged();
        });
      }
    }
  });
}

async function askRow(
  { client, values }: World,
  request: string,
  sent: Sent,
): Promise<Pick<Answer, 'status' | 'body'>> {
  const { status, body } = await client.ask(String(fill(request, values)), fill(sent, values) as Sent);
  return { status, body };
}

/** The same with values in the place of names in braces. */
function fill(pattern: unknown, values: World['values']): unknown {
  if (typeof pattern === 'string') {
    const whole = /^\{(\w+)\}$/u.exec(pattern)?.[1];
    if (whole !== undefined && whole in values) return values[whole];
    return pattern.replaceAll(/\{(\w+)\}/gu, (braces, name: string) => String(values[name] ?? braces));
  }
  if (Array.isArray(pattern)) return pattern.map((entry) => fill(entry, values));
  if (typeof pattern !== 'object' || pattern === null || Object.getPrototypeOf(pattern) !== Object.prototype) {
    return pattern;
  }
  return Object.fromEntries(Object.entries(pattern).map(([name, value]) => [name, fill(value, values)]));
}

function label(value: object): string {
  const text = JSON.stringify(value, (_, entry: unknown) => {
    if (typeof entry === 'string' && entry.length > 80) return `${entry.slice(0, 20)}... (${entry.length})`;
    return entry;
  });
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
