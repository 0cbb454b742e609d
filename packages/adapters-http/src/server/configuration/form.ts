import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

/** How the text of a variable must be, and what it means. */
export interface Form<T> {
  /** What is allowed, in words that follow on "allowed is". */
  readonly allowed: string;
  /** `undefined` where the text is not of this form. */
  parse(text: string): T | undefined;
}

/** Text that passes a test. */
export function textThat(allowed: string, fits: (text: string) => boolean): Form<string> {
  return { allowed, parse: (text) => (fits(text) ? text : undefined) };
}

/** Text without control characters. */
export const anyText: Form<string> = textThat('text without control characters', (text) => /^\P{Cc}+$/u.test(text));

/** A whole number in decimal digits. */
export function wholeNumber(least: number, largest: number, unit = ''): Form<number> {
  return {
    allowed: `a whole number${unit && ` of ${unit}`} from ${least} to ${largest}`,
    parse(text) {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= largest ? value : undefined;
    },
  };
}

/** `true` or `false`, and nothing else. */
export const yesOrNo: Form<boolean> = {
  allowed: 'true or false',
  parse: (text) => (text === 'true' || text === 'false' ? text === 'true' : undefined),
};

/** One of some words. */
export function oneOf<const T extends string>(words: readonly T[]): Form<T> {
  return { allowed: `one of ${words.join(', ')}`, parse: (text) => words.find((word) => word === text) };
}

/** One or more values between commas, none twice. */
export function listOf<T>(entry: Form<T>): Form<readonly T[]> {
  return {
    allowed: `a list between commas, no entry twice, each ${entry.allowed}`,
    parse(text) {
      const parts = text.split(',').map((part) => part.trim());
      const entries = parts.map((part) => (part === '' ? undefined : entry.parse(part)));
      const isComplete = entries.every((value) => value !== undefined) && new Set(parts).size === parts.length;
      return isComplete ? entries : undefined;
    },
  };
}

/** An absolute URL of one of some schemes. */
export function urlOf(schemes: readonly string[], allowed: string): Form<string> {
  return textThat(allowed, (text) => {
    const url = URL.parse(text);
    return url !== null && schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' && url.hash === '';
  });
}

/** Scheme, host and port, perhaps a path; a closing slash is dropped. */
export const publicUrl: Form<string> = {
  allowed: 'an http or https URL without a query, such as https://lists.example.com',
  parse(text) {
    const url = URL.parse(text);
    const isPlain = url !== null && !url.username && !url.password && !url.search && !url.hash;
    return isPlain && /^https?:$/.test(url.protocol) ? url.href.replace(/\/+$/, '') : undefined;
  },
};

/** A URL that nobody between can read or change what comes from. */
export const secureUrl: Form<string> = textThat('an https URL, or http at a loopback address', (text) => {
  const url = URL.parse(text);
  if (url === null || url.hash !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
});

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** An origin as a browser names it, or any. */
export const origin: Form<string> = textThat(
  '* or an origin such as https://app.example.com',
  (text) => text === '*' || (text !== 'null' && URL.parse(text)?.origin === text),
);

/** A base path; its closing slash is dropped, so that `/` is empty. */
export const basePath: Form<string> = {
  allowed: '/, or a path such as /lists of letters, digits and . _ ~ -',
  parse: (text) =>
    /^(?:\/|(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?)$/.test(text) ? text.replace(/\/$/, '') : undefined,
};

/** Whom to believe what they say of the client: as the package `proxy-addr` reads it. */
export const proxy: Form<string> = textThat(
  'an address (10.0.0.1), a network (10.0.0.0/8), loopback, linklocal or uniquelocal',
  (text) => {
    try {
      proxyAddr.compile([text]);
      return true;
    } catch {
      return false;
    }
  },
);

/** Where one can listen at. */
export const host: Form<string> = textThat(
  'a host name or an address, such as 127.0.0.1, 0.0.0.0 or ::',
  (text) => isIP(text) !== 0 || /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text),
);

/** Where a service is: TLS and its usual port unless they are given. */
export const service: Form<string> = textThat(
  'a host such as soketi.example, host:port, or an http or https URL of both',
  (text) => {
    const url = URL.parse(text.includes('://') ? text : `https://${text}`);
    return url !== null && /^https?:$/.test(url.protocol) && /^[^?#@]+$/.test(text) && url.pathname === '/';
  },
);

/** So many failures within so many seconds. */
export interface Rate {
  readonly failures: number;
  /** Seconds. */
  readonly window: number;
}

/** `10/900`: ten in 900 seconds; `off`: as many as one likes. */
export const rate: Form<Rate | 'off'> = {
  allowed: 'failures/seconds such as 10/900, or off',
  parse(text) {
    if (text === 'off') return text;
    const [, failures, window] = /^([1-9]\d{0,5})\/([1-9]\d{0,6})$/.exec(text)?.map(Number) ?? [];
    return failures === undefined || window === undefined ? undefined : { failures, window };
  },
};

/** A name of the time zone database. */
export const timeZone: Form<string> = textThat('a time zone such as UTC or Europe/Berlin', (text) => {
  if (text === 'UTC') return true;
  try {
    // Offsets such as +02:00 are understood as well, but they are no time zones.
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '' && /^[A-Z]/i.test(text);
  } catch {
    return false;
  }
});

/** Bytes in base64 or base64url, kept as they are written. */
export function base64Of(bytes: number): Form<string> {
  return textThat(
    `${bytes} bytes in base64`,
    (text) => /^[\w+/-]+={0,2}$/.test(text) && Buffer.from(text, 'base64').length === bytes,
  );
}
