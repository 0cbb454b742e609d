import { describe, expect, test } from 'vitest';
import { endOf, valueOf } from '../support.ts';
import { makeHackathon } from './world.ts';

const START = '2017-03-18T00:15:00';
const PNG = { contentType: 'image/png', bytes: Uint8Array.of(1, 2, 3) } as const;
const NOWHERE = '0'.repeat(24);

describe('accounts', () => {
  test.each([
    [
      { username: 'a', password: 'b' },
      { kind: 'field-missing', field: 'name' },
    ],
    [
      { name: 'A', password: 'b' },
      { kind: 'field-missing', field: 'username' },
    ],
    [
      { name: 'A', username: 'a', password: null },
      { kind: 'field-missing', field: 'password' },
    ],
    [
      { name: ' ', username: 'a', password: 'b' },
      { kind: 'field-empty', field: 'name' },
    ],
    [
      { name: 'A', username: ' ', password: 'b' },
      { kind: 'field-empty', field: 'username' },
    ],
    [
      { name: 'A', username: 'a', password: '' },
      { kind: 'field-empty', field: 'password' },
    ],
    [
      { name: 7, username: 'a', password: 'b' },
      { kind: 'field-malformed', field: 'name' },
    ],
    [
      { name: 'A', username: 'a', password: {} },
      { kind: 'field-malformed', field: 'password' },
    ],
    [
      { name: 'A', username: 'x'.repeat(256), password: 'b' },
      { kind: 'field-malformed', field: 'username' },
    ],
  ])('are not made of %j', async (input, error) => {
    const { hackathon } = makeHackathon().quintet;
    const created = await hackathon.createUser(input as { name: string; username: string; password: string });
    expect(created._unsafeUnwrapErr()).toEqual(error);
  });

  test('are logged into with the username as it was typed', async () => {
    const { hackathon } = makeHackathon().quintet;
    const input = { name: 'Jason Scharff', username: 'Jason', password: 'secret' };
    await valueOf(hackathon.createUser(input));
    expect(await endOf(hackathon.createUser({ ...input, username: 'jason' }))).toBe('username-taken');
    const loggedIn = await valueOf(hackathon.logIn({ username: 'JASON', password: 'secret' }));
    expect(loggedIn).toMatchObject({ name: 'Jason Scharff', username: 'JASON' });
    expect(await endOf(hackathon.logIn({ username: 'jason', password: 'x' }))).toBe('wrong-password');
    expect(await endOf(hackathon.logIn({ username: 'jon', password: 'x' }))).toBe('account-not-found');
    expect(await endOf(hackathon.logIn({ username: 'jon', password: undefined }))).toBe('field-missing');
  });
});

