import { setTimeout as delay } from 'node:timers/promises';
import {
  ACTION_KINDS,
  INSTAGRAM_DEFAULTS,
  PORTS,
  simulatedNetwork,
  type ActionKind,
  type InstagramSettings,
  type SentAction,
} from '@quintet/core';
import { memoryAdapters, systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdapter } from '../../src/index.ts';
import { startChild, type Child } from '../support/child.ts';
import { anAccount } from '../support/on-postgresql.ts';
import { makeMigratedDatabase, postgresqlIsThere, type TestDatabase } from '../support/postgresql.ts';
import { resolveFrom } from '../support/subjects.ts';

const accounts = 50;
const seconds = 60;
const CHANNELS_EACH = 4;

const NETWORK = new URL('../support/instagram-network.ts', import.meta.url);
const WORKER = new URL('../support/instagram-worker.ts', import.meta.url);

/** A day takes eight seconds. */
const LIMITS = { like: 15, comment: 10, follow: 12, unfollow: 12, total: 20 };
const GAP = 100;
const SETTINGS: InstagramSettings = {
  ...INSTAGRAM_DEFAULTS,
  limits: { untrusted: LIMITS, trusted: LIMITS },
  window: 8000,
  lease: 2000,
  actionTimeout: 1000,
  refreshEvery: 2000,
  firstRetry: 200,
  longestRetry: 1000,
  concurrency: 25,
};

/** An action that reached the network, with its channel, as the journal has it. */
type Sent = Omit<SentAction, 'at'> & { readonly at: number; readonly channelId: number | undefined };

describe.skipIf(!postgresqlIsThere)('servers that are killed again and again (QUINTET_TEST_POSTGRES)', () => {
  let database: TestDatabase;
  let network: Child;
  const workers: Child[] = [];
  let sent: readonly Sent[] = [];
  let kills = 0;

  beforeAll(async () => {
    database = await makeMigratedDatabase();
    await populate(database.url);
    network = startChild(NETWORK);
    const address = await network.nextLine();
    const working = new Set<number>();
    const employ = async (index: number): Promise<void> => {
      const worker = startChild(WORKER, database.url, address, JSON.stringify(SETTINGS));
      workers[index] = worker;
      await worker.nextLine();
      working.add(index);
    };
    await Promise.all([employ(0), employ(1)]);
    const employing: Promise<void>[] = [];
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      await delay(1000);
      // Any of those that have done something: one that is killed before has nothing to lose.
      const index = [...working][Math.floor(Math.random() * working.size)];
      if (index === undefined) continue;
      working.delete(index);
      await workers[index]?.kill();
      kills += 1;
      employing.push(employ(index));
    }
    await Promise.all(employing);
    // Whatever was left to a server that died is taken over by the others.
    await delay(SETTINGS.lease * 1.5);
    await Promise.all(workers.map((worker) => worker.kill()));
    sent = await sentTo(address, database);
  }, 300_000);

  afterAll(async () => {
    await Promise.all([...workers, network].map((child) => child?.kill()));
    await database?.drop();
  });

  test('send no action twice', () => {
    expect(sent.length).toBeGreaterThan(accounts);
    expect(sent.filter(({ duplicate }) => duplicate)).toEqual([]);
    const targets = sent.map(({ channelId, target }) => `${channelId} ${target}`);
    expect(targets).toHaveLength(new Set(targets).size);
  });

  test('send nothing that is not in the journal', () => {
    expect(sent.filter(({ channelId }) => channelId === undefined)).toEqual([]);
  });

  test('break no limit, and keep their distance', () => {
    for (const ofAccount of Map.groupBy(sent, ({ username }) => username).values()) {
      expect(mostWithin(ofAccount, SETTINGS.window)).toBeLessThanOrEqual(LIMITS.total);
      for (const kind of ACTION_KINDS) {
        const ofKind = ofAccount.filter(({ action }) => action === kind);
        expect(mostWithin(ofKind, SETTINGS.window)).toBeLessThanOrEqual(LIMITS[kind]);
        expect(closest(ofKind)).toBeGreaterThanOrEqual(GAP);
      }
    }
  });

  test('leave counts that a replay of the journal gives', async () => {
    const wrong = await database.ask(`
      SELECT c.id FROM instagram_channel AS c
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE outcome = 'done') AS leads,
          coalesce(sum(amount) FILTER (WHERE kind = 'filled'), 0) - count(*) FILTER (WHERE kind IN ('skipped', 'action')) AS targets
        FROM instagram_journal WHERE channel_id = c.id
      ) AS j ON true
      WHERE c.leads_count <> j.leads OR c.targets_count <> j.targets
        OR c.targets_count <> (SELECT count(*) FROM instagram_target WHERE channel_id = c.id)`);
    expect(wrong).toEqual([]);
  });

  test('go on where those that died left off', async () => {
    const idle = await database.ask(`SELECT id FROM instagram WHERE due_at < now() - $1 * interval '1 millisecond'`, [
      SETTINGS.lease + 60_000,
    ]);
    expect(idle).toEqual([]);
    const unknown = await database.ask<{ count: number }>(
      `SELECT count(*)::int AS count FROM instagram_journal WHERE outcome = 'unknown'`,
    );
    const silence = Math.max(...[...Map.groupBy(sent, ({ username }) => username).values()].map(longestSilence));
    expect([...new Set(sent.map(({ username }) => username))]).toHaveLength(accounts);
    process.stdout.write(
      `${sent.length} actions of ${accounts} accounts and ${accounts * CHANNELS_EACH} channels; ${kills} kills; ` +
        `${unknown[0]?.count} of unknown end; none twice, no limit broken; ` +
        `longest silence of an account ${silence} ms, of which a limit accounts for up to ${SETTINGS.window} ms\n`,
    );
  });
});

