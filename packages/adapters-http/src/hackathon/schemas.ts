import type { TSchema } from 'typebox';

// Written as JSON Schema, which TypeBox reads as types: nothing of it is loaded when the server starts.

type Properties = Readonly<Record<string, TSchema>>;

const LONGEST_LINE = 255;
const LONGEST_PASSAGE = 2000;

/** An object with all of its properties, but for those that are named. */
function object(title: string, properties: Properties, optional: readonly string[] = []): TSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { title, type: 'object', required, properties };
}

/** An object with any of its properties, and at least one. */
function changes(title: string, properties: Properties): TSchema {
  const description = 'At least one of the fields; what is absent stays';
  return { title, type: 'object', minProperties: 1, description, properties };
}

/** What is answered: an object with its properties and no other. */
function answer(title: string, properties: Properties, optional: readonly string[] = []): TSchema {
  return { ...object(title, properties, optional), additionalProperties: false };
}

/** What is answered to a request that succeeded. */
function success(title: string, data: TSchema): TSchema {
  return answer(title, { success: { const: true }, data });
}

const listOf = (items: TSchema): TSchema => ({ type: 'array', items });
const orNull = (schema: TSchema): TSchema => ({ anyOf: [schema, { type: 'null' }] });

const line = (example: string, description?: string): TSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: LONGEST_LINE,
  ...(description === undefined ? {} : { description }),
  examples: [example],
});
const passage = (example: string): TSchema => ({
  type: 'string',
  minLength: 1,
  maxLength: LONGEST_PASSAGE,
  examples: [example],
});
const flag: TSchema = { type: 'boolean' };
const count: TSchema = { type: 'integer', minimum: 0, examples: [3] };
const seconds: TSchema = orNull({ type: 'number', description: 'Seconds', examples: [312.5] });

export const ID: TSchema = {
  type: 'string',
  pattern: '^[0-9a-fA-F]{24}$',
  description: '24 hex digits',
  examples: ['58b2357f7a2f2e2e723e130e'],
};
const shownTime: TSchema = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`,
  description: "The venue's time",
  examples: ['2017-02-22T21:44:27'],
};
const preciseTime: TSchema = {
  type: 'string',
  pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$`,
  description: "The venue's time",
  examples: ['2017-02-25T15:55:05.978298'],
};
const typedTime: TSchema = {
  type: 'string',
  description: "ISO 8601; the venue's time where no offset is given",
  examples: ['2017-02-22T21:44:27'],
};

export const NEW_USER: TSchema = object('NewUser', {
  name: line('Jason Scharff'),
  username: line('jason@example.com', 'By convention an email'),
  password: { type: 'string', minLength: 1, examples: ['correct horse'] },
});
export const LOGIN: TSchema = object('Login', {
  username: line('jason@example.com'),
  password: { type: 'string', minLength: 1, examples: ['correct horse'] },
});
const token: TSchema = { type: 'string', description: 'An access token, to be sent as `X-MenloHacks-Authorization`' };
export const TOKEN_ANSWER: TSchema = success('TokenAnswer', answer('Token', { token }));
export const LOGIN_ANSWER: TSchema = success(
  'LoginAnswer',
  answer('LoggedIn', { name: { type: 'string' }, token, username: { type: 'string' } }),
);

const timesFields = (time: TSchema): Properties => ({
  event_start_time: time,
  event_end_time: time,
  hacking_start_time: time,
  hacking_end_time: time,
});
export const TIMES_DRAFT: TSchema = object('NewTimes', timesFields(typedTime));
export const TIMES_ANSWER: TSchema = success('TimesAnswer', answer('Times', timesFields(shownTime)));

const rank: TSchema = {
  type: 'integer',
  minimum: -1,
  maximum: 2_147_483_647,
  description: 'Its place among the maps; -1: it is none of them',
  examples: [1],
};
const locationDraft: Properties = { name: line('Main gym'), rank };
const picture: TSchema = {
  type: 'string',
  contentMediaType: 'application/octet-stream',
  description: 'A PNG, JPEG, WebP or SVG file of at most 5 MiB',
};
export const NEW_LOCATION: TSchema = object('NewLocation', locationDraft, ['rank']);
export const NEW_LOCATION_FORM: TSchema = object('NewLocationForm', { ...locationDraft, picture }, ['rank', 'picture']);
export const LOCATION_CHANGES: TSchema = changes('LocationChanges', locationDraft);
export const LOCATION_CHANGES_FORM: TSchema = changes('LocationChangesForm', { ...locationDraft, picture });
const LOCATION: TSchema = answer(
  'Location',
  {
    id: ID,
    map: {
      type: 'string',
      format: 'uri',
      examples: ['https://api.example.com/location/image/58ad07c47a2f2e9dfdbac50b'],
    },
    name: line('Main gym'),
    rank: { ...rank, minimum: 0, description: 'Only when it is primary' },
    is_primary: { ...flag, description: 'Whether it is one of the maps' },
  },
  ['rank'],
);
export const LOCATION_ANSWER: TSchema = success('LocationAnswer', LOCATION);
export const LOCATIONS_ANSWER: TSchema = success('LocationsAnswer', listOf(LOCATION));

