import { transportContract, type ReceivedMessage, type ReceiverBehaviour } from '@quintet/core/contracts';
import { afterAll, beforeAll, describe, test } from 'vitest';
import webPush from 'web-push';
import { openOutbound } from '../../src/outbound/post.ts';
import { webPushTransport } from '../../src/web-push/web-push.ts';
import { openBehaving } from '../support/behaving.ts';
import { subscribe } from '../support/push-service.ts';

const STATUSES: Readonly<Record<Exclude<ReceiverBehaviour, 'away'>, number>> = {
  takes: 201,
  fails: 503,
  refuses: 400,
  gone: 410,
};

transportContract(
  { describe, test, beforeAll, afterAll },
  async () => {
    const outbound = openOutbound({ privateNetworks: true });
    const browser = subscribe();
    const { keys } = browser;
    const receiver = await openBehaving(STATUSES, ({ body }) => JSON.parse(browser.decrypt(body)) as ReceivedMessage);
    const vapid = { subject: 'mailto:ops@example.com', ...webPush.generateVAPIDKeys() };
    return {
      ...receiver,
      transport: webPushTransport(outbound, { vapid, plainHttp: true }),
      destination: {
        id: 'web-push:contract',
        transport: 'web-push',
        address: { endpoint: `${receiver.url}/send/abc`, keys },
        channels: ['*'],
      },
      close: async () => {
        outbound.close();
        await receiver.close();
      },
    };
  },
  { behaviours: ['takes', 'fails', 'refuses', 'gone', 'away'] },
);
