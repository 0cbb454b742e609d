import type {
  AccountNotFound,
  AlreadyCheckedIn,
  AnnouncementNotFound,
  EventNotFound,
  FieldEmpty,
  FieldMalformed,
  FieldMissing,
  LocationInUse,
  LocationNotFound,
  LoginLimited,
  NotCheckedIn,
  NothingToChange,
  NotTicketParty,
  PermissionLacking,
  PictureNotFound,
  PictureTooLarge,
  PictureTypeUnknown,
  TicketAlreadyClaimed,
  TicketAlreadyClosed,
  TicketAlreadyOpen,
  TicketClosed,
  TicketExpired,
  TicketIdMalformed,
  TicketIdMissing,
  TicketNotFound,
  TimesOutOfOrder,
  UsernameTaken,
  WrongPassword,
} from '@quintet/core';
import type { ReadyAnswer } from '../http/answer.ts';
import type { ErrorTable } from '../http/errors.ts';
import {
  CLOSE_FORBIDDEN,
  INVALID_LOCATION,
  LOCATION_NOT_FOUND,
  NOT_AN_ORGANIZER,
  NOT_LOGGED_IN,
  NOT_LOGGED_IN_TO_CREATE,
  NOTHING_TO_CHANGE,
  PICTURE_NOT_FOUND,
  PICTURE_TOO_LARGE,
  pictureRefused,
  refused,
  REOPEN_FORBIDDEN,
  TICKET_ALREADY_CLOSED,
  TICKET_CLAIMED,
  TICKET_CLOSED,
  TICKET_EXPIRED,
  TICKET_ID_INVALID,
  TICKET_ID_MISSING,
  TICKET_NOT_FOUND,
  TICKET_OPEN,
  TIMES_OUT_OF_ORDER,
  tooManyFailedLogins,
  USER_EXISTS,
  USER_UNKNOWN,
  WRONG_PASSWORD,
} from './answers.ts';

/** Why a field was not taken. */
export type FieldError = FieldMissing | FieldEmpty | FieldMalformed;

/** What a field is called where people read it, and what is allowed in it. */
interface FieldWords {
  readonly name: string;
  readonly allowed: string;
  /** Where it differs from `<Name> is blank`. */
  readonly blank?: string;
  /** Where it differs from a 400 of its own. */
  readonly malformed?: ReadyAnswer;
}

const LINE = 'must be 1 to 255 characters of text.';
const PASSAGE = 'must be 1 to 2,000 characters of text.';
const MOMENT = 'must be a time such as 2017-02-22T21:44:27.';

