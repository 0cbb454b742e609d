import type { Actor, Ports, Quintet, Settings } from '../../src/index.ts';
import { memoryAdapters, settableClock, type MemoryTimers, type SettableClock } from '../../src/memory/index.ts';
import { createQuintet, PORTS } from '../../src/index.ts';
import { fastHasher, valueOf } from '../support.ts';

/** What readers of a channel got. */
interface Told {
  readonly channel: string;
  readonly event: string;
  readonly data: unknown;
}

/** A hackathon whose clock is moved by the test. */
export interface HackathonWorld {
  readonly clock: SettableClock;
  readonly quintet: Quintet;
  readonly timers: MemoryTimers;
  /** Signs somebody up. */
  actor(name: string): Promise<Actor>;
  organizer(): Promise<Actor>;
  /** What was told since the last call, in order. */
  told(): Promise<readonly Told[]>;
  /** Moves the clock on by so many seconds, and lets timers go off. */
  pass(seconds: number): Promise<void>;
}

export function makeHackathon(overrides: Partial<Ports> = {}, settings: Settings = {}): HackathonWorld {
  const clock = settableClock(new Date('2017-02-25T15:55:05.978Z'));
  const resolve = memoryAdapters({ clock, passwordHasher: fastHasher, ...overrides });
  const timers = resolve(PORTS.timers) as MemoryTimers;
  const quintet = createQuintet(resolve, settings);
  const log = resolve(PORTS.messageLog);
  return {
    clock,
    quintet,
    timers,
    async actor(name) {
      const { token } = await valueOf(quintet.hackathon.createUser({ name, username: name, password: 'secret' }));
      return valueOf(quintet.identity.authenticate(token));
    },
    async organizer() {
      const { account } = await valueOf(
        quintet.hackathon.createUser({ name: 'Olga', username: 'olga', password: 'secret' }),
      );
      await valueOf(quintet.identity.grantRole({ username: account.username, role: 'organizer' }));
      const { token } = await valueOf(quintet.hackathon.logIn({ username: 'olga', password: 'secret' }));
      return valueOf(quintet.identity.authenticate(token));
    },
    async told() {
      const messages = await valueOf(log.number({ limit: 1000 }));
      return messages.map(({ channel, event, data }) => ({ channel, event, data: JSON.parse(data) as unknown }));
    },
    async pass(seconds) {
      clock.advance(seconds * 1000);
      while ((await timers.runDue()) > 0);
    },
  };
}