export const NEW_ANNOUNCEMENT: TSchema = object(
  'NewAnnouncement',
  { message: passage('Lunch is served'), time: { ...typedTime, description: 'When it is published; absent: at once' } },
  ['time'],
);
export const ANNOUNCEMENT_CHANGES: TSchema = changes('AnnouncementChanges', {
  message: passage('Lunch is served'),
  time: typedTime,
});
const ANNOUNCEMENT: TSchema = answer('Announcement', { id: ID, message: passage('Lunch is served'), time: shownTime });
export const ANNOUNCEMENT_ANSWER: TSchema = success('AnnouncementAnswer', ANNOUNCEMENT);
export const ANNOUNCEMENTS_ANSWER: TSchema = success('AnnouncementsAnswer', listOf(ANNOUNCEMENT));

const eventFields = (location: TSchema, time: TSchema): Properties => ({
  short_description: line('Opening Ceremony'),
  long_description: { type: 'string', maxLength: LONGEST_PASSAGE, examples: ['Welcome to MenloHacks II'] },
  location,
  start_time: time,
  end_time: time,
});
const locationId: TSchema = { ...ID, description: "The location's id" };
export const NEW_EVENT: TSchema = object('NewEvent', eventFields(locationId, typedTime));
export const EVENT_CHANGES: TSchema = changes('EventChanges', eventFields(locationId, typedTime));
const EVENT: TSchema = answer('Event', { id: ID, ...eventFields(LOCATION, shownTime) });
export const EVENT_ANSWER: TSchema = success('EventAnswer', EVENT);
export const EVENTS_ANSWER: TSchema = success('EventsAnswer', listOf(EVENT));

export const REMOVED_ANSWER: TSchema = success('RemovedAnswer', answer('Removed', { id: ID }));

export const NEW_TICKET: TSchema = object('NewTicket', {
  description: passage("Django admin site isn't loading CSS"),
  location: line('Main gym, near the front'),
  contact: { type: 'string', maxLength: LONGEST_LINE, description: 'May be empty', examples: ['ann@example.com'] },
});
export const TICKET_ID: TSchema = object('TicketId', { id: ID });
const ticketFields: Properties = {
  id: ID,
  description: passage("Django admin site isn't loading CSS"),
  location: line('Main gym, near the front'),
  contact: { type: 'string', examples: ['ann@example.com'] },
  claimed: flag,
  expired: flag,
  time_created: preciseTime,
  time_complete: { ...orNull(preciseTime), description: '`null` until it is closed' },
  is_mine: flag,
  claimed_by_me: flag,
};
const TICKET: TSchema = answer('Ticket', ticketFields);
export const TICKET_ANSWER: TSchema = success('TicketAnswer', TICKET);
export const TICKETS_ANSWER: TSchema = success('TicketsAnswer', listOf(TICKET));
const tickets = listOf(TICKET);
export const OWN_TICKETS_ANSWER: TSchema = success(
  'OwnTicketsAnswer',
  answer('OwnTickets', {
    categories: { const: ['open', 'in_progress', 'expired', 'closed'] },
    tickets: answer('TicketsByCategory', { open: tickets, in_progress: tickets, expired: tickets, closed: tickets }),
  }),
);

export const STATE: TSchema = { enum: ['open', 'in_progress', 'expired', 'closed'] };
const waitingTimes: Properties = {
  opened: count,
  claimed: count,
  closed: count,
  median_to_claim: seconds,
  p90_to_claim: seconds,
  median_to_close: seconds,
  p90_to_close: seconds,
};
export const ALL_TICKETS_ANSWER: TSchema = success(
  'AllTicketsAnswer',
  answer('AllTickets', {
    tickets: listOf(
      answer('OrganizersTicket', {
        ...ticketFields,
        state: STATE,
        owner: { type: 'string', description: 'The name of who made it', examples: ['Ann'] },
        mentor: { ...orNull({ type: 'string' }), description: 'The name of who claimed it', examples: ['Bob'] },
        time_opened: preciseTime,
        time_claimed: orNull(preciseTime),
      }),
    ),
    total: { ...count, description: 'On all pages together' },
    statistics: answer('TicketStatistics', {
      open_now: count,
      longest_waiting: seconds,
      overall: answer('WaitingTimes', waitingTimes),
      per_hour: listOf(answer('WaitingTimesOfHour', { hour: shownTime, ...waitingTimes })),
    }),
  }),
);

