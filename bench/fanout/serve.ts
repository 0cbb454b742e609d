import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Order, Report } from './variants.ts';

/** Listens at a free port, and does what the parent process says. */
export async function serve(http: Server, tell: (number: number) => void): Promise<void> {
  const report = (report: Report): void => void process.send?.(report);
  process.on('message', (order: Order) => {
    if (order.kind === 'tell') return tell(order.number);
    const { user, system } = process.cpuUsage();
    return report({ kind: 'cpu', microseconds: user + system });
  });
  http.listen(0, '127.0.0.1', 4096);
  await once(http, 'listening');
  report({ kind: 'ready', port: (http.address() as AddressInfo).port });
}