describe('organizing', () => {
  test('is for organizers, before anything else is looked at', async () => {
    const world = makeHackathon();
    const { hackathon } = world.quintet;
    const ann = await world.actor('ann');
    const id = 'x';
    const ends = await Promise.all([
      endOf(hackathon.setTimes(ann, {} as never)),
      endOf(hackathon.listLocations(ann)),
      endOf(hackathon.createLocation(ann, {} as never)),
      endOf(hackathon.editLocation(ann, { id, changes: {} })),
      endOf(hackathon.deleteLocation(ann, { id })),
      endOf(hackathon.listAllAnnouncements(ann)),
      endOf(hackathon.createAnnouncement(ann, {} as never)),
      endOf(hackathon.editAnnouncement(ann, { id, changes: {} })),
      endOf(hackathon.deleteAnnouncement(ann, { id })),
      endOf(hackathon.createEvent(ann, {} as never)),
      endOf(hackathon.editEvent(ann, { id, changes: {} })),
      endOf(hackathon.deleteEvent(ann, { id })),
      endOf(hackathon.checkIn(ann, {} as never)),
      endOf(hackathon.checkOut(ann, {} as never)),
      endOf(hackathon.listPeople(ann)),
    ]);
    expect(new Set<string>(ends)).toEqual(new Set(['permission-lacking']));
  });

  test('times are the next full weekend until they are set, in order', async () => {
    const world = makeHackathon();
    const { hackathon } = world.quintet;
    const olga = await world.organizer();
    // The 25th of February 2017 was a Saturday.
    expect((await valueOf(hackathon.getTimes())).eventStart).toEqual(new Date('2017-03-04T09:00:00Z'));
    const times = {
      eventStart: START,
      hackingStart: '2017-03-18T02:00:00',
      hackingEnd: new Date('2017-03-19T00:00:00Z'),
      eventEnd: '2017-03-18T18:00:00-08:00',
    };
    await valueOf(hackathon.setTimes(olga, times));
    expect(await valueOf(hackathon.getTimes())).toEqual({
      eventStart: new Date('2017-03-18T00:15:00Z'),
      hackingStart: new Date('2017-03-18T02:00:00Z'),
      hackingEnd: new Date('2017-03-19T00:00:00Z'),
      eventEnd: new Date('2017-03-19T02:00:00Z'),
    });
    expect(await endOf(hackathon.setTimes(olga, { ...times, eventEnd: START }))).toBe('times-out-of-order');
    expect(await endOf(hackathon.setTimes(olga, { ...times, eventEnd: 'soon' }))).toBe('field-malformed');
    expect(await endOf(hackathon.setTimes(olga, { ...times, eventEnd: null }))).toBe('field-missing');
  });

  test('locations have pictures, ranks and events', async () => {
    const world = makeHackathon({}, { hackathon: { pictureUrl: (id) => `https://x/location/image/${id}` } });
    const { hackathon } = world.quintet;
    const olga = await world.organizer();
    const hall = await valueOf(hackathon.createLocation(olga, { name: 'Hall', rank: 0, picture: PNG }));
    const shed = await valueOf(hackathon.createLocation(olga, { name: 'Shed', rank: -1 }));
    expect(await valueOf(hackathon.listMaps())).toEqual([{ id: hall.id, name: 'Hall', rank: 0 }]);
    expect(await valueOf(hackathon.listLocations(olga))).toEqual([hall, { id: shed.id, name: 'Shed' }]);
    expect(await valueOf(hackathon.getPicture(hall.id))).toMatchObject(PNG);
    expect(await endOf(hackathon.getPicture(shed.id))).toBe('picture-not-found');
    expect(await endOf(hackathon.getPicture(NOWHERE))).toBe('location-not-found');

    const event = {
      shortDescription: 'Opening',
      longDescription: '',
      location: hall.id,
      startTime: START,
      endTime: START,
    };
    const opening = await valueOf(hackathon.createEvent(olga, event));
    expect(await endOf(hackathon.deleteLocation(olga, { id: hall.id }))).toBe('location-in-use');
    await valueOf(hackathon.editLocation(olga, { id: hall.id, changes: { name: 'Big hall', rank: -1 } }));
    expect(await valueOf(hackathon.listMaps())).toEqual([]);
    const place = { id: hall.id, map: `https://x/location/image/${hall.id}`, is_primary: false };
    expect(await world.told()).toMatchObject([
      { channel: 'com.vivere.event', event: 'save', data: { location: { name: 'Hall', rank: 0 } } },
      {
        channel: 'com.vivere.event',
        event: 'save',
        data: { id: opening.id, location: { ...place, name: 'Big hall' } },
      },
    ]);
    expect(await endOf(hackathon.editLocation(olga, { id: hall.id, changes: {} }))).toBe('nothing-to-change');
    expect(await endOf(hackathon.editLocation(olga, { id: NOWHERE, changes: {} }))).toBe('location-not-found');
    expect(await endOf(hackathon.createLocation(olga, { name: 'x', rank: 1.5 }))).toBe('field-malformed');
    const picture = { contentType: 'image/gif', bytes: PNG.bytes } as never;
    expect(await endOf(hackathon.createLocation(olga, { name: 'x', picture }))).toBe('picture-type-unknown');
    const bytes = new Uint8Array(5 * 1_048_576 + 1);
    const large = { ...PNG, bytes };
    expect(await endOf(hackathon.editLocation(olga, { id: hall.id, changes: { picture: large } }))).toBe(
      'picture-too-large',
    );
    await valueOf(hackathon.deleteLocation(olga, { id: shed.id }));
  });

  test('events are told of, whole, when they are made, changed and removed', async () => {
    const world = makeHackathon();
    const { hackathon } = world.quintet;
    const olga = await world.organizer();
    const location = await valueOf(hackathon.createLocation(olga, { name: 'Hall' }));
    const input = { shortDescription: 'Opening', longDescription: 'Welcome', location: location.id.toUpperCase() };
    const times = { startTime: '2017-03-18T10:00:00.5', endTime: '2017-03-18T11:00' };
    const event = await valueOf(hackathon.createEvent(olga, { ...input, ...times }));
    expect(await endOf(hackathon.createEvent(olga, { ...input, ...times, location: NOWHERE }))).toBe(
      'location-not-found',
    );
    expect(await endOf(hackathon.createEvent(olga, { ...input, ...times, location: null }))).toBe('field-missing');
    const backwards = { ...input, startTime: times.endTime, endTime: times.startTime };
    expect(await endOf(hackathon.createEvent(olga, backwards))).toBe('times-out-of-order');
    const changes = { endTime: '2017-03-18T09:00' };
    expect(await endOf(hackathon.editEvent(olga, { id: event.id, changes }))).toBe('times-out-of-order');
    await valueOf(hackathon.editEvent(olga, { id: event.id, changes: { longDescription: '' } }));
    expect(await valueOf(hackathon.listEvents())).toEqual([{ ...event, longDescription: '' }]);
    await valueOf(hackathon.deleteEvent(olga, { id: event.id }));
    expect(await endOf(hackathon.deleteEvent(olga, { id: event.id }))).toBe('event-not-found');
    expect(await world.told()).toMatchObject([
      {
        event: 'save',
        data: { long_description: 'Welcome', start_time: '2017-03-18T10:00:00', end_time: '2017-03-18T11:00:00' },
      },
      { event: 'save', data: { long_description: '' } },
      { event: 'delete', data: { id: event.id } },
    ]);
  });

  test('announcements are told of at their time, and never before', async () => {
    const world = makeHackathon();
    const { hackathon } = world.quintet;
    await valueOf(hackathon.start());
    const olga = await world.organizer();
    const first = await valueOf(hackathon.createAnnouncement(olga, { message: 'Now' }));
    expect(first.time).toEqual(new Date('2017-02-25T15:55:05Z'));
    const time = '2017-02-25T16:00:00';
    const later = await valueOf(hackathon.createAnnouncement(olga, { message: 'Later', time }));
    expect(later.publishedAt).toBeUndefined();
    expect(await world.told()).toMatchObject([
      { channel: 'com.vivere.announcement', event: 'save', data: { message: 'Now', time: '2017-02-25T15:55:05' } },
    ]);
    await valueOf(hackathon.editAnnouncement(olga, { id: later.id, changes: { message: 'Lunch' } }));
    expect(await valueOf(hackathon.listAnnouncements())).toEqual([first]);
    expect(await valueOf(hackathon.listAllAnnouncements(olga))).toMatchObject([{ message: 'Lunch' }, first]);
    await world.pass(294);
    expect(await world.told()).toEqual([]);
    await world.pass(1);
    expect(await world.told()).toMatchObject([{ event: 'save', data: { id: later.id, message: 'Lunch' } }]);
    expect(await valueOf(hackathon.listAnnouncements({ since: first.time }))).toMatchObject([{ id: later.id }]);
    expect(await valueOf(hackathon.listAnnouncements({ since: later.time }))).toEqual([]);
    await world.pass(1000);
    expect(await world.told()).toEqual([]);

    // Put off, it is taken back; brought forward, it is out at once.
    await valueOf(hackathon.editAnnouncement(olga, { id: later.id, changes: { time: '2017-02-25T18:00:00' } }));
    expect(await world.told()).toMatchObject([{ event: 'delete', data: { id: later.id } }]);
    await valueOf(hackathon.editAnnouncement(olga, { id: later.id, changes: { time: '2017-02-25T16:10:00' } }));
    expect(await world.told()).toMatchObject([{ event: 'save', data: { id: later.id } }]);
    await valueOf(hackathon.deleteAnnouncement(olga, { id: later.id }));
    expect(await endOf(hackathon.deleteAnnouncement(olga, { id: later.id }))).toBe('announcement-not-found');
    expect(await world.told()).toMatchObject([{ event: 'delete', data: { id: later.id } }]);

    const dropped = await valueOf(hackathon.createAnnouncement(olga, { message: 'Never', time: '2018-01-01' }));
    await valueOf(hackathon.deleteAnnouncement(olga, { id: dropped.id }));
    await world.pass(400 * 86_400);
    expect(await world.told()).toEqual([]);
  });

  test('text messages become announcements', async () => {
    const world = makeHackathon();
    const { message } = await valueOf(world.quintet.hackathon.announceBySms({ message: 'Pizza' }));
    expect(message).toBe('Pizza');
    expect(await world.told()).toMatchObject([{ event: 'save', data: { message: 'Pizza' } }]);
    expect(await endOf(world.quintet.hackathon.announceBySms({ message: ' ' }))).toBe('field-empty');
  });

  test('people are checked in and out once', async () => {
    const world = makeHackathon();
    const { hackathon } = world.quintet;
    const olga = await world.organizer();
    await world.actor('Ann');
    const checkedIn = await valueOf(hackathon.checkIn(olga, { username: 'ANN' }));
    expect(checkedIn).toMatchObject({ username: 'Ann', displayName: 'Ann', checkedInAt: world.clock.now() });
    expect(await endOf(hackathon.checkIn(olga, { username: 'ann' }))).toBe('already-checked-in');
    expect(await valueOf(hackathon.listPeople(olga, { search: 'an' }))).toMatchObject({ total: 1 });
    await valueOf(hackathon.checkOut(olga, { username: 'ann' }));
    expect(await endOf(hackathon.checkOut(olga, { username: 'ann' }))).toBe('not-checked-in');
    expect(await endOf(hackathon.checkIn(olga, { username: 'nobody' }))).toBe('account-not-found');
    expect(await endOf(hackathon.checkIn(olga, { username: undefined }))).toBe('field-missing');
    expect(await endOf(hackathon.checkIn(olga, { username: '' }))).toBe('field-empty');
    expect(await endOf(hackathon.checkIn(olga, { username: 7 }))).toBe('field-malformed');
  });
});

