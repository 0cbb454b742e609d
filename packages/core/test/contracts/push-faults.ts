import { okAsync, type ResultAsync } from 'neverthrow';
import type { BusEvent, Deliveries, Delivery, MessageLog, PresenceRegistry } from '../../src/index.ts';
import { memoryObjectIds, settableClock } from '../../src/memory/index.ts';
import type { Fault } from './faults.ts';

type Faults = Readonly<Record<string, Fault>>;

const log =
  (change: (good: MessageLog) => Partial<MessageLog>): Fault =>
  ({ messageLog }) => ({ messageLog: { ...messageLog, ...change(messageLog) } });

export const MESSAGE_LOG_FAULTS: Faults = {
  'lets messages out before the commit': log((good) => ({ append: (messages) => good.append(messages) })),
  'turns the order round': log((good) => ({
    append: (messages, transaction) => good.append(messages.toReversed(), transaction),
  })),
  'drops one of many': log((good) => ({
    append: (messages, transaction) => good.append(messages.slice(0, 24), transaction),
  })),
  'ignores the limit': log((good) => ({ number: () => good.number({ limit: 1000 }) })),
  'tells a message twice': log((good) => {
    let last: ReturnType<MessageLog['number']> | undefined;
    return {
      number: (request) =>
        (last =
          last === undefined
            ? good.number(request)
            : last
                .andThen(() => good.number(request))
                .andThen((now) => (now.length === 0 && last !== undefined ? okAsync(now) : okAsync([...now, ...now])))),
    };
  }),
  'leaves gaps': log((good) => ({
    number: (request) =>
      good.number(request).map((all) => all.map((message) => ({ ...message, position: message.position * 2 }))),
  })),
  'loses milliseconds': log((good) => ({
    append: (messages, transaction) =>
      good.append(
        messages.map((message) => ({
          ...message,
          createdAt: new Date(Math.trunc(message.createdAt.getTime() / 1000) * 1000),
        })),
        transaction,
      ),
  })),
  'writes data anew': log((good) => ({
    append: (messages, transaction) =>
      good.append(
        messages.map((message) => ({ ...message, data: JSON.stringify(JSON.parse(message.data)) })),
        transaction,
      ),
  })),
  'forgets who is not told': log((good) => ({
    append: (messages, transaction) =>
      good.append(
        messages.map(({ notTo: _notTo, ...message }) => message),
        transaction,
      ),
  })),
  'includes the position itself': log((good) => ({ after: (position, request) => good.after(position - 1, request) })),
  'ignores the channels': log((good) => ({ after: (position, { limit }) => good.after(position, { limit }) })),
  'picks channels after the limit': log((good) => ({
    after: (position, { limit, channels }) =>
      good
        .after(position, { limit })
        .map((messages) => messages.filter(({ channel }) => channels === undefined || channels.includes(channel))),
  })),
  'never tells': log(() => ({ onAppended: () => () => {} })),
  'tells too much': log((good) => ({
    append: (messages, transaction) => good.append(messages, transaction),
    onAppended: (listener) => {
      const timer = setInterval(listener, 10);
      const end = good.onAppended(listener);
      return () => {
        clearInterval(timer);
        end();
      };
    },
  })),
  'goes on telling': log((good) => ({
    onAppended: (listener) => {
      good.onAppended(listener);
      return () => {};
    },
  })),
  'never says that messages wait': log((good) => ({
    bounds: () => good.bounds().map((bounds) => ({ ...bounds, waiting: false })),
  })),
  'purges what a delivery waits for': log((good) => ({ purge: (before) => good.purge(before, before) })),
  'waits for deliveries for ever': log((good) => ({ purge: (before) => good.purge(before, new Date(0)) })),
  'purges nothing': log(() => ({ purge: () => okAsync(0) })),
};

const deliveries =
  (change: (good: Deliveries) => Partial<Deliveries>): Fault =>
  (good) => ({ deliveries: { ...good.deliveries, ...change(good.deliveries) } });

