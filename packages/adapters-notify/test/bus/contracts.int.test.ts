import { busContract, type Harness, type Subject } from '@quintet/core/contracts';
import { memoryAdapters } from '@quintet/core/memory';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openProxy, type TcpProxy } from '../../../adapters-http/test/support/tcp-proxy.ts';
import { LinkedBus } from '../../src/bus/linked-bus.ts';
import { CARRIERS, newTopic, SILENT } from '../support/carriers.ts';

describe.each(CARRIERS)('a bus on $name', ({ url, isThere, link }) => {
  describe.skipIf(!isThere)(isThere ? 'that is there' : `which is not at ${url}`, () => {
    const proxies = new Map<Subject, TcpProxy>();

    const openOn = async (topic: string): Promise<Subject> => {
      const proxy = await openProxy(url);
      const bus = new LinkedBus(link(proxy.url, topic), SILENT);
      await bus.start();
      const resolve = memoryAdapters({ bus });
      const subject: Subject = {
        resolve: (port) => resolve(port),
        openPeer: () => openOn(topic),
        close: async () => {
          await bus.stop();
          await proxy.close();
        },
      };
      proxies.set(subject, proxy);
      return subject;
    };
    const open: Harness = () => openOn(newTopic());
    const cut = async (subject: Subject): Promise<void> => {
      await proxies.get(subject)?.cut();
      await proxies.get(subject)?.mend();
    };

    busContract({ describe, test, beforeAll, afterAll }, open, { shared: true, cut });
  });
});
