import { transportContract, type ReceivedMessage, type ReceiverBehaviour } from '@quintet/core/contracts';
import { systemClock } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openOutbound } from '../../src/outbound/post.ts';
import { newWebhookSecret } from '../../src/webhook/signature.ts';
import { webhookTransport } from '../../src/webhook/webhook.ts';
import { openBehaving } from '../support/behaving.ts';

const STATUSES: Readonly<Record<Exclude<ReceiverBehaviour, 'away'>, number>> = {
  takes: 204,
  fails: 500,
  refuses: 400,
  gone: 410,
};

transportContract(
  { describe, test, beforeAll, afterAll },
  async () => {
    const outbound = openOutbound({ privateNetworks: true });
    const receiver = await openBehaving(STATUSES, ({ body }) => {
      const { id, channel, event, data } = JSON.parse(body.toString()) as ReceivedMessage;
      return { ...(id === undefined ? {} : { id }), channel, event, data };
    });
    return {
      ...receiver,
      transport: webhookTransport(outbound, systemClock),
      destination: {
        id: 'webhook:contract',
        transport: 'webhook',
        address: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
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
