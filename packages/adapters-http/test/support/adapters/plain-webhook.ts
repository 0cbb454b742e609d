import { PORTS, type DeliveryFailure, type Transport } from '@quintet/core';
import { ContainerModule } from 'inversify';
import { ResultAsync } from 'neverthrow';

/** A webhook as simple as can be: a request for each message, without a signature. */
const plainWebhook: Transport = {
  name: 'webhook',
  deliver: (destination, messages) =>
    ResultAsync.fromPromise(
      (async () => {
        const { url } = destination.address as { readonly url: string };
        for (const { data } of messages) {
          const { ok, status } = await fetch(url, { method: 'POST', body: data });
          if (!ok) throw new Error(`it answered ${status}`);
        }
      })(),
      (error): DeliveryFailure => ({ kind: 'delivery-refused', delivered: 0, reason: (error as Error).message }),
    ),
};

/** A package of adapters of somebody else, with a transport of their own. */
export const createAdapter = (): { readonly name: string; readonly module: ContainerModule } => ({
  name: 'plain-webhook',
  module: new ContainerModule(({ bind }) => {
    bind(PORTS.transports).toConstantValue([plainWebhook]);
  }),
});
