import { createAdapter } from '@quintet/adapters-notify';
import { PORTS } from '@quintet/core';
import { Container } from 'inversify';
import { expect, test } from 'vitest';

test('loads beside other adapters and binds no port', () => {
  const container = new Container();
  container.load(createAdapter({}).module);
  expect(Object.values(PORTS).filter((port) => container.isBound(port))).toEqual([]);
});
