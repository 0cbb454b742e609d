import ipaddr from 'ipaddr.js';

/**
 * Whether an address is one of the public internet. All others lead into somebody's own network, or nowhere: loopback,
 * private and shared networks, link-local ones (where clouds answer questions about their machines), unique local ones,
 * those for documentation and tests, broadcast and multicast, and IPv6 addresses that stand for an IPv4 address which
 * is none of the public internet.
 *
 * @param address - In the form in which a resolver gives it; any other text is no public address.
 *
 * @example
 * ```ts
 * isPublicAddress('93.184.215.14'); // true
 * isPublicAddress('::ffff:127.0.0.1'); // false
 * ```
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // Takes the IPv4 address out of an IPv6 one that is mapped.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || PUBLIC_BUT_OF_A_CLOUD.has(parsed.toString())) return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

/** What IANA gives out of IPv6 so far; the rest, such as addresses "compatible" with IPv4, is in nobody's hands. */
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('2000::/3');

/** An address of Azure's machines that tells, and is told, of the machine that asks it. */
const PUBLIC_BUT_OF_A_CLOUD: ReadonlySet<string> = new Set(['168.63.129.16']);