/** The answers to what is wrong with fields, by the core's names for them. */
function fieldErrors(words: Readonly<Record<string, FieldWords>>): ErrorTable<FieldError> {
  const of = (field: string): FieldWords => words[field] ?? { name: field, allowed: 'is not of the right form.' };
  return {
    'field-missing': ({ field }) => {
      const { name, allowed } = of(field);
      return refused(400, `No ${name} provided`, `${capital(name)} is missing; it ${allowed}`);
    },
    'field-empty': ({ field }) => {
      const { name, allowed, blank = `${capital(name)} is blank` } = of(field);
      return refused(400, blank, `${capital(name)} ${allowed}`);
    },
    'field-malformed': ({ field }) => {
      const { name, allowed, malformed } = of(field);
      return malformed ?? refused(400, `Invalid ${name}`, `${capital(name)} ${allowed}`);
    },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const USER_FIELD_ERRORS: ErrorTable<FieldError> = fieldErrors({
  name: { name: 'name', allowed: LINE, blank: 'Name is empty' },
  username: { name: 'email', allowed: LINE, blank: 'Email is empty' },
  password: { name: 'password', allowed: 'must be text of 1 to 1,024 bytes.', blank: 'Password is empty' },
});

export const CREATE_USER_ERRORS: ErrorTable<FieldError | UsernameTaken> = {
  ...USER_FIELD_ERRORS,
  'username-taken': USER_EXISTS,
};

export const LOG_IN_ERRORS: ErrorTable<FieldError | AccountNotFound | WrongPassword | LoginLimited> = {
  ...USER_FIELD_ERRORS,
  'account-not-found': USER_UNKNOWN,
  'wrong-password': WRONG_PASSWORD,
  'login-limited': tooManyFailedLogins,
};

export const PICTURE_ERRORS: ErrorTable<LocationNotFound | PictureNotFound> = {
  'location-not-found': LOCATION_NOT_FOUND,
  'picture-not-found': PICTURE_NOT_FOUND,
};

export const CREATE_TICKET_ERRORS: ErrorTable<FieldError | AccountNotFound> = {
  ...fieldErrors({
    description: { name: 'description', allowed: PASSAGE, blank: 'Ticket description is blank' },
    location: { name: 'location', allowed: LINE },
    contact: { name: 'contact', allowed: 'must be at most 255 characters of text; it may be empty.' },
  }),
  // the token outlived the database that it was made on
  'account-not-found': NOT_LOGGED_IN_TO_CREATE,
};

type TicketError = TicketIdMissing | TicketIdMalformed | TicketNotFound;

const TICKET_ERRORS: ErrorTable<TicketError> = {
  'ticket-id-missing': TICKET_ID_MISSING,
  'ticket-id-malformed': TICKET_ID_INVALID,
  'ticket-not-found': TICKET_NOT_FOUND,
};

export const CLAIM_ERRORS: ErrorTable<
  TicketError | TicketClosed | TicketAlreadyClaimed | TicketExpired | AccountNotFound
> = {
  ...TICKET_ERRORS,
  'account-not-found': NOT_LOGGED_IN,
  'ticket-closed': TICKET_CLOSED,
  'ticket-already-claimed': TICKET_CLAIMED,
  'ticket-expired': TICKET_EXPIRED,
};

export const REOPEN_ERRORS: ErrorTable<TicketError | NotTicketParty | TicketAlreadyOpen> = {
  ...TICKET_ERRORS,
  'not-ticket-party': REOPEN_FORBIDDEN,
  'ticket-already-open': TICKET_OPEN,
};

export const CLOSE_ERRORS: ErrorTable<TicketError | NotTicketParty | TicketAlreadyClosed> = {
  ...TICKET_ERRORS,
  'not-ticket-party': CLOSE_FORBIDDEN,
  'ticket-already-closed': TICKET_ALREADY_CLOSED,
};

/** For what organizers look at. */
export const ORGANIZER_ERRORS: ErrorTable<PermissionLacking> = { 'permission-lacking': NOT_AN_ORGANIZER };

const CHANGE_ERRORS: ErrorTable<NothingToChange> = { 'nothing-to-change': NOTHING_TO_CHANGE };

export const SET_TIMES_ERRORS: ErrorTable<PermissionLacking | FieldError | TimesOutOfOrder> = {
  ...ORGANIZER_ERRORS,
  ...fieldErrors({
    eventStart: { name: 'event start time', allowed: MOMENT },
    eventEnd: { name: 'event end time', allowed: MOMENT },
    hackingStart: { name: 'hacking start time', allowed: MOMENT },
    hackingEnd: { name: 'hacking end time', allowed: MOMENT },
  }),
  'times-out-of-order': TIMES_OUT_OF_ORDER,
};

const ANNOUNCEMENT_FIELDS = fieldErrors({
  message: { name: 'message', allowed: PASSAGE },
  time: { name: 'time', allowed: MOMENT },
});

export const ANNOUNCE_BY_SMS_ERRORS: ErrorTable<FieldError> = ANNOUNCEMENT_FIELDS;

export const CREATE_ANNOUNCEMENT_ERRORS: ErrorTable<PermissionLacking | FieldError> = {
  ...ORGANIZER_ERRORS,
  ...ANNOUNCEMENT_FIELDS,
};

export const DELETE_ANNOUNCEMENT_ERRORS: ErrorTable<PermissionLacking | AnnouncementNotFound> = {
  ...ORGANIZER_ERRORS,
  'announcement-not-found': refused(404, 'Announcement not found', 'There is no such announcement.'),
};

export const EDIT_ANNOUNCEMENT_ERRORS: ErrorTable<
  PermissionLacking | AnnouncementNotFound | FieldError | NothingToChange
> = { ...DELETE_ANNOUNCEMENT_ERRORS, ...ANNOUNCEMENT_FIELDS, ...CHANGE_ERRORS };

const EVENT_FIELDS: ErrorTable<FieldError | TimesOutOfOrder | LocationNotFound> = {
  ...fieldErrors({
    shortDescription: { name: 'short description', allowed: LINE },
    longDescription: { name: 'long description', allowed: 'must be at most 2,000 characters of text.' },
    location: { name: 'location', allowed: 'must be the id of a location.', malformed: INVALID_LOCATION },
    startTime: { name: 'start time', allowed: MOMENT },
    endTime: { name: 'end time', allowed: MOMENT },
  }),
  'times-out-of-order': refused(400, 'Invalid times', 'An event must not end before it starts.'),
  'location-not-found': LOCATION_NOT_FOUND,
};

export const CREATE_EVENT_ERRORS: ErrorTable<PermissionLacking | FieldError | TimesOutOfOrder | LocationNotFound> = {
  ...ORGANIZER_ERRORS,
  ...EVENT_FIELDS,
};

export const DELETE_EVENT_ERRORS: ErrorTable<PermissionLacking | EventNotFound> = {
  ...ORGANIZER_ERRORS,
  'event-not-found': refused(404, 'Event not found', 'There is no such event.'),
};

export const EDIT_EVENT_ERRORS: ErrorTable<
  PermissionLacking | EventNotFound | FieldError | NothingToChange | TimesOutOfOrder | LocationNotFound
> = { ...DELETE_EVENT_ERRORS, ...EVENT_FIELDS, ...CHANGE_ERRORS };

export const CREATE_LOCATION_ERRORS: ErrorTable<PermissionLacking | FieldError | PictureTypeUnknown | PictureTooLarge> =
  {
    ...ORGANIZER_ERRORS,
    ...fieldErrors({
      name: { name: 'name', allowed: LINE },
      rank: { name: 'rank', allowed: 'must be a whole number from -1.' },
      picture: { name: 'picture', allowed: 'must be a PNG, JPEG, WebP or SVG file.' },
    }),
    'picture-type-unknown': pictureRefused('A picture is a PNG, JPEG, WebP or SVG file.'),
    'picture-too-large': PICTURE_TOO_LARGE,
  };

const ONE_LOCATION: ErrorTable<PermissionLacking | LocationNotFound> = {
  ...ORGANIZER_ERRORS,
  'location-not-found': LOCATION_NOT_FOUND,
};

export const EDIT_LOCATION_ERRORS: ErrorTable<
  PermissionLacking | LocationNotFound | FieldError | PictureTypeUnknown | PictureTooLarge | NothingToChange
> = { ...CREATE_LOCATION_ERRORS, ...ONE_LOCATION, ...CHANGE_ERRORS };

export const DELETE_LOCATION_ERRORS: ErrorTable<PermissionLacking | LocationNotFound | LocationInUse> = {
  ...ONE_LOCATION,
  'location-in-use': refused(409, 'Location is in use', 'Events take place there. Move or delete them first.'),
};

const PERSON_ERRORS: ErrorTable<PermissionLacking | FieldError | AccountNotFound> = {
  ...ORGANIZER_ERRORS,
  ...fieldErrors({ username: { name: 'username', allowed: LINE } }),
  'account-not-found': refused(404, 'User not found', 'Nobody has this username.'),
};

export const CHECK_IN_ERRORS: ErrorTable<PermissionLacking | FieldError | AccountNotFound | AlreadyCheckedIn> = {
  ...PERSON_ERRORS,
  'already-checked-in': refused(409, 'Already checked in', 'This person is checked in already.'),
};

export const CHECK_OUT_ERRORS: ErrorTable<PermissionLacking | FieldError | AccountNotFound | NotCheckedIn> = {
  ...PERSON_ERRORS,
  'not-checked-in': refused(409, 'Not checked in', 'This person is not checked in.'),
};
