export type { NotifyConfiguration } from './configuration.ts';
export { createAdapter } from './module.ts';
export * from './pusher-protocol/index.ts';
export * from './pusher/index.ts';
