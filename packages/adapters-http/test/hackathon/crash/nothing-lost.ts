import { isDeepStrictEqual } from 'node:util';
import type { Got } from './reader.ts';
import type { Acknowledged } from './writers.ts';

/** What clients are told of a channel's many readers has nothing of one's own. */
function asTold({ data }: Acknowledged): Record<string, unknown> {
  const { is_mine: _mine, claimed_by_me: _byMe, ...told } = data;
  return told;
}

/** Messages without their repeats, in order of their first coming. */
export function distinct(got: readonly Got[]): readonly Got[] {
  return [...new Map(got.toReversed().map((message) => [message.id, message])).values()].toSorted(
    (one, other) => got.indexOf(one) - got.indexOf(other),
  );
}

/** What of the order and the identity of messages is wrong, a line each. */
export function disorder(got: readonly Got[]): readonly string[] {
  const problems: string[] = [];
  const positions = new Map<string, number>();
  const ids = new Map<number, string>();
  let highest = 0;
  for (const { id, position, channel } of got) {
    const known = positions.get(id);
    if (known !== undefined && known !== position) problems.push(`${id} came at ${known} and at ${position}`);
    if ((ids.get(position) ?? id) !== id) problems.push(`two messages came at ${position}`);
    if (known === undefined && position < highest) problems.push(`${id} of ${channel} came after a later one`);
    positions.set(id, position);
    ids.set(position, id);
    highest = Math.max(highest, position);
  }
  return problems;
}

/** Changes that were acknowledged and that no message tells of. */
export function untold(acknowledged: readonly Acknowledged[], got: readonly Got[]): readonly Acknowledged[] {
  const told = new Map<string, number>();
  const keyOf = (data: object): string =>
    JSON.stringify(
      data,
      Object.keys(data).toSorted((one, other) => (one < other ? -1 : 1)),
    );
  for (const { data } of distinct(got)) told.set(keyOf(data), (told.get(keyOf(data)) ?? 0) + 1);
  return acknowledged.filter((change) => {
    const key = keyOf(asTold(change));
    const left = told.get(key) ?? 0;
    told.set(key, left - 1);
    return left <= 0;
  });
}

/** The last that was told of each object of a channel. */
export function lastTold(got: readonly Got[], channel: string): ReadonlyMap<string, Got['data']> {
  return new Map(
    got.filter((message) => message.channel === channel).map(({ data }) => [String(data['id']), data] as const),
  );
}

/** Objects whose stored form is another than the last that was told. */
export function differing(
  stored: readonly Readonly<Record<string, unknown>>[],
  told: ReadonlyMap<string, Got['data']>,
): readonly unknown[] {
  return stored.filter(
    (row) =>
      !isDeepStrictEqual(
        row,
        Object.fromEntries(Object.keys(row).map((name) => [name, told.get(String(row['id']))?.[name]])),
      ),
  );
}
