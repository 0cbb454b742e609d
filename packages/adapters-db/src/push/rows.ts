import { defineEntity, p, type EntitySchema } from '@mikro-orm/core';
import { AccountRow } from '../identity/rows.ts';

/** What a message is in each of the tables that hold one. */
const message = {
  channel: p.text(),
  event: p.text(),
  data: p.text(),
  notTo: p.text().nullable(),
  createdAt: p.datetime(3),
};

class OutboxRow {
  declare sequence: number;
}

class LogRow {
  declare position: number;
}

class HeadRow {
  declare id: number;
}

class ChannelRow {
  declare name: string;
}

class DestinationRow {
  declare id: string;
}

class CursorRow {
  declare channel: string;
}

class DeadLetterRow {
  declare id: number;
}

class ServerRow {
  declare name: string;
}

class ConnectionRow {
  declare connection: string;
}

class MemberRow {
  declare userId: string;
}

/** The tables of push, for the mapper; what reads and writes them are statements. */
export const PUSH_SCHEMAS: readonly EntitySchema[] = [
  defineEntity({
    class: OutboxRow,
    tableName: 'push_outbox',
    properties: { sequence: p.bigint('number').primary().autoincrement(), id: p.text(), ...message },
  }),
  defineEntity({
    class: LogRow,
    tableName: 'push_log',
    properties: { position: p.bigint('number').primary().autoincrement(false), id: p.text(), ...message },
  }),
  defineEntity({
    class: HeadRow,
    tableName: 'push_head',
    properties: { id: p.smallint().primary().autoincrement(false), position: p.bigint('number') },
  }),
  defineEntity({
    class: ChannelRow,
    tableName: 'push_channel',
    properties: { name: p.text().primary(), position: p.bigint('number'), spread: p.boolean().default(false) },
  }),
  defineEntity({
    class: DestinationRow,
    tableName: 'push_destination',
    properties: {
      id: p.text().primary(),
      transport: p.text(),
      address: p.text(),
      channels: p.array().columnType('text[]'),
      account: () => p.manyToOne(AccountRow).fieldName('account_id').deleteRule('cascade').nullable(),
      since: p.bigint('number'),
    },
  }),
  defineEntity({
    class: CursorRow,
    tableName: 'push_cursor',
    properties: {
      destination: () => p.manyToOne(DestinationRow).fieldName('destination_id').deleteRule('cascade').primary(),
      channel: p.text().primary(),
      position: p.bigint('number'),
      attempts: p.integer().default(0),
      failingSince: p.datetime(3).nullable(),
      nextAttemptAt: p.datetime(3),
      leaseOwner: p.text().nullable(),
      leaseUntil: p.datetime(3),
    },
  }),
  defineEntity({
    class: DeadLetterRow,
    tableName: 'push_dead_letter',
    properties: {
      id: p.bigint('number').primary().autoincrement(),
      destination: () => p.manyToOne(DestinationRow).fieldName('destination_id').deleteRule('cascade'),
      position: p.bigint('number'),
      messageId: p.text(),
      ...message,
      attempts: p.integer(),
      reason: p.text(),
      givenUpAt: p.datetime(3),
    },
  }),
  defineEntity({
    class: ServerRow,
    tableName: 'push_server',
    properties: { name: p.text().primary(), seenAt: p.datetime(3) },
  }),
  defineEntity({
    class: ConnectionRow,
    tableName: 'push_connection',
    properties: {
      server: p.text().primary(),
      channel: p.text().primary(),
      connection: p.text().primary(),
      userId: p.text(),
    },
  }),
  defineEntity({
    class: MemberRow,
    tableName: 'push_member',
    properties: {
      channel: p.text().primary(),
      userId: p.text().primary(),
      info: p.text(),
      connections: p.integer(),
    },
  }),
];
