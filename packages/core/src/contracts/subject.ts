import assert from 'node:assert/strict';
import type { Clock } from '../kernel/clock.ts';
import type { Resolve } from '../kernel/port.ts';
import { systemClock } from '../memory/clock.ts';
import { PORTS, type Ports } from '../ports.ts';
import type { Harness, StorageCapabilities, Subject, TestRunner } from './runner.ts';

/** The subject of a suite: open while its tests run. */
export interface OpenSubject {
  /** The adapters by name; each is resolved when it is asked for. */
  readonly ports: Ports;
  readonly subject: Subject;
}

/** Opens a subject before the tests of a suite, and closes it after them. */
export function openSubject(runner: TestRunner, open: Harness, clock: Clock = systemClock): OpenSubject {
  let opened: Subject | undefined;
  const subject = (): Subject => opened ?? assert.fail('the subject is not open');

  runner.beforeAll(async () => {
    opened = await open(clock);
  });
  runner.afterAll(async () => {
    await opened?.close();
    opened = undefined;
  });
  return {
    ports: portsOf((port) => subject().resolve(port)),
    get subject() {
      return subject();
    },
  };
}

/** Adapters by the names of {@link Ports}. */
export function portsOf(resolve: Resolve): Ports {
  return {
    get clock() {
      return resolve(PORTS.clock);
    },
    get random() {
      return resolve(PORTS.random);
    },
    get objectIds() {
      return resolve(PORTS.objectIds);
    },
    get unitOfWork() {
      return resolve(PORTS.unitOfWork);
    },
    get timers() {
      return resolve(PORTS.timers);
    },
    get accounts() {
      return resolve(PORTS.accounts);
    },
    get passwordHasher() {
      return resolve(PORTS.passwordHasher);
    },
    get accessTokens() {
      return resolve(PORTS.accessTokens);
    },
    get revocationList() {
      return resolve(PORTS.revocationList);
    },
    get failedLogins() {
      return resolve(PORTS.failedLogins);
    },
    get externalTokens() {
      return resolve(PORTS.externalTokens);
    },
    get externalSubjects() {
      return resolve(PORTS.externalSubjects);
    },
    get buckets() {
      return resolve(PORTS.buckets);
    },
    get items() {
      return resolve(PORTS.items);
    },
    get media() {
      return resolve(PORTS.media);
    },
    get actors() {
      return resolve(PORTS.actors);
    },
    get movies() {
      return resolve(PORTS.movies);
    },
    get castings() {
      return resolve(PORTS.castings);
    },
    get tickets() {
      return resolve(PORTS.tickets);
    },
    get locations() {
      return resolve(PORTS.locations);
    },
    get pictures() {
      return resolve(PORTS.pictures);
    },
    get schedule() {
      return resolve(PORTS.schedule);
    },
    get announcements() {
      return resolve(PORTS.announcements);
    },
    get times() {
      return resolve(PORTS.times);
    },
    get people() {
      return resolve(PORTS.people);
    },
    get messageLog() {
      return resolve(PORTS.messageLog);
    },
    get bus() {
      return resolve(PORTS.bus);
    },
    get deliveries() {
      return resolve(PORTS.deliveries);
    },
    get transports() {
      return resolve(PORTS.transports);
    },
    get presence() {
      return resolve(PORTS.presence);
    },
    get delay() {
      return resolve(PORTS.delay);
    },
    get randomNumbers() {
      return resolve(PORTS.randomNumbers);
    },
    get instagrams() {
      return resolve(PORTS.instagrams);
    },
    get channels() {
      return resolve(PORTS.channels);
    },
    get leases() {
      return resolve(PORTS.leases);
    },
    get journal() {
      return resolve(PORTS.journal);
    },
    get targets() {
      return resolve(PORTS.targets);
    },
    get leads() {
      return resolve(PORTS.leads);
    },
    get passwordCipher() {
      return resolve(PORTS.passwordCipher);
    },
    get gateway() {
      return resolve(PORTS.gateway);
    },
  };
}

/** What is asked of two servers on one storage. */
export type SharedStorageTests = Readonly<Record<string, (here: Ports, there: Ports) => Promise<void>>>;

/**
 * Runs tests on the subject and a peer of it where the storage is shared. Where it is not, makes sure that there is no
 * peer, so that nobody takes it for shared.
 */
export function testSharedStorage(
  runner: TestRunner,
  opened: OpenSubject,
  { shared }: StorageCapabilities,
  tests: SharedStorageTests,
): void {
  if (!shared) {
    runner.test('has no peer on the same storage', async () => {
      assert.equal(opened.subject.openPeer, undefined);
    });
    return;
  }
  for (const [name, body] of Object.entries(tests)) {
    runner.test(`on shared storage: ${name}`, async () => {
      const peer = await (opened.subject.openPeer?.() ?? assert.fail('declared as shared, and has no openPeer'));
      try {
        await body(opened.ports, portsOf(peer.resolve));
      } finally {
        await peer.close();
      }
    });
  }
}
