type Sample = Readonly<Record<string, unknown>>;

/** What the documentation shows, as the API answers it. */
export const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI1In0.GC6IEOohdo_xrz9__UeugIlir0qtJdKbEzBtLgqjt5A';

export const TIMES: Sample = {
  event_start_time: '2017-03-18T00:15:00',
  event_end_time: '2017-03-19T02:00:00',
  hacking_start_time: '2017-03-18T02:00:00',
  hacking_end_time: '2017-03-19T00:00:00',
};

export const LOCATION: Sample = {
  id: '58ad07c47a2f2e9dfdbac50b',
  map: 'https://api.menlohacks.com/location/image/58ad07c47a2f2e9dfdbac50b',
  name: 'Basement',
  rank: 1,
  is_primary: true,
};

export const ANNOUNCEMENT: Sample = {
  id: '58ae92f97a2f2ef7d88e59bc',
  message: 'Lunch is served',
  time: '2017-02-22T21:44:27',
};

export const EVENT: Sample = {
  id: '58acf4077a2f2e921896da2e',
  short_description: 'Opening Ceremony',
  long_description: 'Welcome to MenloHacks II',
  location: LOCATION,
  start_time: '2017-02-16T16:14:00',
  end_time: '2017-02-24T16:14:00',
};

export const TICKET: Sample = {
  id: '58b225be7a2f2e2a3702419a',
  description: "Django admin site isn't loading CSS",
  location: 'Main gym, near the front',
  contact: 'ann@example.com',
  claimed: false,
  expired: false,
  time_created: '2017-02-25T14:47:53.628224',
  time_complete: null,
  is_mine: true,
  claimed_by_me: false,
};

export const CLAIMED_TICKET: Sample = { ...TICKET, claimed: true, is_mine: false, claimed_by_me: true };

export const PERSON: Sample = {
  username: 'ann@example.com',
  name: 'Ann',
  roles: [],
  checked_in: true,
  time_checked_in: '2017-03-18T00:21:09.120000',
};
