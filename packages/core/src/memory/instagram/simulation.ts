import { setImmediate as breathe } from 'node:timers/promises';
import { createInstagramEngine, type EngineEvent } from '../../instagram/engine/engine.ts';
import type { ChannelDraft } from '../../instagram/draft.ts';
import type { Channel } from '../../instagram/channel.ts';
import type { ChannelDay } from '../../instagram/journal.ts';
import { INSTAGRAM_DEFAULTS, type InstagramSettings } from '../../instagram/settings.ts';
import { simulatedNetwork } from '../../instagram/simulated/network.ts';
import { seededNumbers } from '../../kernel/random-numbers.ts';
import type { Delay } from '../../kernel/delay.ts';
import { PORTS } from '../../ports.ts';
import { createQuintet } from '../../quintet.ts';
import { memoryAdapters } from '../adapters.ts';
import { settableClock } from '../clock.ts';
import { scryptPasswordHasher } from '../identity/password-hasher.ts';

const DAY = 86_400_000;

/** How many turns are taken before others in the process have theirs. */
const TURNS = 200;

/**
 * What is simulated.
 *
 * @example
 * ```ts
 * const wish: SimulationWish = { days: 30, seed: 7, progress: (done) => bar.show(done) };
 * ```
 */
export interface SimulationWish {
  readonly days: number;
  /** The same seed gives the same table. */
  readonly seed: number;
  /** What the account's channels are; absent: one of each source. */
  readonly channels?: readonly ChannelDraft[];
  readonly settings?: Partial<InstagramSettings>;
  /** Is told how much is done, from 0 to 1. */
  readonly progress?: (done: number) => void;
  /** Whether to stop. */
  readonly stopped?: () => boolean;
}

/**
 * What came of a channel.
 *
 * @example
 * ```ts
 * const tell = ({ channel, leads, conversion }: SimulatedChannel) => `${channel.value}: ${leads}, ${conversion}`;
 * ```
 */
export interface SimulatedChannel extends Omit<ChannelDay, 'channelId' | 'day'> {
  readonly channel: Channel;
}

/** One of each source, and of each action. */
const CHANNELS: readonly ChannelDraft[] = [
  { action: 'follow', target: 'followers', value: 'natgeo' },
  { action: 'like', target: 'hashtag', value: 'sea' },
  { action: 'like', target: 'likes', value: 'nasa' },
  { action: 'comment', target: 'comments', value: 'bbcearth', comments: ['Wonderful!', 'What a picture.'] },
  { action: 'like', target: 'subscriptions', value: 'magnumphotos' },
];

const DRAFT = { username: 'simulated_account', password: 'secret' };

/** In a simulation nothing takes time, and so nothing runs out of it. */
const PATIENT: Delay = { after: () => () => {} };

/**
 * Runs an account with channels on the simulated network, on a clock of its own: a month takes seconds. Nothing is
 * stored.
 *
 * @example
 * ```ts
 * const table = await simulateInstagram({ days: 30, seed: 7 });
 * for (const { channel, leads, followersGained } of table) console.log(channel.value, leads, followersGained);
 * ```
 */
export async function simulateInstagram(wish: SimulationWish): Promise<readonly SimulatedChannel[]> {
  const { days, seed, progress, stopped = () => false } = wish;
  const start = Date.UTC(2026, 0, 1);
  const end = start + days * DAY;
  const clock = settableClock(new Date(start));
  const settings = { ...INSTAGRAM_DEFAULTS, ...wish.settings };
  const resolve = memoryAdapters({
    clock,
    delay: PATIENT,
    randomNumbers: seededNumbers(seed),
    gateway: simulatedNetwork({
      clock,
      seed,
      readsPerMinute: Infinity,
      // Sources last for longer than the simulation.
      followersOf: (username) => (username === DRAFT.username ? undefined : 1_000_000),
    }),
    passwordHasher: scryptPasswordHasher({ logCost: 1, parallelization: 1 }),
  });
  const quintet = createQuintet(resolve, { instagram: settings });
  const { token } = (await quintet.identity.register({ username: 'owner', password: 'secret' }))._unsafeUnwrap();
  const actor = (await quintet.identity.authenticate(token))._unsafeUnwrap();
  const { id: instagramId } = (await quintet.instagram.addInstagram(actor, DRAFT))._unsafeUnwrap();
  for (const channel of wish.channels ?? CHANNELS) {
    const added = (await quintet.instagram.addChannel(actor, { instagramId, ...channel }))._unsafeUnwrap();
    (await quintet.instagram.startChannel(actor, { instagramId, channelId: added.id }))._unsafeUnwrap();
  }

  const engine = createInstagramEngine(
    {
      clock,
      delay: PATIENT,
      random: resolve(PORTS.random),
      randomNumbers: resolve(PORTS.randomNumbers),
      leases: resolve(PORTS.leases),
      journal: resolve(PORTS.journal),
      targets: resolve(PORTS.targets),
      leads: resolve(PORTS.leads),
      passwordCipher: resolve(PORTS.passwordCipher),
      gateway: resolve(PORTS.gateway),
    },
    settings,
    raise,
  );
  for (let turns = 0; clock.now().getTime() < end && !stopped(); turns += 1) {
    const next = (await engine.runDue())?.getTime() ?? end;
    if (next > clock.now().getTime()) clock.set(new Date(Math.min(next, end)));
    if (turns % TURNS === 0) {
      progress?.((clock.now().getTime() - start) / (end - start));
      await breathe();
    }
  }
  progress?.(1);
  const stats = (await quintet.instagram.instagramStats(actor, { instagramId }))._unsafeUnwrap();
  return stats.channels.map((channel) => sumOf(channel, stats.days));
}

/** What is a bug ends the simulation. */
function raise(event: EngineEvent): void {
  if (event.kind === 'broken') throw new Error('The engine is broken.', { cause: event.cause });
}

function sumOf(channel: Channel, days: readonly ChannelDay[]): SimulatedChannel {
  let [attempted, done, failed, leads, followersGained] = [0, 0, 0, 0, 0];
  for (const day of days) {
    if (day.channelId !== channel.id) continue;
    attempted += day.attempted;
    done += day.done;
    failed += day.failed;
    leads += day.leads;
    followersGained += day.followersGained;
  }
  const conversion = leads === 0 ? 0 : followersGained / leads;
  return { channel, attempted, done, failed, leads, followersGained, conversion };
}
