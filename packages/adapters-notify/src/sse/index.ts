export { createSse, type SseConnections, type SseOptions } from './sse.ts';
