export * from './bus/index.ts';
export type { NotifyConfiguration } from './configuration.ts';
export { createAdapter } from './module.ts';
export * from './outbound/index.ts';
export * from './pusher-protocol/index.ts';
export * from './pusher/index.ts';
export * from './sse/index.ts';
export * from './web-push/index.ts';
export * from './webhook/index.ts';
