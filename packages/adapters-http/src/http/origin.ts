import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Where requests come from and where the client believes the server to be. */
export interface Origins {
  /** The client's network address; `undefined` where there is no connection, as in a test without a server. */
  clientAddress(incoming: IncomingMessage | undefined): string | undefined;
  /**
   * Scheme, host and port as the client sees them, and the path that a proxy took off before the request came here;
   * without a closing slash.
   */
  externalOrigin(incoming: IncomingMessage | undefined, url: string): string;
}

/** What decides about {@link Origins}. */
export interface OriginSettings {
  /** Scheme, host and port for links, without a closing slash; absent: taken from each request. */
  readonly publicUrl?: string | undefined;
  /**
   * Addresses, networks (`10.0.0.0/8`) and names of networks (`loopback`, `linklocal`, `uniquelocal`) whose
   * `X-Forwarded-*` is believed.
   */
  readonly trustedProxies?: readonly string[];
}

const HOST = /^(?:[\w.-]{1,255}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/iu;
const PREFIX = /^(?:\/[\w~-][\w.~-]*)+$/u;
const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/iu;

/** Whether a `Host` names a host and, at most, a port. */
function isHost(value: string): boolean {
  return HOST.test(value) && URL.canParse(`http://${value}/`);
}

/**
 * Decides whose word is taken for where a request came from.
 *
 * @throws TypeError when a trusted proxy is neither an address nor a network.
 */
export function originsOf({ publicUrl, trustedProxies = [] }: OriginSettings): Origins {
  const trusts = trustedProxies.length === 0 ? undefined : proxyAddr.compile([...trustedProxies]);

  const clientAddress = (incoming: IncomingMessage | undefined): string | undefined => {
    if (incoming === undefined) return undefined;
    const address = trusts === undefined ? incoming.socket.remoteAddress : proxyAddr(incoming, trusts);
    return address?.replace(MAPPED_IPV4, '');
  };

  const externalOrigin = (incoming: IncomingMessage | undefined, url: string): string => {
    if (publicUrl !== undefined) return publicUrl;
    if (incoming === undefined) return new URL(url).origin;
    const peer = incoming.socket.remoteAddress;
    const forwarded = peer !== undefined && trusts?.(peer, 0) === true ? forwardedOrigin(incoming) : {};
    const scheme = forwarded.scheme ?? ('encrypted' in incoming.socket ? 'https' : 'http');
    return `${scheme}://${forwarded.host ?? ownHost(incoming)}${forwarded.prefix ?? ''}`;
  };

  return { clientAddress, externalOrigin };
}

function ownHost(incoming: IncomingMessage): string {
  const { host } = incoming.headers;
  if (host !== undefined && isHost(host)) return host;
  const { localAddress = 'localhost', localPort } = incoming.socket;
  const address = localAddress.replace(MAPPED_IPV4, '');
  return `${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}

/** What a trusted proxy says. Each header may be a list, to which every proxy on the way added; the first is the client's. */
function forwardedOrigin(incoming: IncomingMessage): {
  readonly scheme?: string;
  readonly host?: string;
  readonly prefix?: string;
} {
  const scheme = forwardedValue(incoming, 'x-forwarded-proto')?.toLowerCase();
  const host = forwardedValue(incoming, 'x-forwarded-host');
  const port = forwardedValue(incoming, 'x-forwarded-port');
  const known = scheme === 'http' || scheme === 'https' ? { scheme } : {};
  const named = host !== undefined && isHost(host) ? host : ownHost(incoming);
  const prefix = forwardedValue(incoming, 'x-forwarded-prefix')?.replace(/\/+$/u, '') ?? '';
  return {
    ...known,
    host: withPort(named, port, known.scheme),
    ...(PREFIX.test(prefix) ? { prefix } : {}),
  };
}

function forwardedValue(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  const first = (Array.isArray(value) ? value[0] : value)?.split(',', 1)[0]?.trim();
  return first === '' ? undefined : first;
}

/** A port in the host goes before a port of its own; one that is the scheme's usual is left out. */
function withPort(host: string, port: string | undefined, scheme: string | undefined): string {
  if (port === undefined || !/^\d{1,5}$/u.test(port) || Number(port) > 65_535 || /:\d+$/u.test(host)) return host;
  return port === (scheme === 'https' ? '443' : '80') ? host : `${host}:${port}`;
}
