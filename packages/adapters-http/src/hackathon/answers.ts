import type { LoginLimited } from '@quintet/core';
import { json, type ReadyAnswer } from '../http/answer.ts';
import type { HttpFailure } from '../http/api.ts';

/**
 * An answer in the envelope to a request that failed.
 *
 * @param title - Clients and people know these; shown as they are.
 * @param message - What whoever reads it can do about it.
 */
export function refused(status: number, title: string, message: string): ReadyAnswer {
  return json(status, { success: false, error: { title, message } });
}

const LOG_IN = 'Log in and try again.';

export const NOT_LOGGED_IN: ReadyAnswer = refused(401, 'No user is currently logged in', LOG_IN);
/** For making a ticket, where clients have always been told so. */
export const NOT_LOGGED_IN_TO_CREATE: ReadyAnswer = refused(400, 'No user is currently logged in', LOG_IN);
export const NOT_AN_ORGANIZER: ReadyAnswer = refused(403, 'Organizers only', 'Only organizers may do this.');

export const INVALID_BODY: ReadyAnswer = refused(
  400,
  'Invalid request body',
  'The request body must be a JSON object, such as {"name": "value"}.',
);
export const INVALID_FORM: ReadyAnswer = refused(
  400,
  'Invalid request body',
  'The request body must be a JSON object or a form that can be read.',
);
export const NOTHING_TO_CHANGE: ReadyAnswer = refused(
  400,
  'Nothing to change',
  'Send at least one of the fields that can be changed.',
);
export const TIMES_OUT_OF_ORDER: ReadyAnswer = refused(
  400,
  'Invalid times',
  'What ends must not end before it starts, and hacking lies within the event.',
);

export const INVALID_DATE: ReadyAnswer = refused(
  400,
  'Invalid date',
  'since_date must be a date such as 2017-02-22T21:44:09.',
);

export const INVALID_STATE: ReadyAnswer = refused(
  400,
  'Invalid state',
  'A state is open, in_progress, expired or closed.',
);

export const INVALID_LOCATION: ReadyAnswer = refused(400, 'Invalid Location', 'A location id has 24 hex digits.');
export const LOCATION_NOT_FOUND: ReadyAnswer = refused(404, 'Location not found', 'There is no such location.');
export const PICTURE_NOT_FOUND: ReadyAnswer = refused(404, 'Location not found', 'This location has no picture yet.');
export const PICTURE_TOO_LARGE: ReadyAnswer = refused(413, 'Picture too large', 'A picture has at most 5 MiB.');
/** The picture can't be taken, for a reason in words. */
export function pictureRefused(reason: string): ReadyAnswer {
  return refused(400, 'Invalid picture', reason);
}

export const USER_EXISTS: ReadyAnswer = refused(400, 'User already exists', 'Log in, or choose another username.');
export const PASSWORD_TOO_LONG: ReadyAnswer = refused(
  422,
  'Invalid password',
  'password parameter must be at most 1024 bytes',
);
export const USER_UNKNOWN: ReadyAnswer = refused(
  400,
  'No user exists with the specified email',
  'Check the email, or create an account.',
);
export const WRONG_PASSWORD: ReadyAnswer = refused(401, 'Invalid password', 'Check the password and try again.');

/** The answer to whoever failed to log in too often. */
export function tooManyFailedLogins({ retryAfter }: Pick<LoginLimited, 'retryAfter'>): ReadyAnswer {
  return {
    ...refused(429, 'Too many failed logins', 'Too many failed logins, try again later'),
    headers: { 'Retry-After': String(retryAfter) },
  };
}

export const TICKET_ID_MISSING: ReadyAnswer = refused(400, 'No ticket provided.', 'Say which ticket you mean.');
export const TICKET_ID_INVALID: ReadyAnswer = refused(400, 'Invalid Ticket ID', 'A ticket id has 24 hex digits.');
export const TICKET_NOT_FOUND: ReadyAnswer = refused(404, 'Ticket does not exist', 'It may have been removed.');
export const TICKET_CLAIMED: ReadyAnswer = refused(
  409,
  'Ticket already claimed',
  'Another mentor was faster. Choose another ticket.',
);
export const TICKET_CLOSED: ReadyAnswer = refused(403, 'Ticket is closed', 'A closed ticket cannot be claimed.');
export const TICKET_EXPIRED: ReadyAnswer = refused(
  403,
  'Ticket has expired',
  'It can be claimed once it has been opened again.',
);
export const REOPEN_FORBIDDEN: ReadyAnswer = refused(
  403,
  'Cannot re-open this ticket',
  'Only who made the ticket and who claimed it may open it again.',
);
export const TICKET_OPEN: ReadyAnswer = refused(403, 'Ticket is already open', 'It is in the queue, at its place.');
export const CLOSE_FORBIDDEN: ReadyAnswer = refused(
  403,
  'Cannot close this ticket',
  'Only who made the ticket and who claimed it may close it.',
);
export const TICKET_ALREADY_CLOSED: ReadyAnswer = refused(409, 'Ticket is already closed', 'There is nothing to do.');

export const SIGNATURE_INVALID: ReadyAnswer = refused(403, 'Invalid signature', 'Only Twilio may post here.');
export const NUMBER_UNKNOWN: ReadyAnswer = refused(403, 'Number not allowed', 'This number may not announce.');

export const INVALID_SOCKET: ReadyAnswer = refused(400, 'Invalid socket', 'socket_id must be one such as 123.456.');
export const INVALID_CHANNEL: ReadyAnswer = refused(
  400,
  'Invalid channel',
  'A channel has 1 to 164 letters, digits and _ - = @ , . ;',
);
export const CHANNEL_FORBIDDEN: ReadyAnswer = refused(403, 'Channel not allowed', 'You may not enter this channel.');
export const INVALID_SUBSCRIPTION: ReadyAnswer = refused(
  400,
  'Invalid subscription',
  'Send what PushSubscription.toJSON() gives: an https endpoint, and the keys p256dh and auth.',
);
export const INVALID_CHANNELS: ReadyAnswer = refused(
  400,
  'Invalid channels',
  'channels must be a list of 1 to 100 names of channels.',
);
export const SUBSCRIPTION_NOT_FOUND: ReadyAnswer = refused(
  404,
  'Subscription not found',
  'There is no subscription of this endpoint.',
);

/** The answers to requests that no handler answers. */
export const FAILURES: Readonly<Record<HttpFailure, ReadyAnswer>> = {
  'not-found': refused(404, 'Not found', 'There is nothing at this address.'),
  'method-not-allowed': refused(405, 'Method not allowed', 'This address does not take requests of this method.'),
  'malformed-request': refused(400, 'Bad request', 'The request cannot be understood.'),
  'body-too-large': refused(413, 'Request body too large', 'Send less at once.'),
  'headers-too-large': refused(431, 'Request header fields too large', 'Send fewer or shorter headers.'),
  'request-timeout': refused(408, 'Request timeout', 'The request took too long. Try again.'),
  unavailable: refused(503, 'Service unavailable', 'The service is unavailable for the moment. Try again later.'),
  internal: refused(500, 'Internal server error', 'Something went wrong on our side. Try again later.'),
};
