export type { AdapterPackage, Connections, CreateAdapter, Gauge, Health, MigrationState } from './adapter.ts';
export * from './bucketlist/index.ts';
export * from './casting/index.ts';
export * from './identity/index.ts';
export * from './kernel/index.ts';
export * from './media/index.ts';
export * from './push/index.ts';
export { PORTS, type Ports } from './ports.ts';
export { createQuintet, type Quintet, type Settings } from './quintet.ts';
