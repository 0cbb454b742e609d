import { memoryAdapters } from '@quintet/core/memory';
import type { Channel, PresenceChannel } from 'pusher-js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  clientOf,
  endClients,
  libraryOf,
  startPusher,
  told,
  type PusherClient,
  type TestServer,
} from '../support/pusher.ts';

const ANN = { userId: '7', name: 'Ann' };
const BEN = { userId: '8', name: 'Ben' };

// Two servers on one storage and one bus, as if each were a process.
let server: TestServer;
let other: TestServer;

beforeAll(async () => {
  const adapters = memoryAdapters();
  server = await startPusher({}, adapters);
  other = await startPusher({}, adapters);
});
afterEach(endClients);
afterAll(() => Promise.all([server.stop(), other.stop()]));

const subscribed = 'pusher:subscription_succeeded';

/** Subscribes, and waits until it is. */
async function entered(client: PusherClient, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await told(channel, subscribed);
  return channel;
}

describe('pusher-js', () => {
  test('gets the messages of a public channel from every server, in order and once', async () => {
    const heard = await Promise.all(
      [server, other].map(async (at) => {
        const channel = clientOf(at).subscribe('com.vivere.mentor');
        const events: unknown[] = [];
        channel.bind_global((event: string, data: unknown) => {
          if (!event.startsWith('pusher:')) events.push([event, data]);
        });
        await told(channel, subscribed);
        return { events, last: told(channel, 'last') };
      }),
    );
    for (let number = 1; number <= 100; number += 1) {
      const at = number % 2 === 0 ? server : other;
      (
        await at.push.publish({ channel: 'com.vivere.mentor', event: 'save', data: { number, text: 'Zoë “😀”' } })
      )._unsafeUnwrap();
      (await at.push.publish({ channel: 'elsewhere', event: 'save', data: { number } }))._unsafeUnwrap();
    }
    (await server.push.publish({ channel: 'com.vivere.mentor', event: 'last', data: null }))._unsafeUnwrap();
    for (const { events, last } of heard) {
      await last;
      const expected = Array.from({ length: 100 }, (_, index) => ['save', { number: index + 1, text: 'Zoë “😀”' }]);
      expect(events).toEqual([...expected, ['last', null]]);
    }
  });

  test('gets nothing more of a channel that it has left', async () => {
    const client = clientOf(server);
    const [left, kept] = [await entered(client, 'left'), await entered(client, 'kept')];
    const heard: string[] = [];
    left.bind('save', () => heard.push('left'));
    kept.bind('save', () => heard.push('kept'));
    client.unsubscribe('left');
    await entered(client, 'barrier');
    const last = told(kept, 'save');
    await server.push.publish({ channel: 'left', event: 'save', data: 1 }, { channel: 'kept', event: 'save', data: 1 });
    await last;
    expect(heard).toEqual(['kept']);
  });

  test('enters a private channel with a signature, and is told why not without', async () => {
    const channel = clientOf(server, ANN).subscribe('private-mentor-7');
    await told(channel, subscribed);
    const message = told(channel, 'save');
    (await other.push.publish({ channel: 'private-mentor-7', event: 'save', data: { id: 'a' } }))._unsafeUnwrap();
    expect(await message).toEqual({ id: 'a' });

    const stranger = clientOf(server, { ...ANN, secret: 'guessed' });
    const refused = told(stranger.subscribe('private-mentor-7'), 'pusher:subscription_error');
    expect(await refused).toMatchObject({ type: 'AuthError', status: 401 });
  });

  test('sees who is present on all servers, who comes and who goes', async () => {
    const ann = clientOf(server, ANN).subscribe('presence-organizers') as PresenceChannel;
    await told(ann, subscribed);
    expect(ann.members.count).toBe(1);
    expect(ann.members.me).toEqual({ id: '7', info: { name: 'Ann' } });

    const added = told(ann, 'pusher:member_added');
    const bensClient = clientOf(other, BEN);
    const ben = bensClient.subscribe('presence-organizers') as PresenceChannel;
    await told(ben, subscribed);
    expect(await added).toEqual({ id: '8', info: { name: 'Ben' } });
    expect(ben.members.count).toBe(2);
    expect(ben.members.get('7')).toEqual({ id: '7', info: { name: 'Ann' } });

    // A second window of the same person: nobody comes, and when one of the two is closed nobody goes.
    const comings: unknown[] = [];
    for (const event of ['pusher:member_added', 'pusher:member_removed']) {
      ann.bind(event, (member: unknown) => comings.push([event, member]));
    }
    const second = clientOf(server, BEN);
    await told(second.subscribe('presence-organizers'), subscribed);
    bensClient.disconnect();
    const removed = told(ann, 'pusher:member_removed');
    second.unsubscribe('presence-organizers');
    expect(await removed).toEqual({ id: '8', info: { name: 'Ben' } });
    expect(comings).toEqual([['pusher:member_removed', { id: '8', info: { name: 'Ben' } }]]);
    expect(ann.members.count).toBe(1);
  });

  test('tells others in its channel things, on every server, and is not told them itself', async () => {
    const clients = [clientOf(server, ANN), clientOf(server, BEN), clientOf(other, BEN)];
    const channels = await Promise.all(clients.map((client) => entered(client, 'presence-desk')));
    const [sender, ...others] = channels;
    const heard: unknown[] = [];
    sender?.bind('client-typing', (data: unknown) => heard.push(data));
    const answers = others.map((channel) => told(channel, 'client-typing'));
    expect(sender?.trigger('client-typing', { at: 'ticket 3' })).toBe(true);
    expect(await Promise.all(answers)).toEqual([{ at: 'ticket 3' }, { at: 'ticket 3' }]);
    expect(heard).toEqual([]);
  });

  test('is refused for good with a wrong key', async () => {
    const client = clientOf(server, undefined, 'wrong-key');
    const error = told(client.connection, 'error');
    const ended = told(client.connection, 'disconnected');
    expect(await error).toMatchObject({ error: { data: { code: 4001 } } });
    await ended;
  });

  test('signs in, and is disconnected by the app', async () => {
    const client = clientOf(server, ANN);
    client.signin();
    await client.user.signinDonePromise;
    const closed = told(client.connection, 'disconnected');
    await libraryOf(other).terminateUserConnections('7');
    await closed;
  });

  test('connects anew by itself, and is subscribed again', async () => {
    const adapters = memoryAdapters();
    const first = await startPusher({}, adapters);
    const client = clientOf(first);
    const channel = client.subscribe('news');
    await told(channel, subscribed);
    const again = told(channel, subscribed);
    // The server stops and another takes its place, as in a rolling update.
    const second = await startPusher({}, adapters);
    first.replaceBy(second);
    await first.pusher.close();
    await again;
    const message = told(channel, 'save');
    (await second.push.publish({ channel: 'news', event: 'save', data: 'back' }))._unsafeUnwrap();
    expect(await message).toBe('back');
    endClients();
    await Promise.all([first.stop(), second.stop()]);
  });
});
