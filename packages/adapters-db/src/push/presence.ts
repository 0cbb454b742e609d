import type { Member, PresenceRegistry } from '@quintet/core';
import { moment, statement, type Statement } from '../database/statement.ts';
import type { Store } from '../database/store.ts';

interface StoredMember {
  readonly user_id: string;
  readonly info: string;
}

/** Values: server, channel, connection, user, info, now. No row where the connection has joined before. */
export const JOIN_CHANNEL: Statement<{ readonly is_first: boolean }> = statement(
  'push_join',
  `WITH living AS (
     INSERT INTO push_server (name, seen_at) VALUES ($1, $6::timestamptz) ON CONFLICT DO NOTHING
   ), added AS (
     INSERT INTO push_connection (server, channel, connection, user_id) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING
     RETURNING channel, user_id
   )
   INSERT INTO push_member AS member (channel, user_id, info, connections)
   SELECT channel, user_id, $5, 1 FROM added
   ON CONFLICT (channel, user_id) DO UPDATE
   SET connections = member.connections + 1,
     info = CASE WHEN member.connections = 0 THEN EXCLUDED.info ELSE member.info END
   RETURNING connections = 1 AS is_first`,
);

/** Values: server, channel, connection. */
export const LEAVE_CHANNEL: Statement<StoredMember & { readonly connections: number }> = statement(
  'push_leave',
  `WITH removed AS (
     DELETE FROM push_connection WHERE server = $1 AND channel = $2 AND connection = $3 RETURNING channel, user_id
   )
   UPDATE push_member AS member SET connections = member.connections - 1
   FROM removed WHERE member.channel = removed.channel AND member.user_id = removed.user_id
   RETURNING member.user_id, member.info, member.connections`,
);

/** Values: channel. */
export const MEMBERS_OF_CHANNEL: Statement<StoredMember> = statement(
  'push_members',
  'SELECT user_id, info FROM push_member WHERE channel = $1 AND connections > 0 ORDER BY user_id',
);

/** Values: server, now, dead before. Who is present no more by the end of servers that are dead. */
export const KEEP_ALIVE: Statement<StoredMember & { readonly channel: string; readonly connections: number }> =
  statement(
    'push_keep_alive',
    `WITH living AS (
       INSERT INTO push_server AS server (name, seen_at) VALUES ($1, $2::timestamptz)
       ON CONFLICT (name) DO UPDATE SET seen_at = greatest(server.seen_at, EXCLUDED.seen_at)
     ), dead AS (
       DELETE FROM push_server WHERE seen_at < $3::timestamptz AND name <> $1 RETURNING name
     ), removed AS (
       DELETE FROM push_connection WHERE server IN (SELECT name FROM dead) RETURNING channel, user_id
     ), lost AS (
       SELECT channel, user_id, count(*) AS connections FROM removed GROUP BY channel, user_id
     )
     UPDATE push_member AS member SET connections = member.connections - lost.connections
     FROM lost WHERE member.channel = lost.channel AND member.user_id = lost.user_id
     RETURNING member.channel, member.user_id, member.info, member.connections`,
  );

/** Members who have left for good, or will be added again. */
export const PURGE_MEMBERS: Statement<never> = statement(
  'push_member_purge',
  'DELETE FROM push_member WHERE connections = 0',
);

/** Who is present, in the database: the connections, and for each member how many there are. */
export function databasePresence(store: Store): PresenceRegistry {
  return {
    join: ({ channel, connection, server, member, now }) =>
      store
        .write(JOIN_CHANNEL, [server, channel, connection, member.userId, member.info, moment(now)], undefined)
        .map(([row]) => ({ isFirst: row?.is_first === true })),

    leave: ({ channel, connection, server }) =>
      store
        .write(LEAVE_CHANNEL, [server, channel, connection], undefined)
        .map(([row]) => (row?.connections === 0 ? { left: toMember(row) } : {})),

    members: (channel) => store.read(MEMBERS_OF_CHANNEL, [channel]).map((rows) => rows.map(toMember)),

    keepAlive: ({ server, now, deadBefore }) =>
      store
        .write(KEEP_ALIVE, [server, moment(now), moment(deadBefore)], undefined)
        .andThen((rows) => store.write(PURGE_MEMBERS, [], undefined).map(() => rows))
        .map((rows) =>
          rows
            .filter(({ connections }) => connections === 0)
            .map((row) => ({ channel: row.channel, member: toMember(row) })),
        ),
  };
}

function toMember({ user_id, info }: StoredMember): Member {
  return { userId: user_id, info };
}
