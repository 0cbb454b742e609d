import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** A row of `ticket`. */
class TicketRow {
  declare id: string;
  declare description: string;
  declare location: string;
  declare contact: string;
  /** Description, location and contact in the form that searches look at: see `searchable`. */
  declare searchKey: string;
  declare owner: AccountRow;
  declare createdAt: Date;
  declare openedAt: Date;
  declare expiresAt: Date;
  declare expiredAt: Date | null;
  declare claimedBy: AccountRow | null;
  declare claimedAt: Date | null;
  declare closedAt: Date | null;
  declare version: number;
}

/** How {@link TicketRow} is mapped. */
const ticketSchema: EntitySchema<TicketRow> = defineEntity({
  class: TicketRow,
  tableName: 'ticket',
  properties: {
    id: p.text().primary().collation('C'),
    description: p.text(),
    location: p.text(),
    contact: p.text(),
    searchKey: p.text(),
    owner: () => p.manyToOne(AccountRow).fieldName('owner_id').deleteRule('cascade'),
    createdAt: p.datetime(3),
    openedAt: p.datetime(3),
    expiresAt: p.datetime(3),
    expiredAt: p.datetime(3).nullable(),
    claimedBy: () => p.manyToOne(AccountRow).fieldName('claimed_by').nullable(),
    claimedAt: p.datetime(3).nullable(),
    closedAt: p.datetime(3).nullable(),
    version: p.integer(),
  },
});

/** A row of `ticket_round`: what a ticket was before it was opened again. */
class TicketRoundRow {
  declare id: number;
  declare ticket: TicketRow;
  declare openedAt: Date;
  declare claimedAt: Date | null;
  declare closedAt: Date | null;
}

/** How {@link TicketRoundRow} is mapped. */
const ticketRoundSchema: EntitySchema<TicketRoundRow> = defineEntity({
  class: TicketRoundRow,
  tableName: 'ticket_round',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    ticket: () => p.manyToOne(TicketRow).fieldName('ticket_id').deleteRule('cascade'),
    openedAt: p.datetime(3),
    claimedAt: p.datetime(3).nullable(),
    closedAt: p.datetime(3).nullable(),
  },
});

/** A row of `location`. */
class LocationRow {
  declare id: string;
  declare name: string;
  /** `null`: it is none of the maps. */
  declare rank: number | null;
}

/** How {@link LocationRow} is mapped. */
const locationSchema: EntitySchema<LocationRow> = defineEntity({
  class: LocationRow,
  tableName: 'location',
  properties: {
    id: p.text().primary().collation('C'),
    name: p.text().collation('C'),
    rank: p.integer().nullable(),
  },
});

/** A row of `location_picture`. */
class LocationPictureRow {
  declare location: LocationRow;
  declare contentType: string;
  declare bytes: Uint8Array;
  declare digest: string;
}

/** How {@link LocationPictureRow} is mapped. */
const locationPictureSchema: EntitySchema<LocationPictureRow> = defineEntity({
  class: LocationPictureRow,
  tableName: 'location_picture',
  properties: {
    location: () => p.oneToOne(LocationRow).primary().owner().fieldName('location_id').deleteRule('cascade'),
    contentType: p.text(),
    bytes: p.uint8array(),
    digest: p.text(),
  },
});

/** A row of `scheduled_event`. */
class ScheduledEventRow {
  declare id: string;
  declare shortDescription: string;
  declare longDescription: string;
  declare location: LocationRow;
  declare startTime: Date;
  declare endTime: Date;
}

/** How {@link ScheduledEventRow} is mapped. */
const scheduledEventSchema: EntitySchema<ScheduledEventRow> = defineEntity({
  class: ScheduledEventRow,
  tableName: 'scheduled_event',
  properties: {
    id: p.text().primary().collation('C'),
    shortDescription: p.text(),
    longDescription: p.text(),
    location: () => p.manyToOne(LocationRow).fieldName('location_id'),
    startTime: p.datetime(3),
    endTime: p.datetime(3),
  },
});

/** A row of `announcement`. */
class AnnouncementRow {
  declare id: string;
  declare message: string;
  declare time: Date;
  declare publishedAt: Date | null;
}

/** How {@link AnnouncementRow} is mapped. */
const announcementSchema: EntitySchema<AnnouncementRow> = defineEntity({
  class: AnnouncementRow,
  tableName: 'announcement',
  properties: {
    id: p.text().primary().collation('C'),
    message: p.text(),
    time: p.datetime(3),
    publishedAt: p.datetime(3).nullable(),
  },
});

/** The one row of `hackathon_times`. */
class HackathonTimesRow {
  declare id: number;
  declare eventStart: Date;
  declare hackingStart: Date;
  declare hackingEnd: Date;
  declare eventEnd: Date;
}

/** How {@link HackathonTimesRow} is mapped. */
const hackathonTimesSchema: EntitySchema<HackathonTimesRow> = defineEntity({
  class: HackathonTimesRow,
  tableName: 'hackathon_times',
  properties: {
    id: p.integer().primary().autoincrement(false),
    eventStart: p.datetime(3),
    hackingStart: p.datetime(3),
    hackingEnd: p.datetime(3),
    eventEnd: p.datetime(3),
  },
});

/** A row of `check_in`: somebody who is there. */
class CheckInRow {
  declare account: AccountRow;
  declare checkedInAt: Date;
}

/** How {@link CheckInRow} is mapped. */
const checkInSchema: EntitySchema<CheckInRow> = defineEntity({
  class: CheckInRow,
  tableName: 'check_in',
  properties: {
    account: () => p.oneToOne(AccountRow).primary().owner().fieldName('account_id').deleteRule('cascade'),
    checkedInAt: p.datetime(3),
  },
});

/** The rows of a hackathon. */
export const HACKATHON_SCHEMAS: readonly EntitySchema[] = [
  ticketSchema,
  ticketRoundSchema,
  locationSchema,
  locationPictureSchema,
  scheduledEventSchema,
  announcementSchema,
  hackathonTimesSchema,
  checkInSchema,
];