describe('channels', () => {
  test('of a mentor are theirs, that of organizers is for organizers, by name', async () => {
    const world = makeHackathon();
    const { push } = world.quintet;
    const [ann, olga] = [await world.actor('ann'), await world.organizer()];
    const own = `private-mentor-${ann.accountId}`;
    expect(await endOf(push.authorizeChannel(ann, own))).toBe('ok');
    for (const actor of [olga, undefined])
      expect(await endOf(push.authorizeChannel(actor, own))).toBe('channel-forbidden');
    expect(await endOf(push.authorizeChannel(ann, `${own}0`))).toBe('channel-forbidden');
    expect(await valueOf(push.authorizeChannel(olga, 'presence-organizers'))).toMatchObject({
      member: { userId: String(olga.accountId), info: '{"name":"Olga"}' },
    });
    for (const actor of [ann, undefined]) {
      expect(await endOf(push.authorizeChannel(actor, 'presence-organizers'))).toBe('channel-forbidden');
    }
    expect(await endOf(push.authorizeChannel(olga, 'private-else'))).toBe('channel-forbidden');
    expect(await endOf(push.authorizeChannel(undefined, 'com.vivere.mentor'))).toBe('ok');
  });

  test('and events have the names that are set', async () => {
    const channels = { mentor: 'm', announcement: 'a', event: 'e' };
    const eventNames = { save: 'changed', expire: 'over', delete: 'gone' };
    const world = makeHackathon({}, { hackathon: { channels, eventNames } });
    await valueOf(world.quintet.hackathon.announceBySms({ message: 'x' }));
    const [told] = await world.told();
    expect([told?.channel, told?.event]).toEqual(['a', 'changed']);
  });
});

