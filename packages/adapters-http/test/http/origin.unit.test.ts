import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { originsOf, type OriginSettings } from '../../src/http/origin.ts';

const PROXY = '10.0.0.1';
const CLIENT = '203.0.113.9';

function requestFrom(remoteAddress: string, headers: Record<string, string>, socket: object = {}): IncomingMessage {
  const connection = Object.defineProperties(new Socket(), {
    remoteAddress: { value: remoteAddress },
    localAddress: { value: '127.0.0.1' },
    localPort: { value: 3000 },
    ...Object.getOwnPropertyDescriptors(socket),
  });
  const incoming = new IncomingMessage(connection);
  Object.assign(incoming.headers, headers);
  return incoming;
}

const origin = (settings: OriginSettings, incoming: IncomingMessage | undefined): string =>
  originsOf(settings).externalOrigin(incoming, 'http://from.url:8080/path');

describe('the origin that the client sees', () => {
  test('is what the configuration says', () => {
    const incoming = requestFrom(PROXY, { host: 'evil.example', 'x-forwarded-host': 'evil.example' });
    expect(origin({ publicUrl: 'https://example.com', trustedProxies: [PROXY] }, incoming)).toBe('https://example.com');
  });

  test.each([
    ['api.example', 'http://api.example'],
    ['API.example:3000', 'http://API.example:3000'],
    ['192.0.2.1:80', 'http://192.0.2.1:80'],
    ['[2001:db8::1]:3000', 'http://[2001:db8::1]:3000'],
  ])('is the host that was asked: %s', (host, expected) => {
    expect(origin({}, requestFrom(CLIENT, { host }))).toBe(expected);
  });

  test.each(['a b', 'x/y', 'x"y', '<x>', 'user@x', 'x:99999', 'x:port', '[::1', 'x?y', 'x#y', ''])(
    'is the server’s own address where the host is malformed: %j',
    (host) => {
      expect(origin({}, requestFrom(CLIENT, { host }))).toBe('http://127.0.0.1:3000');
    },
  );

  test('is of https on a connection with TLS', () => {
    expect(origin({}, requestFrom(CLIENT, { host: 'api.example' }, { encrypted: true }))).toBe('https://api.example');
  });

  test('is that of the URL where there is no connection', () => {
    expect(origin({}, undefined)).toBe('http://from.url:8080');
  });

  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.com' };

  test('is not what a stranger forwards', () => {
    const incoming = requestFrom(CLIENT, { host: 'api.example', ...forwarded, 'x-forwarded-port': '8443' });
    expect(origin({}, incoming)).toBe('http://api.example');
    expect(origin({ trustedProxies: [PROXY] }, incoming)).toBe('http://api.example');
  });

  test.each([
    [forwarded, 'https://example.com'],
    [{ 'x-forwarded-proto': 'https' }, 'https://api.example'],
    [{ 'x-forwarded-host': 'example.com:8080' }, 'http://example.com:8080'],
    [{ ...forwarded, 'x-forwarded-port': '8443' }, 'https://example.com:8443'],
    [{ ...forwarded, 'x-forwarded-port': '443' }, 'https://example.com'],
    [{ ...forwarded, 'x-forwarded-host': 'example.com:1', 'x-forwarded-port': '2' }, 'https://example.com:1'],
    [{ 'x-forwarded-port': '80' }, 'http://api.example'],
    [{ 'x-forwarded-proto': 'HTTPS, http', 'x-forwarded-host': 'one.example, two.example' }, 'https://one.example'],
    [{ 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a b' }, 'http://api.example'],
    [{ 'x-forwarded-port': '99999' }, 'http://api.example'],
    [{ 'x-forwarded-host': '' }, 'http://api.example'],
    [{ ...forwarded, 'x-forwarded-prefix': '/tools/lists/' }, 'https://example.com/tools/lists'],
    [{ 'x-forwarded-prefix': '/' }, 'http://api.example'],
    [{ 'x-forwarded-prefix': '//evil.example' }, 'http://api.example'],
    [{ 'x-forwarded-prefix': '/../x' }, 'http://api.example'],
  ])('is what a trusted proxy forwards: %j', (headers, expected) => {
    const incoming = requestFrom(PROXY, { host: 'api.example', ...headers });
    expect(origin({ trustedProxies: ['10.0.0.0/8'] }, incoming)).toBe(expected);
  });
});

describe('the client’s address', () => {
  const address = (trustedProxies: readonly string[], remote: string, forwardedFor?: string): string | undefined =>
    originsOf({ trustedProxies }).clientAddress(
      requestFrom(remote, forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
    );

  test.each([
    [[], CLIENT, undefined, CLIENT],
    [[], CLIENT, '192.0.2.1', CLIENT],
    [[PROXY], CLIENT, '192.0.2.1', CLIENT],
    [[PROXY], PROXY, CLIENT, CLIENT],
    [[PROXY], PROXY, `192.0.2.1, ${CLIENT}`, CLIENT],
    [['10.0.0.0/8'], PROXY, `192.0.2.1, ${CLIENT}, 10.1.1.1`, CLIENT],
    [['loopback'], '::1', CLIENT, CLIENT],
    [['loopback'], '::ffff:127.0.0.1', CLIENT, CLIENT],
    [[], '::ffff:203.0.113.9', undefined, CLIENT],
    [[PROXY], PROXY, undefined, PROXY],
  ])('with %j trusted, a connection from %s that forwards %s: %s', (trusted, remote, forwardedFor, expected) => {
    expect(address(trusted, remote, forwardedFor)).toBe(expected);
  });

  test('is unknown without a connection', () => {
    expect(originsOf({}).clientAddress(undefined)).toBeUndefined();
  });

  test('can’t be learned from a proxy that is none', () => {
    expect(() => originsOf({ trustedProxies: ['no address'] })).toThrow(TypeError);
  });
});
