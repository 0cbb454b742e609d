export { busAt, type BusPlace } from './bus.ts';
export { BUS_PATIENCE, LinkedBus, type BusLog, type BusPatience, type Link, type OpenLink } from './linked-bus.ts';
export { natsLink } from './nats.ts';
export { redisLink } from './redis.ts';
