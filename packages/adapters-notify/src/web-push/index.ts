export { webPushTransport, type Vapid, type WebPushAddress, type WebPushSettings } from './web-push.ts';
