import { setTimeout as sleep } from 'node:timers/promises';
import type { Attendee } from '../../support/hackathon.ts';

/** A change that a server said it had made: what it answered. */
export interface Acknowledged {
  readonly kind: 'announcement' | 'ticket';
  readonly data: Readonly<Record<string, unknown>>;
}

/** What was asked for, and what became of it. */
export interface Log {
  readonly acknowledged: Acknowledged[];
  /** Answers that refused, such as a claim of a ticket that another has. */
  refused: number;
  /** Requests without an answer: they may have been carried out or not. */
  unknown: number;
}

/** Who writes, and where. */
export interface Writing {
  readonly urls: readonly string[];
  readonly organizer: string;
  readonly people: readonly Attendee[];
  /** Whether the writing may end, after so many changes that were acknowledged. */
  readonly isEnough: (changes: number) => boolean;
  readonly writers: number;
}

const DOINGS = ['claim', 'reopen', 'close'] as const;

/** Writes announcements and changes tickets, several at a time, until enough were acknowledged. */
export async function write({ urls, organizer, people, isEnough, writers }: Writing): Promise<Log> {
  const record: Log = { acknowledged: [], refused: 0, unknown: 0 };
  const tickets: string[] = [];
  let count = 0;

  const ask = async (path: string, token: string, body: object): Promise<Record<string, unknown> | undefined> => {
    const url = urls[Math.floor(Math.random() * urls.length)] ?? '';
    try {
      const answer = await fetch(`${url}/hackathon${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-menlohacks-authorization': token },
        body: JSON.stringify(body),
      });
      const { data } = (await answer.json()) as { data?: Record<string, unknown> };
      if (answer.ok && data !== undefined) return data;
      if (answer.status < 500) record.refused += 1;
      else record.unknown += 1;
    } catch {
      record.unknown += 1;
      // Whoever is killed is away for a moment.
      await sleep(20);
    }
    return undefined;
  };

  const announce = async (): Promise<void> => {
    const data = await ask('/admin/announcements', organizer, { message: `Announcement ${(count += 1)}` });
    if (data !== undefined) record.acknowledged.push({ kind: 'announcement', data });
  };
  const changeTicket = async (): Promise<void> => {
    const { token } = people[Math.floor(Math.random() * people.length)] ?? { token: '' };
    const isNew = tickets.length < 20 || Math.random() < 0.3;
    const what = DOINGS[Math.floor(Math.random() * DOINGS.length)] ?? 'claim';
    const id = tickets[Math.floor(Math.random() * tickets.length)];
    const data = isNew
      ? await ask('/mentorship/create', token, { description: `Problem ${(count += 1)}`, location: 'gym', contact: '' })
      : await ask(`/mentorship/${what}`, token, { id });
    if (data === undefined) return;
    if (isNew) tickets.push(String(data['id']));
    // Tickets that are changed again and again meet more often.
    if (tickets.length > 60) tickets.shift();
    record.acknowledged.push({ kind: 'ticket', data });
  };

  const work = async (): Promise<void> => {
    while (!isEnough(record.acknowledged.length)) await (Math.random() < 0.4 ? announce() : changeTicket());
  };
  await Promise.all(Array.from({ length: writers }, () => work()));
  return record;
}
