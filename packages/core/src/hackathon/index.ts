import { hackathonMessages } from './messages.ts';
import type { HackathonPorts, HackathonSettings } from './settings.ts';
import { createUser, logInUser, type CreateUser, type LogInUser } from './use-cases/accounts.ts';
import {
  announceBySms,
  createAnnouncement,
  deleteAnnouncement,
  editAnnouncement,
  listAllAnnouncements,
  listAnnouncements,
  type AnnounceBySms,
  type CreateAnnouncement,
  type DeleteAnnouncement,
  type EditAnnouncement,
  type ListAllAnnouncements,
  type ListAnnouncements,
} from './use-cases/announcements.ts';
import {
  createEvent,
  deleteEvent,
  editEvent,
  listEvents,
  type CreateEvent,
  type DeleteEvent,
  type EditEvent,
  type ListEvents,
} from './use-cases/events.ts';
import { fillHackathon, type FillHackathon } from './use-cases/fill.ts';
import {
  createLocation,
  deleteLocation,
  editLocation,
  getPicture,
  listLocations,
  listMaps,
  type CreateLocation,
  type DeleteLocation,
  type EditLocation,
  type GetPicture,
  type ListLocations,
  type ListMaps,
} from './use-cases/locations.ts';
import { checkIn, checkOut, listPeople, type CheckIn, type CheckOut, type ListPeople } from './use-cases/people.ts';
import {
  listClaimed,
  listOwnTickets,
  listQueue,
  listTickets,
  ticketStatistics,
  type ListClaimed,
  type ListOwnTickets,
  type ListQueue,
  type ListTickets,
  type ShowTicketStatistics,
} from './use-cases/queue.ts';
import {
  claimTicket,
  closeTicket,
  createTicket,
  reopenTicket,
  type ClaimTicket,
  type CloseTicket,
  type CreateTicket,
  type ReopenTicket,
} from './use-cases/tickets.ts';
import { getTimes, setTimes, type GetTimes, type SetTimes } from './use-cases/times.ts';
import { startHackathon, type StartHackathon } from './use-cases/workers.ts';

/**
 * What can be done at a hackathon.
 *
 * @example
 * ```ts
 * const { hackathon }: { readonly hackathon: Hackathon } = createQuintet(memoryAdapters());
 * const { token } = (await hackathon.createUser({ name: 'Ann', username: 'ann', password: 'secret' }))._unsafeUnwrap();
 * ```
 */
export interface Hackathon {
  readonly createUser: CreateUser;
  readonly logIn: LogInUser;
  readonly getTimes: GetTimes;
  readonly setTimes: SetTimes;
  readonly listMaps: ListMaps;
  readonly listLocations: ListLocations;
  readonly getPicture: GetPicture;
  readonly createLocation: CreateLocation;
  readonly editLocation: EditLocation;
  readonly deleteLocation: DeleteLocation;
  readonly listAnnouncements: ListAnnouncements;
  readonly listAllAnnouncements: ListAllAnnouncements;
  readonly createAnnouncement: CreateAnnouncement;
  readonly editAnnouncement: EditAnnouncement;
  readonly deleteAnnouncement: DeleteAnnouncement;
  readonly announceBySms: AnnounceBySms;
  readonly listEvents: ListEvents;
  readonly createEvent: CreateEvent;
  readonly editEvent: EditEvent;
  readonly deleteEvent: DeleteEvent;
  readonly createTicket: CreateTicket;
  readonly listQueue: ListQueue;
  readonly listOwnTickets: ListOwnTickets;
  readonly listClaimed: ListClaimed;
  readonly claimTicket: ClaimTicket;
  readonly reopenTicket: ReopenTicket;
  readonly closeTicket: CloseTicket;
  readonly listTickets: ListTickets;
  readonly ticketStatistics: ShowTicketStatistics;
  readonly checkIn: CheckIn;
  readonly checkOut: CheckOut;
  readonly listPeople: ListPeople;
  readonly fillHackathon: FillHackathon;
  readonly start: StartHackathon;
}

/**
 * Joins the use cases of a hackathon to the adapters of their ports.
 *
 * @example
 * ```ts
 * const hackathon = createHackathon(ports, { ...HACKATHON_DEFAULTS, ticketLifetime: 600 });
 * ```
 */
