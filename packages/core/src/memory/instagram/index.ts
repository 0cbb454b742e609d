import type { ActionJournal, InstagramLeases, Leads, TargetQueue } from '../../instagram/engine-ports.ts';
import type { ChannelRepository, InstagramRepository } from '../../instagram/ports.ts';
import type { MemoryDatabase } from '../database.ts';
import { journalOf, leadsOf, leasesOf, targetsOf } from './engine.ts';
import { channelsOf, repositoryOf } from './instagrams.ts';
import { InstagramStore } from './store.ts';

/**
 * The adapters of all that is stored about accounts of the network, on one storage in memory.
 *
 * @example
 * ```ts
 * const { instagrams, channels }: MemoryInstagrams = memoryInstagrams(new MemoryDatabase());
 * ```
 */
export interface MemoryInstagrams {
  readonly instagrams: InstagramRepository;
  readonly channels: ChannelRepository;
  readonly leases: InstagramLeases;
  readonly journal: ActionJournal;
  readonly targets: TargetQueue;
  readonly leads: Leads;
}

/**
 * Accounts of the network, their channels, journal and leases in memory.
 *
 * @param database - Where the accounts of their owners are.
 *
 * @example
 * ```ts
 * const database = new MemoryDatabase();
 * createQuintet(memoryAdapters({ accounts: memoryAccounts(database), ...memoryInstagrams(database) }));
 * ```
 */
export function memoryInstagrams(database: MemoryDatabase): MemoryInstagrams {
  const store = new InstagramStore();
  return {
    instagrams: repositoryOf(store, database),
    channels: channelsOf(store),
    leases: leasesOf(store),
    journal: journalOf(store),
    targets: targetsOf(store),
    leads: leadsOf(store),
  };
}
