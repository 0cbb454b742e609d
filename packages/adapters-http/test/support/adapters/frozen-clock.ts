import { PORTS, type CreateAdapter } from '@quintet/core';
import { ContainerModule } from 'inversify';

/** An adapter package as a user of the server might write one: it is always the moment of the seed's example. */
export const createAdapter: CreateAdapter<ContainerModule, unknown> = () => ({
  name: 'frozen-clock',
  module: new ContainerModule(({ bind }) => {
    bind(PORTS.clock).toConstantValue({ now: () => new Date('2017-08-23T10:14:52.942Z') });
  }),
});
