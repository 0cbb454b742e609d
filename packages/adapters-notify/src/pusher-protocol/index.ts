export { PUSHER_LIMITS, type PusherApp, type PusherLimits } from './app.ts';
export { createPusherServer, type PusherServer, type PusherServerOptions } from './server.ts';