export const USERNAME: TSchema = object('Username', { username: line('ann@example.com') });
const personFields: Properties = {
  username: { type: 'string', examples: ['ann@example.com'] },
  name: { type: 'string', examples: ['Ann'] },
  roles: listOf({ type: 'string', examples: ['organizer'] }),
  checked_in: flag,
  time_checked_in: orNull(preciseTime),
};
const PERSON: TSchema = answer('Person', personFields);
export const PERSON_ANSWER: TSchema = success('PersonAnswer', PERSON);
export const PEOPLE_ANSWER: TSchema = success(
  'PeopleAnswer',
  answer('People', { people: listOf(PERSON), total: count }),
);

export const SMS: TSchema = object('Sms', {
  From: { type: 'string', description: 'The number of the sender', examples: ['+15005550006'] },
  Body: passage('Lunch is served'),
});

const channelName: TSchema = {
  type: 'string',
  pattern: String.raw`^[\w\-=@,.;]{1,164}$`,
  examples: ['com.vivere.mentor'],
};
const url: TSchema = { type: 'string', format: 'uri' };
export const CHANNEL_ENTRY: TSchema = object('ChannelEntry', {
  socket_id: { type: 'string', pattern: String.raw`^\d+\.\d+$`, examples: ['123.456'] },
  channel_name: { ...channelName, examples: ['private-mentor-7'] },
});
/** As `pusher-js` wants it, so without the envelope. */
export const CHANNEL_AUTH: TSchema = answer(
  'ChannelAuth',
  {
    auth: {
      type: 'string',
      description: 'The key and a signature',
      examples: ['278d425bdf160c739803:58df8b0c36d6982b'],
    },
    channel_data: { type: 'string', description: 'Who one is in a presence channel, in JSON' },
  },
  ['channel_data'],
);
export const PUSH_ANSWER: TSchema = success(
  'PushAnswer',
  answer('PushEntrance', {
    pusher: {
      ...orNull(
        answer(
          'PusherEntrance',
          {
            key: { type: 'string' },
            auth_endpoint: url,
            cluster: { type: 'string' },
            host: { type: 'string' },
            port: { type: 'integer' },
            tls: flag,
            path: { type: 'string', description: 'What comes before /app; empty in most cases' },
          },
          ['cluster', 'host', 'port', 'tls', 'path'],
        ),
      ),
      description: 'For `pusher-js` and other clients of the Pusher protocol',
    },
    stream: { ...orNull(url), description: 'Server-sent events; `?channels=` names the channels' },
    web_push: {
      ...orNull(answer('WebPushEntrance', { public_key: { type: 'string' }, subscriptions: url })),
      description: 'For `pushManager.subscribe`',
    },
    channels: answer('Channels', {
      mentor: channelName,
      announcement: channelName,
      event: channelName,
      own: { ...orNull(channelName), description: 'Of who is logged in' },
      organizers: { ...orNull(channelName), description: 'For organizers' },
    }),
  }),
);
export const SUBSCRIPTION: TSchema = object(
  'PushSubscription',
  {
    endpoint: { ...url, pattern: '^https://', examples: ['https://push.example.com/send/abc'] },
    keys: object('PushSubscriptionKeys', {
      p256dh: { type: 'string', description: '65 bytes in base64url' },
      auth: { type: 'string', description: '16 bytes in base64url' },
    }),
    channels: { ...listOf(channelName), description: 'Those of announcements unless others are named' },
  },
  ['channels'],
);
export const ENDPOINT: TSchema = object('PushEndpoint', { endpoint: url });
export const SUBSCRIBED_ANSWER: TSchema = success(
  'SubscribedAnswer',
  answer('Subscribed', { channels: listOf(channelName) }),
);
export const UNSUBSCRIBED_ANSWER: TSchema = success('UnsubscribedAnswer', answer('Unsubscribed', { endpoint: url }));

export const REFUSAL: TSchema = answer('Refusal', {
  success: { const: false },
  error: answer('Problem', { title: { type: 'string' }, message: { type: 'string' } }),
});
