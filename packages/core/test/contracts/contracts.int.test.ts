import { describe, expect, test } from 'vitest';
import {
  accessTokensContract,
  accountsContract,
  actorsContract,
  announcementsContract,
  bucketsContract,
  busContract,
  castingsContract,
  clockContract,
  deliveriesContract,
  externalSubjectsContract,
  failedLoginsContract,
  gatewayContract,
  instagramEngineContract,
  instagramsContract,
  itemsContract,
  locationsContract,
  mediaContract,
  messageLogContract,
  moviesContract,
  objectIdsContract,
  passwordCipherContract,
  passwordHasherContract,
  peopleContract,
  presenceContract,
  randomContract,
  revocationListContract,
  scheduleContract,
  ticketsContract,
  timersContract,
  timesContract,
  unitOfWorkContract,
  type Harness,
  type TestRunner,
} from '../../src/contracts/index.ts';
import { scryptPasswordHasher } from '../../src/memory/index.ts';
import { BUCKETS_FAULTS, ITEMS_FAULTS } from './bucketlist-faults.ts';
import { ACTORS_FAULTS, CASTINGS_FAULTS, EXTERNAL_SUBJECTS_FAULTS, MOVIES_FAULTS } from './casting-faults.ts';
import { openWith, type Fault } from './faults.ts';
import {
  ANNOUNCEMENTS_FAULTS,
  LOCATIONS_FAULTS,
  PEOPLE_FAULTS,
  SCHEDULE_FAULTS,
  TICKETS_FAULTS,
  TIMES_FAULTS,
} from './hackathon-faults.ts';
import { ACCESS_TOKENS_FAULTS, ACCOUNTS_FAULTS, REVOCATION_FAULTS } from './identity-faults.ts';
import { ENGINE_FAULTS, INSTAGRAMS_FAULTS } from './instagram-engine-faults.ts';
import { CLOCK_FAULTS, RANDOM_FAULTS, UNIT_OF_WORK_FAULTS } from './kernel-faults.ts';
import { FAILED_LOGINS_FAULTS, PASSWORD_HASHER_FAULTS } from './login-faults.ts';
import { GATEWAY_FAULTS, PASSWORD_CIPHER_FAULTS } from './instagram-faults.ts';
import { MEDIA_FAULTS } from './media-faults.ts';
import { failuresOf } from './plain-runner.ts';
import {
  BUS_FAULTS,
  DELIVERIES_FAULTS,
  MESSAGE_LOG_FAULTS,
  OBJECT_IDS_FAULTS,
  PRESENCE_FAULTS,
  TIMERS_FAULTS,
} from './push-faults.ts';

type Contract = (runner: TestRunner, open: Harness) => void;

const alone = { shared: false };
const serial = { ...alone, parallelTransactions: false, readsDuringTransaction: true };
const weaker = scryptPasswordHasher({ logCost: 7, parallelization: 1 });
const hashOutdated = async (password: string): Promise<string> => (await weaker.hash(password))._unsafeUnwrap();

