import { Transform } from 'class-transformer';
import { localTime } from '../dates.ts';
import { Ticket } from './ticket.entity.ts';

/** A ticket as who is signed in sees it. */
export class TicketDto {
  id: string;
  description: string;
  location: string;
  contact: string;
  claimed: boolean;
  expired: boolean;

  @Transform(localTime)
  time_created: Date;

  @Transform(localTime)
  time_complete: Date | null;

  is_mine: boolean;
  claimed_by_me: boolean;

  constructor(ticket: Ticket, viewer: number) {
    const { id, description, location, contact, claimedBy, expiredAt, expiresAt, createdAt, closedAt } = ticket;
    Object.assign(this, {
      id,
      description,
      location,
      contact,
      claimed: claimedBy !== null,
      expired: claimedBy === null && (expiredAt !== null || expiresAt <= (closedAt ?? new Date())),
      time_created: createdAt,
      time_complete: closedAt,
      is_mine: ticket.ownerId === viewer,
      claimed_by_me: claimedBy === viewer,
    });
  }
}