export function createHackathon(ports: HackathonPorts, settings: HackathonSettings): Hackathon {
  const messages = hackathonMessages(ports, settings);
  return {
    createUser: createUser(ports),
    logIn: logInUser(ports),
    getTimes: getTimes(ports, settings),
    setTimes: setTimes(ports, settings),
    listMaps: listMaps(ports),
    listLocations: listLocations(ports),
    getPicture: getPicture(ports),
    createLocation: createLocation(ports),
    editLocation: editLocation(ports, messages),
    deleteLocation: deleteLocation(ports),
    listAnnouncements: listAnnouncements(ports),
    listAllAnnouncements: listAllAnnouncements(ports),
    createAnnouncement: createAnnouncement(ports, settings, messages),
    editAnnouncement: editAnnouncement(ports, settings, messages),
    deleteAnnouncement: deleteAnnouncement(ports, messages),
    announceBySms: announceBySms(ports, settings, messages),
    listEvents: listEvents(ports),
    createEvent: createEvent(ports, settings, messages),
    editEvent: editEvent(ports, settings, messages),
    deleteEvent: deleteEvent(ports, messages),
    createTicket: createTicket(ports, settings, messages),
    listQueue: listQueue(ports),
    listOwnTickets: listOwnTickets(ports),
    listClaimed: listClaimed(ports),
    claimTicket: claimTicket(ports, messages),
    reopenTicket: reopenTicket(ports, settings, messages),
    closeTicket: closeTicket(ports, messages),
    listTickets: listTickets(ports, settings),
    ticketStatistics: ticketStatistics(ports),
    checkIn: checkIn(ports),
    checkOut: checkOut(ports),
    listPeople: listPeople(ports, settings),
    fillHackathon: fillHackathon(ports, settings, messages),
    start: startHackathon(ports, messages),
  };
}

export type { Announcement } from './announcement.ts';
export { hackathonChannelPolicy, mentorChannel, ORGANIZERS_CHANNEL } from './channels.ts';
export type { KeptEvent, ScheduledEvent, TimesOutOfOrder } from './event.ts';
export { LONGEST_LINE, LONGEST_PASSAGE } from './fields.ts';
export { announcementJson, eventJson, locationJson, ticketJson, timesJson } from './json.ts';
export type { AnnouncementJson, EventJson, LocationJson, TicketJson, TimesJson } from './json.ts';
export { LARGEST_PICTURE, PICTURE_TYPES } from './location.ts';
export type {
  Location,
  LocationChanges,
  LocationMalformed,
  NewPicture,
  Picture,
  PictureTooLarge,
  PictureType,
  PictureTypeUnknown,
} from './location.ts';
export type * from './ports.ts';
export { HACKATHON_DEFAULTS } from './settings.ts';
export type { HackathonChannels, HackathonEventNames, HackathonPorts, HackathonSettings } from './settings.ts';
export { hasExpired, parseTicketDraft, parseTicketId, TICKET_STATES, ticketState } from './ticket.ts';
export type {
  NotTicketParty,
  Ticket,
  TicketAlreadyClaimed,
  TicketAlreadyClosed,
  TicketAlreadyOpen,
  TicketClosed,
  TicketDraft,
  TicketExpired,
  TicketIdMalformed,
  TicketIdMissing,
  TicketState,
  TicketView,
} from './ticket.ts';
export { defaultTimes } from './times.ts';
export type { Times } from './times.ts';
export type { CreateUser, LoggedIn, LogInUser } from './use-cases/accounts.ts';
export type {
  AnnounceBySms,
  CreateAnnouncement,
  DeleteAnnouncement,
  EditAnnouncement,
  ListAllAnnouncements,
  ListAnnouncements,
} from './use-cases/announcements.ts';
export type { CreateEvent, DeleteEvent, EditEvent, EventInput, ListEvents } from './use-cases/events.ts';
export type { FillHackathon, FillHackathonError, HackathonDraft } from './use-cases/fill.ts';
export type {
  CreateLocation,
  DeleteLocation,
  EditLocation,
  GetPicture,
  ListLocations,
  ListMaps,
} from './use-cases/locations.ts';
export type { CheckIn, CheckOut, ListPeople, PersonByUsername } from './use-cases/people.ts';
export type {
  ListClaimed,
  ListOwnTickets,
  ListQueue,
  ListTickets,
  OrganizersTicket,
  ShowTicketStatistics,
  TicketsByState,
} from './use-cases/queue.ts';
export type { ClaimTicket, CloseTicket, CreateTicket, ReopenTicket, TicketById } from './use-cases/tickets.ts';
export type { GetTimes, SetTimes } from './use-cases/times.ts';
export type { StartHackathon } from './use-cases/workers.ts';
export { formatTime, isTimeZone, parseTime } from './zone.ts';
export type { TimePrecision } from './zone.ts';