async function populate(databaseUrl: string): Promise<void> {
  const adapter = createAdapter({ databaseUrl, dataDirectory: 'memory' });
  await adapter.migrate?.();
  await adapter.start?.();
  const resolve = resolveFrom(adapter, memoryAdapters());
  const [instagrams, channels] = [resolve(PORTS.instagrams), resolve(PORTS.channels)];
  const owner = (await resolve(PORTS.accounts).add(anAccount()))._unsafeUnwrap();
  const network = simulatedNetwork({ clock: systemClock, seed: 7 });
  const now = new Date();
  const dates = { createdAt: now, updatedAt: now };
  const speed = 3_600_000 / GAP;
  for (let index = 0; index < accounts; index += 1) {
    const username = `acting_${index}`;
    const instagram = await instagrams.add({
      ...dates,
      owner: owner.id,
      username,
      password: { keyId: 'plain', sealed: 'secret' },
      info: network.look(username, username).info,
      trusted: false,
      hours: { min: 0, max: 0 },
      speed: { like: speed, comment: speed, follow: speed, unfollow: speed },
    });
    const { id } = instagram._unsafeUnwrap();
    const ref = { owner: owner.id, id };
    for (const action of ['like', 'follow', 'comment', 'like'] satisfies readonly ActionKind[]) {
      const wanted = { ...dates, action, target: 'followers' as const, value: `source_${index}`, comments: ['Nice!'] };
      const channel = (await channels.add(ref, wanted))._unsafeUnwrap();
      (await channels.start({ instagram: ref, id: channel.id }, now))._unsafeUnwrap();
    }
  }
  await adapter.stop?.();
}

async function sentTo(address: string, database: TestDatabase): Promise<readonly Sent[]> {
  const answer = (await (await fetch(address)).json()) as readonly (Omit<SentAction, 'at'> & { readonly at: string })[];
  const rows = await database.ask<{ key: string; channel_id: string }>(
    `SELECT key, channel_id FROM instagram_journal WHERE kind = 'action'`,
  );
  const channels = new Map(rows.map(({ key, channel_id: id }) => [key, Number(id)]));
  return answer.map((one) => ({ ...one, at: Date.parse(one.at), channelId: channels.get(one.key) }));
}

/** The most actions in any window, both of its ends counted. */
function mostWithin(actions: readonly Sent[], window: number): number {
  const moments = actions.map(({ at }) => at).toSorted((one, other) => one - other);
  let [most, first] = [0, 0];
  for (const [last, moment] of moments.entries()) {
    while ((moments[first] ?? moment) < moment - window) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Milliseconds from each action to the next. */
function distances(actions: readonly Sent[]): readonly number[] {
  const moments = actions.map(({ at }) => at).toSorted((one, other) => one - other);
  return moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
}

function closest(actions: readonly Sent[]): number {
  return Math.min(Infinity, ...distances(actions));
}

function longestSilence(actions: readonly Sent[]): number {
  return Math.max(0, ...distances(actions));
}
