export { createAdapter, type DatabaseConfiguration } from './adapter.ts';
export type { DatabaseLog } from './database/database.ts';
