import type { RandomSource } from '@quintet/core';

const SANE = /^[\w.:=+/@-]{1,128}$/u;

/** Names a request: by what the client or a proxy calls it, if that is a plain word, else by a name of its own. */
export type NameRequest = (sent: string | null) => string;

/** One random prefix and a counter: unique among all servers, for less than a random number a request. */
export function nameRequests(random: RandomSource): NameRequest {
  const prefix = random.identifier();
  let count = 0;
  return (sent) => (sent !== null && SANE.test(sent) ? sent : `${prefix}.${(count += 1).toString(36)}`);
}
