export { bucketsContract } from './bucketlist/buckets.ts';
export { itemsContract } from './bucketlist/items.ts';
export { actorsContract } from './casting/actors.ts';
export { castingsContract } from './casting/castings.ts';
export { moviesContract } from './casting/movies.ts';
export { announcementsContract } from './hackathon/announcements.ts';
export { peopleContract, timesContract } from './hackathon/people.ts';
export { locationsContract, scheduleContract } from './hackathon/places.ts';
export { ticketsContract } from './hackathon/tickets.ts';
export { accountsContract } from './identity/accounts.ts';
export { externalSubjectsContract } from './identity/external-subjects.ts';
export { externalTokensContract, type ExternalTokensSubject } from './identity/external-tokens.ts';
export { accessTokensContract } from './identity/access-tokens.ts';
export { failedLoginsContract } from './identity/failed-logins.ts';
export { passwordHasherContract, type PasswordHasherCapabilities } from './identity/password-hasher.ts';
export { revocationListContract } from './identity/revocation-list.ts';
export { instagramEngineContract } from './instagram/engine.ts';
export { gatewayContract, SIMULATED_SAMPLE, type GatewaySample } from './instagram/gateway.ts';
export { passwordCipherContract } from './instagram/password-cipher.ts';
export { instagramsContract } from './instagram/repositories.ts';
export { clockContract, type ClockCapabilities } from './kernel/clock.ts';
export { objectIdsContract } from './kernel/object-ids.ts';
export { randomContract } from './kernel/random.ts';
export { timersContract, type TimersCapabilities } from './kernel/timers.ts';
export type { UnitOfWorkCapabilities } from './kernel/concurrency.ts';
export { unitOfWorkContract } from './kernel/unit-of-work.ts';
export { mediaContract } from './media/media.ts';
export { busContract, type BusCapabilities } from './push/bus.ts';
export { deliveriesContract } from './push/deliveries.ts';
export { messageLogContract } from './push/message-log.ts';
export { presenceContract } from './push/presence.ts';
export {
  transportContract,
  type ReceivedMessage,
  type ReceiverBehaviour,
  type TransportCapabilities,
  type TransportSubject,
} from './push/transport.ts';
export type { Harness, StorageCapabilities, Subject, TestRunner } from './runner.ts';
