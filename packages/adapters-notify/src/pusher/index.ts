export { pusherTransport, type PusherService } from './pusher-transport.ts';
