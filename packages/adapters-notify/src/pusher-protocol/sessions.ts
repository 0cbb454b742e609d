import { channelKind, parseChannelName, type Member } from '@quintet/core';
import type { PusherApp, PusherLimits } from './app.ts';
import type { Connection, Subscription } from './connection.ts';
import type { Peers } from './peers.ts';
import type { Presence } from './presence.ts';
import { CODES, eventText, fieldsOf, parseClientMessage, parsed, type ClientMessage } from './protocol.ts';
import type { Rooms } from './rooms.ts';
import { channelSignatureText, isSigned, userSignatureText } from './signature.ts';

/** Characters of a member's name, as the hosted service has it. */
const LONGEST_USER_ID = 128;

/** What conversations with clients are about. */
export interface SessionsOptions {
  readonly app: PusherApp;
  readonly limits: PusherLimits;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly peers: Peers;
  /** Something failed that has no business to. */
  readonly onBug: (error: unknown) => void;
}

/** Why a subscription was refused, as clients' libraries tell it on. */
interface Refusal {
  readonly type: 'AuthError' | 'InvalidChannel' | 'LimitReached' | 'Unavailable';
  readonly error: string;
  readonly status: 400 | 401 | 403 | 503;
}

/** What clients say, and what they are answered. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #connections = new Set<Connection>();

  constructor(options: SessionsOptions) {
    this.#options = options;
    options.peers.hear('client-event', ({ channel, text }) => {
      if (typeof channel === 'string' && typeof text === 'string') options.rooms.say(channel, text);
    });
    options.peers.hear('terminate', ({ userId }) => this.#endHere(String(userId)));
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  open(connection: Connection): void {
    this.#connections.add(connection);
    const { socketId } = connection;
    const { activityTimeout } = this.#options.limits;
    connection.send(
      eventText('pusher:connection_established', { socket_id: socketId, activity_timeout: activityTimeout }),
    );
  }

  /** The connection is gone, and with it all of its subscriptions. */
  closed(connection: Connection): void {
    this.#connections.delete(connection);
    for (const channel of connection.subscriptions.keys()) this.#unsubscribe(connection, channel);
  }

  /** Ends the connections of a user on every server, however it is known who that is. */
  async terminate(userId: string): Promise<void> {
    this.#endHere(userId);
    await this.#options.peers.tell('terminate', { userId });
  }

  #endHere(userId: string): void {
    for (const connection of this.#connections) {
      const isTheirs =
        connection.userId === userId ||
        [...connection.subscriptions.values()].some(({ member }) => member?.userId === userId);
      if (isTheirs) connection.close(CODES.unauthorized, 'You got disconnected by the app.');
    }
  }

  /** The client sent something. */
  received(connection: Connection, text: string): void {
    if (!connection.frames.take()) {
      connection.close(CODES.overCapacity, 'You send too much at once');
      return;
    }
    const message = parseClientMessage(text);
    if (message === undefined) connection.fail(CODES.malformed, 'Invalid message: expected {"event", "data"} in JSON');
    else this.#answer(connection, message);
  }

  #answer(connection: Connection, message: ClientMessage): void {
    const { event, data } = message;
    switch (event) {
      case 'pusher:ping':
        return connection.send(eventText('pusher:pong', {}));
      case 'pusher:pong':
        return undefined;
      case 'pusher:subscribe':
        return this.#subscribe(connection, fieldsOf(data));
      case 'pusher:unsubscribe': {
        const { channel } = fieldsOf(data);
        return typeof channel === 'string' ? this.#unsubscribe(connection, channel) : undefined;
      }
      case 'pusher:signin':
        return this.#signIn(connection, fieldsOf(data));
      default:
        if (event.startsWith('client-')) return this.#pass(connection, message);
        return connection.fail(CODES.malformed, `Unknown event: ${event}`);
    }
  }

  #subscribe(connection: Connection, asked: Readonly<Record<string, unknown>>): void {
    const channel = parseChannelName(asked['channel']);
    if (channel.isErr()) {
      return refuse(connection, String(asked['channel']).slice(0, 200), {
        type: 'InvalidChannel',
        error: 'Invalid channel name',
        status: 400,
      });
    }
    const name = channel.value;
    if (connection.subscriptions.has(name)) {
      return connection.fail(null, `Existing subscription to channel ${name}`);
    }
    if (connection.subscriptions.size >= this.#options.limits.channels) {
      const error = `Subscribed to ${this.#options.limits.channels} channels already`;
      return refuse(connection, name, { type: 'LimitReached', error, status: 403 });
    }
    const kind = channelKind(name);
    if (kind === 'public') return this.#enter(connection, { channel: name, hasEnded: false });

    const channelData = asked['channel_data'];
    const isPresence = kind === 'presence';
    const signedText = channelSignatureText(
      connection.socketId,
      name,
      typeof channelData === 'string' ? channelData : undefined,
    );
    if (!isSigned(this.#options.app, asked['auth'], signedText)) {
      return refuse(connection, name, { type: 'AuthError', error: `Invalid signature for ${name}`, status: 401 });
    }
    if (!isPresence) return this.#enter(connection, { channel: name, hasEnded: false });
    const member = memberOf(channelData);
    if (member === undefined) {
      const error = 'Invalid channel_data: expected {"user_id", "user_info"} in JSON';
      return refuse(connection, name, { type: 'AuthError', error, status: 401 });
    }
    return this.#join(connection, { channel: name, member, hasEnded: false }, member);
  }

  #enter(connection: Connection, subscription: Subscription): void {
    const { channel } = subscription;
    connection.subscriptions.set(channel, subscription);
    this.#options.rooms.enter(channel, connection);
    connection.send(eventText('pusher_internal:subscription_succeeded', {}, channel));
  }

  #join(connection: Connection, subscription: Subscription, member: Member): void {
    const { channel } = subscription;
    connection.subscriptions.set(channel, subscription);
    this.#inTurn(connection, async () => {
      if (subscription.hasEnded || (await this.#options.presence.join(connection, subscription, member))) return;
      if (!subscription.hasEnded) connection.subscriptions.delete(channel);
      refuse(connection, channel, { type: 'Unavailable', error: 'Not possible at present', status: 503 });
    });
  }

  #unsubscribe(connection: Connection, channel: string): void {
    const subscription = connection.subscriptions.get(channel);
    if (subscription === undefined) return;
    subscription.hasEnded = true;
    connection.subscriptions.delete(channel);
    this.#options.rooms.leave(channel, connection);
    if (subscription.member === undefined) return;
    this.#inTurn(connection, () => this.#options.presence.leave(connection, subscription));
  }

  /** Does one thing after the other: who enters and leaves at once is not present in the end. */
  #inTurn(connection: Connection, work: () => Promise<void>): void {
    connection.presenceWork = connection.presenceWork.then(work).catch(this.#options.onBug);
  }

  #signIn(connection: Connection, { auth, user_data: userData }: Readonly<Record<string, unknown>>): void {
    const text = typeof userData === 'string' ? userData : '';
    const { id } = fieldsOf(text);
    const isKnown = isSigned(this.#options.app, auth, userSignatureText(connection.socketId, text));
    if (!isKnown || typeof id !== 'string' || id === '') {
      return connection.close(CODES.unauthorized, 'Invalid signature of user_data, or no id in it');
    }
    connection.userId = id;
    return connection.send(eventText('pusher:signin_success', { user_data: text }));
  }

  /** Passes on what one client tells the others in a channel that not everybody may enter. */
  #pass(connection: Connection, { event, channel = '', data }: ClientMessage): void {
    const { rooms, peers, limits } = this.#options;
    const subscription = connection.subscriptions.get(channel);
    const rejected = (why: string): void => connection.fail(CODES.clientEventRejected, `Client event rejected: ${why}`);
    if (subscription === undefined) return rejected(`not subscribed to ${channel.slice(0, 200)}`);
    if (channelKind(channel) === 'public') return rejected('only supported on private and presence channels');
    if (channel.startsWith('private-encrypted-')) return rejected('not supported on encrypted channels');
    if (!connection.clientEvents.take()) return rejected(`more than ${limits.clientEvents} a second`);
    const { member } = subscription;
    const size = Buffer.byteLength(typeof data === 'string' ? data : JSON.stringify(data ?? null));
    if (size > limits.data) return rejected(`its data is larger than ${limits.data} bytes`);
    const text = JSON.stringify({ event, channel, data, ...(member === undefined ? {} : { user_id: member.userId }) });
    rooms.say(channel, text, connection.socketId);
    void peers.tell('client-event', { channel, text });
  }
}

function refuse(connection: Connection, channel: string, refusal: Refusal): void {
  connection.send(eventText('pusher:subscription_error', refusal, channel));
}

/** Who enters a presence channel, by the signed data. */
function memberOf(channelData: unknown): Member | undefined {
  if (typeof channelData !== 'string') return undefined;
  const { user_id: id, user_info: info } = fieldsOf(parsed(channelData));
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  const userId = String(id);
  if (userId === '' || userId.length > LONGEST_USER_ID || userId.includes('\0')) return undefined;
  return { userId, info: JSON.stringify(info ?? {}) };
}
