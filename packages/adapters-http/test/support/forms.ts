import { expect } from 'vitest';

/** `Wed, 23 Aug 2017 10:14:52 GMT` */
export const RFC_1123 =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/u;

/** `2017-08-24T19:56:07.942974` */
export const ISO_MICROSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/u;

/** A JSON Web Token. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/u;

const iso: unknown = expect.stringMatching(ISO_MICROSECONDS);
const rfc: unknown = expect.stringMatching(RFC_1123);
const someId: unknown = expect.any(Number);

/** The answer to creating and editing a bucket. */
export function writtenBucket(name: string, id: unknown = someId): object {
  return { status: 'success', id, name, createdAt: rfc, modifiedAt: rfc };
}

/** A bucket everywhere else. */
export function bucket(name: string, id: unknown = someId): object {
  return { id, name, createdAt: iso, modifiedAt: iso };
}

/** An item, everywhere. */
export function item(name: string, description: string | null, id: unknown = someId): object {
  return { id, name, description, bucketId: '{bucket}', createdAt: iso, modifiedAt: iso };
}

/** The answer to registering and logging in. */
export function signedIn(message: string): object {
  return { status: 'success', message, auth_token: expect.stringMatching(JWT) };
}

/** The moment that a date of either form names; dates without a zone are in UTC. */
export function moment(date: string | undefined): number {
  return Date.parse(ISO_MICROSECONDS.test(date ?? '') ? `${date}Z` : (date ?? ''));
}
