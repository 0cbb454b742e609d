import type {
  DeadLetter,
  Deliveries,
  Delivery,
  DeliveryOutcome,
  Destination,
  Message,
  UnitOfWork,
} from '@quintet/core';
import { moment, type Value } from '../database/statement.ts';
import type { Store } from '../database/store.ts';
import {
  ADD_CURSORS,
  ANY_DESTINATION,
  CLAIM_DELIVERIES,
  DEAD_LETTERS,
  DESTINATIONS_OF_ACCOUNT,
  DESTINATIONS_OF_OPERATOR,
  DROP_CURSORS,
  FIND_DEAD_LETTER,
  FIND_DESTINATION,
  NEXT_DUE,
  PUT_DESTINATION,
  REMOVE_DEAD_LETTER,
  REMOVE_DESTINATION,
  SETTLE_DELIVERY,
  SPREAD_CHANNELS,
  type ClaimedMessage,
  type StoredDeadLetter,
  type StoredDestination,
} from './delivery-statements.ts';
import { LOCK_HEAD } from './message-statements.ts';
import { toMessage } from './messages.ts';

/**
 * Destinations in the database. Each has a cursor for each channel that it wants; what waits are the cursors behind the
 * latest message of their channel.
 */
export function databaseDeliveries(store: Store, unitOfWork: UnitOfWork): Deliveries {
  return {
    // Under the lock of the head no message gets a position, so that none falls between what was and what is wanted.
    put: ({ id, transport, address, channels, accountId }) =>
      unitOfWork.run((transaction) =>
        store.write(LOCK_HEAD, [], transaction).andThen(([head]) => {
          const latest = head?.position ?? 0;
          const destination = [id, transport, JSON.stringify(address), channels, accountId ?? null, latest];
          return store
            .write(SPREAD_CHANNELS, [], transaction)
            .andThen(() => store.write(PUT_DESTINATION, destination, transaction))
            .andThen(() => store.write(DROP_CURSORS, [id, channels], transaction))
            .andThen(() => store.write(ADD_CURSORS, [id, channels, latest], transaction))
            .map(() => undefined);
        }),
      ),

    remove: (destinationId) =>
      store.write(REMOVE_DESTINATION, [destinationId], undefined).map(({ length }) => length > 0),

    find: (destinationId) =>
      store
        .read(FIND_DESTINATION, [destinationId])
        .map(([row]) => (row === undefined ? undefined : toDestination(row))),

    list: ({ transport, accountId }) =>
      (accountId === undefined
        ? store.read(DESTINATIONS_OF_OPERATOR, [transport])
        : store.read(DESTINATIONS_OF_ACCOUNT, [transport, accountId])
      ).map((rows) => rows.map(toDestination)),

    claim: ({ owner, transports, now, leaseUntil, limit, messages }) =>
      store
        .write(SPREAD_CHANNELS, [], undefined)
        .andThen(() =>
          store.write(
            CLAIM_DELIVERIES,
            [transports, moment(now), owner, moment(leaseUntil), limit, messages],
            undefined,
          ),
        )
        .map((rows) => toDeliveries(rows, owner)),

    settle: (delivery, outcome) =>
      store.write(SETTLE_DELIVERY, settlement(delivery, outcome), undefined).map(([row]) => row?.settled === true),

    any: (transports) => store.read(ANY_DESTINATION, [transports]).map(([row]) => row?.any === true),

    nextDue: (transports) => store.read(NEXT_DUE, [transports]).map(([row]) => row?.due ?? undefined),

    deadLetters: ({ limit, before = Number.MAX_SAFE_INTEGER }) =>
      store.read(DEAD_LETTERS, [limit, before]).map((rows) => rows.map(toDeadLetter)),

    findDeadLetter: (id) =>
      store.read(FIND_DEAD_LETTER, [id]).map(([row]) => (row === undefined ? undefined : toDeadLetter(row))),

    removeDeadLetter: (id) => store.write(REMOVE_DEAD_LETTER, [id], undefined).map(({ length }) => length > 0),
  };
}

function toDestination({ id, transport, address, channels, account_id }: StoredDestination): Destination {
  return {
    id,
    transport,
    address: JSON.parse(address) as unknown,
    channels,
    ...(account_id === null ? {} : { accountId: account_id }),
  };
}

/** Rows of one channel of one destination follow on each other. */
function toDeliveries(rows: readonly ClaimedMessage[], owner: string): readonly Delivery[] {
  const deliveries: (Delivery & { readonly messages: Message[] })[] = [];
  for (const row of rows) {
    let delivery = deliveries.at(-1);
    if (delivery?.destination.id !== row.destination_id || delivery.channel !== row.channel) {
      delivery = {
        destination: toDestination({ ...row, id: row.destination_id }),
        channel: row.channel,
        messages: [],
        attempts: row.attempts,
        ...(row.failing_since === null ? {} : { failingSince: row.failing_since }),
        owner,
      };
      deliveries.push(delivery);
    }
    delivery.messages.push(toMessage(row));
  }
  return deliveries;
}

const AT_ONCE = moment(new Date(0));

/** The values of `SETTLE_DELIVERY`. */
function settlement(delivery: Delivery, outcome: DeliveryOutcome): readonly Value[] {
  const { destination, channel, owner, attempts, messages } = delivery;
  const held = [destination.id, channel, owner];
  if (outcome.kind === 'delivered') return [...held, outcome.through, 0, null, AT_ONCE, null, null, '[]'];
  const { through } = outcome;
  // The first of what is left was tried once more than before, unless others went before it.
  const tried = through === undefined ? attempts + 1 : 1;
  if (outcome.kind === 'retry') {
    const { at, failingSince } = outcome;
    return [...held, through ?? null, tried, moment(failingSince), moment(at), null, null, '[]'];
  }
  const left = messages.filter(({ position }) => through === undefined || position > through);
  const givenUp = left.slice(0, outcome.count);
  const reached = givenUp.at(-1)?.position ?? through ?? null;
  const failingSince = outcome.failingSince === undefined ? null : moment(outcome.failingSince);
  const letters = givenUp.map((message, index) => [
    message.position,
    message.id,
    message.channel,
    message.event,
    message.data,
    message.notTo ?? null,
    message.createdAt.toISOString(),
    index === 0 ? tried : 1,
  ]);
  return [...held, reached, 0, failingSince, AT_ONCE, outcome.reason, moment(outcome.at), JSON.stringify(letters)];
}

function toDeadLetter(row: StoredDeadLetter): DeadLetter {
  return {
    id: row.id,
    destinationId: row.destination_id,
    message: toMessage({ ...row, id: row.message_id }),
    attempts: row.attempts,
    reason: row.reason,
    givenUpAt: row.given_up_at,
  };
}
