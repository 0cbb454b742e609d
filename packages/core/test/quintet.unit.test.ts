import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createQuintet, PORTS, type Port, type Ports } from '../src/index.ts';
import { memoryAdapters, resolverOf } from '../src/memory/index.ts';
import { fastHasher, valueOf } from './support.ts';

/** Gives adapters, and remembers which were asked for. */
function watched(): { readonly asked: symbol[]; readonly resolve: <T>(port: Port<T>) => T } {
  const asked: symbol[] = [];
  const adapters = memoryAdapters({ passwordHasher: fastHasher });
  return {
    asked,
    resolve: (port) => {
      asked.push(port);
      return adapters(port);
    },
  };
}

describe('createQuintet', () => {
  test('asks for no adapter before a domain is used', () => {
    const { asked, resolve } = watched();
    createQuintet(resolve);
    expect(asked).toEqual([]);
  });

  test('asks for the adapters of the domain that is used, once', () => {
    const { asked, resolve } = watched();
    const quintet = createQuintet(resolve);
    expect(quintet.identity).toBe(quintet.identity);
    expect(asked).not.toContain(PORTS.buckets);
    expect(new Set(asked).size).toBe(asked.length);

    expect(quintet.bucketlist).toBe(quintet.bucketlist);
    expect(asked).toContain(PORTS.buckets);
    expect(asked.filter((port) => port === PORTS.accounts)).toHaveLength(1);
  });

  test('needs only the adapters of the domains that are used', async () => {
    const ports: Partial<Ports> = {};
    const all = memoryAdapters({ passwordHasher: fastHasher });
    for (const name of [
      'clock',
      'random',
      'accounts',
      'passwordHasher',
      'accessTokens',
      'revocationList',
      'failedLogins',
    ] as const) {
      Object.assign(ports, { [name]: all<unknown>(PORTS[name]) });
    }
    const quintet = createQuintet(resolverOf(ports));
    await valueOf(quintet.identity.register({ username: 'ann', password: 'secret' }));
    expect(() => quintet.bucketlist).toThrow(/No adapter of .*bucketlist|No adapter of .*unit-of-work/);
  });

  test('may be taken apart', async () => {
    const { bucketlist, identity } = createQuintet(watched().resolve);
    const { register } = bucketlist;
    const { token } = await valueOf(register({ email: 'ann@example.com', password: '1234' }));
    const { authenticate } = identity;
    expect((await valueOf(authenticate(token))).permissions).toEqual([]);
  });

  test('joins each to storage of its own', async () => {
    const [one, other] = [createQuintet(watched().resolve), createQuintet(watched().resolve)];
    const registration = { username: 'ann', password: 'secret' };
    await valueOf(one.identity.register(registration));
    await valueOf(other.identity.register(registration));
  });
});

describe('PORTS', () => {
  test('has a symbol of its own for each port, the same in every copy of the core', () => {
    const symbols = Object.values<symbol>(PORTS);
    expect(new Set(symbols).size).toBe(symbols.length);
    for (const symbol of symbols) expect(Symbol.keyFor(symbol)).toMatch(/^quintet:/);
  });
});

describe('the package', () => {
  test('depends on neverthrow and nothing else', async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect(manifest).toMatchObject({ dependencies: { neverthrow: expect.stringMatching(/^\d+\.\d+\.\d+$/) } });
    const { dependencies, ...others } = manifest as Record<string, Record<string, string>>;
    expect(Object.keys(dependencies ?? {})).toEqual(['neverthrow']);
    const kinds = ['peerDependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies'];
    for (const kind of kinds) expect(others).not.toHaveProperty(kind);
  });
});
