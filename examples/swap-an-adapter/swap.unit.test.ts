// Two ports replaced in a container: the clock, so that a test can let time pass, and a repository of one's own.
import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from 'inversify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createQuintet, PORTS, type Clock, type Resolve } from '@quintet/core';
import { failedLoginsContract } from '@quintet/core/contracts';
import { memoryAdapters, settableClock } from '@quintet/core/memory';
import { SqliteFailedLogins } from './sqlite-failed-logins.ts';

/** A container as a program of one's own would make it; here with the adapters in memory. */
function createContainer(clock: Clock): Container {
  const container = new Container();
  const inMemory = memoryAdapters({ clock });
  for (const port of Object.values(PORTS)) container.bind(port).toDynamicValue(() => inMemory<unknown>(port));
  return container;
}

const resolverOf =
  (container: Container): Resolve =>
  (port) =>
    container.get(port);

describe('with a clock that is set by hand', () => {
  test('a token is good for a day', async () => {
    const clock = settableClock(new Date('2030-01-01T00:00:00Z'));
    const { identity, bucketlist } = createQuintet(resolverOf(createContainer(clock)));
    const registered = await bucketlist.register({ email: 'ann@example.com', password: '123456' });
    const { token } = registered._unsafeUnwrap();

    clock.set(new Date('2030-01-01T23:59:59Z'));
    expect((await identity.authenticate(token)).isOk()).toBe(true);
    clock.set(new Date('2030-01-02T00:00:00Z'));
    expect((await identity.authenticate(token))._unsafeUnwrapErr()).toEqual({ kind: 'token-expired' });
  });
});

describe('with failed logins in SQLite', () => {
  test('the use cases count there', async () => {
    const failedLogins = new SqliteFailedLogins(':memory:');
    const container = createContainer({ now: () => new Date() });
    container.rebind(PORTS.failedLogins).toConstantValue(failedLogins);
    const { bucketlist } = createQuintet(resolverOf(container), {
      identity: { loginLimitOfAccount: { failures: 2, window: 60 } },
    });
    await bucketlist.register({ email: 'ann@example.com', password: '123456' });

    const kinds = [];
    for (const password of ['wrong', 'wrong', '123456']) {
      const answer = await bucketlist.logIn({ email: 'ann@example.com', password });
      kinds.push(answer.isOk() ? 'logged in' : answer.error.kind);
    }
    failedLogins.close();

    expect(kinds).toEqual(['wrong-password', 'wrong-password', 'login-limited']);
  });

  // The same suite that proves the adapters of the product. Each process that opens the file is a peer.
  const files: string[] = [];
  failedLoginsContract({ describe, test, beforeAll, afterAll }, openFile, { shared: true });

  async function openFile(): Promise<{ resolve: Resolve; openPeer: typeof openFile; close(): Promise<void> }> {
    const file = join(tmpdir(), `quintet-failed-logins-${crypto.randomUUID()}.sqlite`);
    files.push(file);
    return openExisting(file);
  }

  async function openExisting(file: string): ReturnType<typeof openFile> {
    const failedLogins = new SqliteFailedLogins(file);
    return {
      resolve: memoryAdapters({ failedLogins }),
      openPeer: async () => openExisting(file),
      close: async () => failedLogins.close(),
    };
  }

  afterAll(async () => {
    const leftovers = files.flatMap((file) => [file, `${file}-wal`, `${file}-shm`]);
    await Promise.all(leftovers.map((leftover) => rm(leftover, { force: true })));
  });
});