describe('filling', () => {
  const draft = {
    attendee: { username: 'ann', password: '123456', name: 'Ann' },
    locations: [{ name: 'Hall', rank: 0 }],
    events: [{ shortDescription: 'Opening', longDescription: '', location: 'Hall', startTime: START, endTime: START }],
    announcements: [{ message: 'Welcome' }],
    tickets: [{ description: 'Help', location: 'Hall', contact: '' }],
  };

  test('takes in all of it, once', async () => {
    const { hackathon } = makeHackathon().quintet;
    await valueOf(hackathon.fillHackathon(draft));
    expect(await endOf(hackathon.fillHackathon(draft))).toBe('username-taken');
    expect(await valueOf(hackathon.listQueue(undefined))).toHaveLength(1);
    expect(await valueOf(hackathon.listEvents())).toMatchObject([{ location: { name: 'Hall' } }]);
    expect(await valueOf(hackathon.listAnnouncements())).toMatchObject([{ message: 'Welcome' }]);
  });

  test('takes in nothing when something is wrong', async () => {
    const { hackathon } = makeHackathon().quintet;
    const events = draft.events.map((event) => ({ ...event, location: 'Nowhere' }));
    expect(await endOf(hackathon.fillHackathon({ ...draft, events }))).toBe('field-missing');
    expect(await valueOf(hackathon.listMaps())).toEqual([]);
    await valueOf(hackathon.fillHackathon(draft));
  });
});
