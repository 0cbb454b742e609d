import type { HackathonDraft } from '@quintet/core';

/** Whose tickets they are. */
export const EXAMPLE_ATTENDEE: HackathonDraft['attendee'] = {
  username: 'attendee@hackathon.example.com',
  password: '123456',
  name: 'Alex Attendee',
};

const HOUR = 3_600_000;

/** Hours from the start of the day, for how many hours, where, what, and in more words. */
const EVENTS = [
  [9, 1, 'Main gym', 'Opening Ceremony', 'Welcome! Themes, rules and prizes.'],
  [10, 1, 'Library', 'Git in an hour', 'A workshop for those who have never pushed before.'],
  [12, 1, 'Cafeteria', 'Lunch', 'Pizza, also without cheese.'],
  [15, 1, 'Library', 'Your first iOS app', 'Bring a Mac.'],
  [18, 1, 'Cafeteria', 'Dinner', ''],
  [33, 2, 'Main gym', 'Demos', 'Three minutes a team.'],
  [35, 1, 'Main gym', 'Closing Ceremony', 'Prizes.'],
] as const;

const ANNOUNCEMENTS = ['Doors are open', 'The network is called hackathon, without a password', 'Lunch is served'];

const TICKETS = [
  ['CSS of our admin page is not loading', 'Main gym, near the front', 'mentee@example.com'],
  ['A merge conflict that we do not understand', 'Library, second table', ''],
  ['Which database shall we take?', 'Main gym, at the window', '+1 650 555 0100'],
] as const;

/** What an example hackathon begins with: its events are today and tomorrow, its tickets have just been opened. */
export function exampleHackathon(now: Date): HackathonDraft {
  const day = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return {
    attendee: EXAMPLE_ATTENDEE,
    locations: [
      { name: 'Main gym', rank: 0 },
      { name: 'Cafeteria', rank: 1 },
      { name: 'Library', rank: 2 },
      { name: 'Room 101' },
    ],
    events: EVENTS.map(([start, length, location, shortDescription, longDescription]) => ({
      shortDescription,
      longDescription,
      location,
      startTime: new Date(day + start * HOUR),
      endTime: new Date(day + (start + length) * HOUR),
    })),
    announcements: ANNOUNCEMENTS.map((message) => ({ message })),
    tickets: TICKETS.map(([description, location, contact]) => ({ description, location, contact })),
  };
}
