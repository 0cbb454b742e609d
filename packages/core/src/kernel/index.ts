export type { AccountId, Actor } from './actor.ts';
export type { AdapterPackage, Connections, CreateAdapter, Gauge, Health, MigrationState } from './adapter.ts';
export type { Clock } from './clock.ts';
export { unavailable, type Unavailable } from './failure.ts';
export { LARGEST_LIMIT, pageRequest, type Page, type PageRequest, type PageWish } from './page.ts';
export { port, type Port, type Resolve } from './port.ts';
export type { RandomSource } from './random.ts';
export { isText, lengthOf } from './text.ts';
export type { Transaction, UnitOfWork } from './unit-of-work.ts';
