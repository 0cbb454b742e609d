import { ContainerModule } from 'inversify';
import type { AdapterPackage, CreateAdapter } from '@quintet/core';

/**
 * The package as a server loads it. It binds no port yet: the core's first port for messages comes with the hackathon
 * API, and its transports come here with it. It reads nothing of the configuration.
 *
 * @example
 * ```ts
 * const adapter = createAdapter({});
 * container.load(adapter.module);
 * ```
 */
export const createAdapter: CreateAdapter<ContainerModule, unknown> = (): AdapterPackage<ContainerModule> => ({
  name: 'notify',
  module: new ContainerModule(() => {}),
});