const CONTRACTS: Readonly<Record<string, readonly [Contract, Readonly<Record<string, Fault>>]>> = {
  'a clock': [(runner, open) => clockContract(runner, open, { runs: true }), CLOCK_FAULTS],
  'a random source': [randomContract, RANDOM_FAULTS],
  'a ticket repository': [(runner, open) => ticketsContract(runner, open, alone), TICKETS_FAULTS],
  'a location repository': [(runner, open) => locationsContract(runner, open, alone), LOCATIONS_FAULTS],
  'a schedule': [(runner, open) => scheduleContract(runner, open, alone), SCHEDULE_FAULTS],
  'an announcement repository': [(runner, open) => announcementsContract(runner, open, alone), ANNOUNCEMENTS_FAULTS],
  'a store of times': [(runner, open) => timesContract(runner, open, alone), TIMES_FAULTS],
  'a people repository': [(runner, open) => peopleContract(runner, open, alone), PEOPLE_FAULTS],
  'a unit of work': [(runner, open) => unitOfWorkContract(runner, open, serial), UNIT_OF_WORK_FAULTS],
  'an account repository': [(runner, open) => accountsContract(runner, open, alone), ACCOUNTS_FAULTS],
  'a revocation list': [(runner, open) => revocationListContract(runner, open, alone), REVOCATION_FAULTS],
  'a count of failed logins': [(runner, open) => failedLoginsContract(runner, open, alone), FAILED_LOGINS_FAULTS],
  'access tokens': [(runner, open) => accessTokensContract(runner, open, alone), ACCESS_TOKENS_FAULTS],
  'a password hasher': [
    (runner, open) => passwordHasherContract(runner, open, { hashOutdated }),
    PASSWORD_HASHER_FAULTS,
  ],
  'a bucket repository': [(runner, open) => bucketsContract(runner, open, alone), BUCKETS_FAULTS],
  'an item repository': [(runner, open) => itemsContract(runner, open, alone), ITEMS_FAULTS],
  'a media repository': [(runner, open) => mediaContract(runner, open, alone), MEDIA_FAULTS],
  'an actor repository': [(runner, open) => actorsContract(runner, open, alone), ACTORS_FAULTS],
  'a movie repository': [(runner, open) => moviesContract(runner, open, alone), MOVIES_FAULTS],
  'a casting repository': [(runner, open) => castingsContract(runner, open, alone), CASTINGS_FAULTS],
  'a repository of external subjects': [
    (runner, open) => externalSubjectsContract(runner, open, alone),
    EXTERNAL_SUBJECTS_FAULTS,
  ],
  'a log of messages': [(runner, open) => messageLogContract(runner, open, serial), MESSAGE_LOG_FAULTS],
  'a store of deliveries': [(runner, open) => deliveriesContract(runner, open, alone), DELIVERIES_FAULTS],
  'a bus': [(runner, open) => busContract(runner, open, alone), BUS_FAULTS],
  'a registry of presence': [(runner, open) => presenceContract(runner, open, alone), PRESENCE_FAULTS],
  'a source of object ids': [objectIdsContract, OBJECT_IDS_FAULTS],
  timers: [(runner, open) => timersContract(runner, open, { ...alone, within: 600 }), TIMERS_FAULTS],
  'a repository of accounts of the network': [
    (runner, open) => instagramsContract(runner, open, alone),
    INSTAGRAMS_FAULTS,
  ],
  'what the engine stores': [(runner, open) => instagramEngineContract(runner, open, alone), ENGINE_FAULTS],
  'a way to a network': [gatewayContract, GATEWAY_FAULTS],
  'a cipher of passwords': [passwordCipherContract, PASSWORD_CIPHER_FAULTS],
};

describe('without a fault every contract passes:', () => {
  for (const [what, [contract]] of Object.entries(CONTRACTS)) {
    test(what, async () => {
      expect(
        await failuresOf((runner) =>
          contract(
            runner,
            openWith(() => ({})),
          ),
        ),
      ).toEqual([]);
    });
  }
});

for (const [what, [contract, faults]] of Object.entries(CONTRACTS)) {
  describe(`the contract refuses ${what} that`, () => {
    for (const [name, fault] of Object.entries(faults)) {
      test(name, async () => {
        expect(await failuresOf((runner) => contract(runner, openWith(fault)))).not.toEqual([]);
      });
    }
  });
}

describe('the contract refuses what is declared and is not so:', () => {
  const good = openWith(() => ({}));
  const cases: Readonly<Record<string, Contract>> = {
    'a clock that runs': (runner, open) => clockContract(runner, open, { runs: false }),
    'shared storage without a peer': (runner, open) => bucketsContract(runner, open, { shared: true }),
    'parallel transactions': (runner, open) =>
      unitOfWorkContract(runner, open, { ...serial, parallelTransactions: true }),
    'readers that wait': (runner, open) =>
      unitOfWorkContract(runner, open, { ...serial, readsDuringTransaction: false }),
    'a peer where there is to be none': (runner) =>
      accountsContract(runner, async (clock) => ({ ...(await good(clock)), openPeer: () => good(clock) }), alone),
    'a peer on storage of its own': (runner) =>
      accountsContract(runner, async (clock) => ({ ...(await good(clock)), openPeer: () => good(clock) }), {
        shared: true,
      }),
  };
  for (const [name, contract] of Object.entries(cases)) {
    test(name, async () => {
      expect(await failuresOf((runner) => contract(runner, good))).not.toEqual([]);
    });
  }
});
