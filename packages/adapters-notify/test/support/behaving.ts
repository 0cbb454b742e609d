import type { ReceivedMessage, ReceiverBehaviour, TransportSubject } from '@quintet/core/contracts';
import { openProxy } from '../../../adapters-http/test/support/tcp-proxy.ts';
import { openReceiver, type Received } from './receiver.ts';

/** A receiving end whose statuses can be chosen, and which can go away. */
export interface BehavingReceiver extends Pick<TransportSubject, 'received' | 'behave' | 'close'> {
  readonly url: string;
}

/** Opens a receiving end that answers in its own statuses, and reads what it takes. */
export async function openBehaving(
  statuses: Readonly<Record<Exclude<ReceiverBehaviour, 'away'>, number>>,
  read: (received: Received) => ReceivedMessage,
): Promise<BehavingReceiver> {
  const taken: ReceivedMessage[] = [];
  let behaviour: Exclude<ReceiverBehaviour, 'away'> = 'takes';
  const receiver = await openReceiver((outgoing, received) => {
    if (behaviour === 'takes') taken.push(read(received));
    outgoing.writeHead(statuses[behaviour]).end();
  });
  const proxy = await openProxy(receiver.url);
  return {
    url: proxy.url.replace(/\/$/, ''),
    received: () => taken,
    behave: async (how) => {
      if (how === 'away') await proxy.cut();
      else {
        await proxy.mend();
        behaviour = how;
      }
    },
    close: async () => {
      await proxy.close();
      await receiver.close();
    },
  };
}