const claimed = (change: (delivery: Delivery) => Delivery): Fault =>
  deliveries((good) => ({ claim: (request) => good.claim(request).map((all) => all.map(change)) }));

export const DELIVERIES_FAULTS: Faults = {
  'forgets addresses': deliveries((good) => ({ put: (destination) => good.put({ ...destination, address: {} }) })),
  'begins anew when it is put again': deliveries((good) => ({
    put: (destination) => good.remove(destination.id).andThen(() => good.put(destination)),
  })),
  'shows the destinations of all': deliveries((good) => ({ list: ({ transport }) => good.list({ transport }) })),
  'has no lease': deliveries((good) => ({ claim: (request) => good.claim({ ...request, leaseUntil: request.now }) })),
  'keeps a lease for ever': deliveries((good) => ({
    claim: (request) => good.claim({ ...request, leaseUntil: new Date('2100-01-01T00:00:00Z') }),
  })),
  'does not wait for the next attempt': deliveries((good) => ({
    settle: (delivery, outcome) =>
      good.settle(delivery, outcome.kind === 'retry' ? { ...outcome, at: new Date(0) } : outcome),
  })),
  'lets anybody settle': deliveries((good) => ({
    settle: (delivery, outcome) => good.settle(delivery, outcome).map(() => true),
  })),
  'counts no attempts': claimed((delivery) => ({ ...delivery, attempts: 0 })),
  'does not know since when it fails': claimed(({ failingSince: _since, ...delivery }) => delivery),
  'turns messages round': claimed((delivery) => ({ ...delivery, messages: delivery.messages.toReversed() })),
  'skips the rest': deliveries((good) => ({
    settle: (delivery, outcome) =>
      good.settle(delivery, outcome.kind === 'delivered' ? { ...outcome, through: outcome.through + 1 } : outcome),
  })),
  'gives one up at a time': deliveries((good) => ({
    settle: (delivery, outcome) =>
      good.settle(delivery, outcome.kind === 'given-up' ? { ...outcome, count: 1 } : outcome),
  })),
  'drops what is given up': deliveries((good) => ({
    settle: (delivery, outcome) =>
      good.settle(
        delivery,
        outcome.kind === 'given-up' ? { kind: 'delivered', through: delivery.messages.at(-1)?.position ?? 0 } : outcome,
      ),
  })),
  'ignores the transports': deliveries((good) => {
    const known = new Set<string>();
    return {
      put: (destination) => {
        known.add(destination.transport);
        return good.put(destination);
      },
      claim: (request) => good.claim({ ...request, transports: [...known] }),
    };
  }),
  'ignores the number of messages': deliveries((good) => ({
    claim: (request) => good.claim({ ...request, messages: 100 }),
  })),
  'never knows what is due': deliveries(() => ({ nextDue: () => okAsync(undefined) })),
  'always has somebody': deliveries(() => ({ any: () => okAsync(true) })),
  'lists dead letters from the first': deliveries((good) => ({
    deadLetters: (request) =>
      good.deadLetters({ ...request, limit: 1000 }).map((all) => all.toReversed().slice(0, request.limit)),
  })),
  'removes a dead letter as often as one likes': deliveries((good) => ({
    removeDeadLetter: (id) => good.removeDeadLetter(id).map(() => true),
  })),
};

const heard =
  (change: (event: BusEvent, receive: (event: BusEvent) => void) => void): Fault =>
  ({ bus }) => ({
    bus: {
      ...bus,
      subscribe: (listener) =>
        bus.subscribe({ ...listener, receive: (event) => change(event, (changed) => listener.receive(changed)) }),
    },
  });

