import type { Pool } from 'pg';

/** A row of `ticket`. */
export interface TicketRow {
  readonly id: string;
  readonly description: string;
  readonly location: string;
  readonly contact: string;
  readonly owner_id: number;
  readonly created_at: Date;
  readonly claimed_by: number | null;
}

/** A row of `announcement`. */
interface AnnouncementRow {
  readonly id: string;
  readonly message: string;
  readonly time: Date;
}

const COLUMNS = 'id, description, location, contact, owner_id, created_at, claimed_by';

export async function openTickets(pool: Pool, now: Date): Promise<readonly TicketRow[]> {
  const { rows } = await pool.query<TicketRow>({
    name: 'queue',
    text: `select ${COLUMNS} from ticket
           where claimed_by is null and closed_at is null and expired_at is null and expires_at > $1
           order by created_at, id`,
    values: [now],
  });
  return rows;
}

/** Claims a ticket; `undefined` where it can't be claimed. */
export async function claimTicket(pool: Pool, id: string, mentor: number, now: Date): Promise<TicketRow | undefined> {
  const { rows } = await pool.query<TicketRow>({
    name: 'claim a ticket',
    text: `update ticket set claimed_by = $2, claimed_at = $3, version = version + 1
           where id = $1 and claimed_by is null and closed_at is null and expired_at is null and expires_at > $3
           returning ${COLUMNS}`,
    values: [id, mentor, now],
  });
  return rows[0];
}

export async function announcementsUntil(pool: Pool, now: Date): Promise<readonly AnnouncementRow[]> {
  const { rows } = await pool.query<AnnouncementRow>({
    name: 'announcements',
    text: 'select id, message, "time" from announcement where "time" <= $1 order by "time" desc, id desc',
    values: [now],
  });
  return rows;
}
