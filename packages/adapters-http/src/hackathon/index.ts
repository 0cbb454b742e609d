import { HACKATHON_DEFAULTS, type Clock } from '@quintet/core';
import type { Api, ApiOptions } from '../http/api.ts';
import { documentation } from '../http/documentation.ts';
import { openApiDocument, type JsonObject } from '../http/openapi.ts';
import type { Route } from '../http/route.ts';
import { FAILURES } from './answers.ts';
import { Presenter } from './presenter.ts';
import type { PushEntrance } from './push-entrance.ts';
import { accountRoutes } from './routes/accounts.ts';
import { liveRoutes } from './routes/live.ts';
import { mentorshipRoutes } from './routes/mentorship.ts';
import { announcementRoutes } from './routes/organizers/announcements.ts';
import { eventRoutes } from './routes/organizers/events.ts';
import { locationRoutes } from './routes/organizers/locations.ts';
import { peopleRoutes } from './routes/organizers/people.ts';
import { ticketRoutes } from './routes/organizers/tickets.ts';
import { timesRoutes } from './routes/organizers/times.ts';
import { pushRoutes } from './routes/push.ts';
import { twilioRoutes } from './routes/twilio.ts';
import { REFUSAL } from './schemas.ts';
import type { TwilioSettings } from './twilio.ts';

export { PICTURE_PATH } from './presenter.ts';
export type { PushEntrance, PusherEntrance } from './push-entrance.ts';
export type { TwilioSettings } from './twilio.ts';

/** What the hackathon's API is made of. */
export interface HackathonApiOptions extends ApiOptions {
  readonly clock: Clock;
  /** The venue's zone, by its name in the time zone database; that of the core's settings. Default UTC. */
  readonly timeZone?: string;
  /** Whose texts become announcements; absent: nobody's. */
  readonly twilio?: TwilioSettings | undefined;
  /** How clients get what is pushed; absent: not at all. */
  readonly push?: PushEntrance;
}

const TITLE = 'Hackathon API';

const DESCRIPTION = `Everything about the day of a hackathon: the times, maps, announcements, the schedule, mentors.

Log in for an access token, and send it as \`X-MenloHacks-Authorization: <token>\` or \`Authorization: Bearer <token>\`.
Every answer has a \`success\`; one that fails has an \`error\` with a \`title\` and a \`message\` for people. Times are the
venue's, without a zone.`;

const TAGS = [
  { name: 'Users', description: 'Accounts; they are good for all APIs of this server' },
  { name: 'Live', description: 'What everybody wants to know' },
  { name: 'Mentorship', description: 'Asking for a mentor, and helping' },
  { name: 'Push', description: 'Being told at once' },
  { name: 'Organizers', description: 'For those with the role `organizer`' },
];
const SMS_TAG = { name: 'Announcing by text', description: 'For Twilio' };

const NO_PUSH: PushEntrance = { channels: HACKATHON_DEFAULTS.channels, hasStream: false };

/**
 * The hackathon's API. Its home page is its documentation.
 *
 * @example
 * ```ts
 * const api = createHackathonApi({ quintet, basePath: '/hackathon', clock, timeZone: 'America/Los_Angeles' });
 * const app = createHttpApp({ apis: [api], observer, random });
 * ```
 */
export function createHackathonApi(options: HackathonApiOptions): Api {
  const { quintet, basePath, clock, timeZone = 'UTC', twilio, push = NO_PUSH } = options;
  const show = new Presenter({ clock, timeZone });
  const routes = [
    ...accountRoutes(quintet),
    ...liveRoutes(quintet, show, timeZone),
    ...mentorshipRoutes(quintet, show),
    ...pushRoutes(quintet, push),
    ...timesRoutes(quintet, show),
    ...eventRoutes(quintet, show),
    ...locationRoutes(quintet, show),
    ...announcementRoutes(quintet, show),
    ...ticketRoutes(quintet, show),
    ...peopleRoutes(quintet, show),
    ...twilioRoutes(quintet, twilio),
  ];
  const tags = twilio === undefined ? TAGS : [...TAGS, SMS_TAG];
  const document = hackathonDocument(basePath, routes, tags);
  return {
    name: 'hackathon',
    basePath,
    failure: (failure) => FAILURES[failure],
    endpoints: [...routes, ...documentation({ basePath, title: TITLE, document, tokenProperty: 'data.token' })],
  };
}

function hackathonDocument(basePath: string, routes: readonly Route[], tags: typeof TAGS): JsonObject {
  return openApiDocument({
    title: TITLE,
    version: '1.0.0',
    description: DESCRIPTION,
    voice: { basePath, failure: (failure) => FAILURES[failure] },
    tags,
    routes,
    tokenScheme: { type: 'apiKey', in: 'header', name: 'X-MenloHacks-Authorization' },
    refusalSchema: REFUSAL,
  });
}