export const BUS_FAULTS: Faults = {
  'goes on after the end': ({ bus }) => ({
    bus: {
      ...bus,
      subscribe: (listener) => {
        bus.subscribe(listener);
        return () => {};
      },
    },
  }),
  'repeats itself': heard((event, receive) => {
    receive(event);
    receive(event);
  }),
  'forgets that moments are none of JSON': heard((event, receive) =>
    receive(JSON.parse(JSON.stringify(event)) as BusEvent),
  ),
  'cuts what is large': heard((event, receive) =>
    receive(event.kind === 'signal' ? { ...event, data: event.data.slice(0, 8000) } : event),
  ),
  'drops what is large': heard((event, receive) => {
    if (JSON.stringify(event).length < 8000) receive(event);
  }),
  'mixes up the order': heard((event, receive) => void setTimeout(() => receive(event), Math.random() * 20)),
};

const presence =
  (change: (good: PresenceRegistry) => Partial<PresenceRegistry>): Fault =>
  (good) => ({ presence: { ...good.presence, ...change(good.presence) } });

export const PRESENCE_FAULTS: Faults = {
  'calls everybody first': presence((good) => ({ join: (entry) => good.join(entry).map(() => ({ isFirst: true })) })),
  'lets nobody leave': presence(() => ({ leave: () => okAsync({}) })),
  'mixes up servers': presence((good) => ({
    join: (entry) => good.join({ ...entry, server: 'one' }),
    leave: (entry) => good.leave({ ...entry, server: 'one' }),
  })),
  'mixes up channels': presence((good) => ({
    join: (entry) => good.join({ ...entry, channel: 'one' }),
    leave: (entry) => good.leave({ ...entry, channel: 'one' }),
    members: () => good.members('one'),
  })),
  'keeps the dead': presence(() => ({ keepAlive: () => okAsync([]) })),
  'buries the living': presence((good) => ({
    keepAlive: (request) => good.keepAlive({ ...request, deadBefore: new Date(request.deadBefore.getTime() + 1) }),
  })),
  'forgets what is known of members': presence((good) => ({
    members: (channel) => good.members(channel).map((all) => all.map(({ userId }) => ({ userId, info: '{}' }))),
  })),
};

export const OBJECT_IDS_FAULTS: Faults = {
  'counts from the same number in every process': ({ clock }) => {
    let count = 0;
    return {
      objectIds: {
        next: () => {
          count += 1;
          return `${seconds(clock.now())}0000000000${count.toString(16).padStart(6, '0')}`;
        },
      },
    };
  },
  'follows a clock that goes back': ({ clock }) => {
    const good = memoryObjectIds(clock);
    return { objectIds: { next: () => seconds(clock.now()) + good.next().slice(8) } };
  },
  'does not look at the clock': () => ({ objectIds: memoryObjectIds(settableClock(new Date(0))) }),
  'gives capitals': ({ objectIds }) => ({ objectIds: { next: () => objectIds.next().toUpperCase() } }),
};

function seconds(date: Date): string {
  return Math.floor(date.getTime() / 1000)
    .toString(16)
    .padStart(8, '0');
}

export const TIMERS_FAULTS: Faults = {
  'never go off': ({ timers }) => ({ timers: { ...timers, set: () => okAsync(undefined) } }),
  'go off at once': ({ timers }) => ({
    timers: { ...timers, set: (timer, transaction) => timers.set({ ...timer, at: new Date(0) }, transaction) },
  }),
  'go off although they were rolled back': ({ timers }) => ({
    timers: { ...timers, set: (timer) => timers.set(timer) },
  }),
  'forget the key': ({ timers }) => ({
    timers: { ...timers, set: (timer, transaction) => timers.set({ ...timer, key: 'x' }, transaction) },
  }),
  'are done when the handler failed': ({ timers }) => ({
    timers: {
      ...timers,
      handle: (kind, handler) =>
        timers.handle(kind, (key): ResultAsync<void, never> => handler(key).orElse(() => okAsync(undefined))),
    },
  }),
  'take any number of handlers': ({ timers }) => {
    const handled = new Set<string>();
    return {
      timers: {
        ...timers,
        handle: (kind, handler) => {
          if (!handled.has(kind)) timers.handle(kind, handler);
          handled.add(kind);
        },
      },
    };
  },
};
