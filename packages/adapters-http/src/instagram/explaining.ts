import type { Channel, ChannelDay, InstagramStats, JournalEntry, Standing, Trouble } from '@quintet/core';
import { json, type Answer } from '../http/answer.ts';
import { errorOf, type Code } from './answers.ts';
import { FAILURE_CODES } from './errors.ts';

/** What came of each channel, and why the account does nothing now. */
export function statsAnswer({ standing, channels, days }: InstagramStats): Answer {
  const byChannel = Map.groupBy(days, ({ channelId }) => channelId);
  return json(200, {
    why_not_now: standing.kind === 'acting' ? null : whyNot(standing),
    channels: channels.map((channel) => channelStats(channel, byChannel.get(channel.id) ?? [])),
  });
}

/** What happened, in its order. */
export function journalAnswer(entries: readonly JournalEntry[]): Answer {
  return json(200, entries.map(entryJson));
}

function channelStats({ id, action, target, value, state, ...counts }: Channel, days: readonly ChannelDay[]): object {
  return {
    id,
    action,
    target,
    value,
    state,
    leads_count: counts.leadsCount,
    targets_count: counts.targetsCount,
    followers_count: counts.followersCount,
    days: days.map(({ day, attempted, done, failed, leads, followersGained, conversion }) => ({
      day,
      attempted,
      done,
      failed,
      leads,
      followers_gained: followersGained,
      conversion,
    })),
  };
}

type NotActing = Exclude<Standing, { readonly kind: 'acting' }>;

function whyNot(standing: NotActing): object {
  return {
    reason: standing.kind,
    message: tell(standing),
    until: 'until' in standing && standing.until !== undefined ? standing.until.toISOString() : null,
    limit: standing.kind === 'limit-reached' ? standing.limit : null,
    trouble: standing.kind === 'troubled' ? troubleJson(standing.trouble) : null,
  };
}

/** The reason in words, for a client that shows no more than those. */
function tell(standing: NotActing): string {
  switch (standing.kind) {
    case 'stopped':
      return 'stopped';
    case 'suspected':
      return 'suspected by the network, until it is started again';
    case 'no-channel':
      return 'no channel is started';
    case 'drained':
      return 'everybody in its sources has been reached';
    case 'troubled':
      return `trouble, trying again at ${standing.until.toISOString()}`;
    case 'out-of-hours':
      return `out of hours until ${standing.until.toISOString()}`;
    case 'limit-reached': {
      const which = standing.limit === 'total' ? 'daily limit' : `daily limit of ${standing.limit}`;
      return standing.until === undefined ? `${which} is 0` : `${which} reached until ${standing.until.toISOString()}`;
    }
    case 'waiting':
      return `waiting until ${standing.until.toISOString()}`;
  }
}

const DURING_CODES: Readonly<Record<Trouble['during'], Code>> = {
  'logging-in': 2070,
  filling: 4040,
  acting: 4020,
  refreshing: 2080,
};

function troubleJson({ failure, during, channelId, at, failures }: Trouble): object {
  return {
    ...errorOf(DURING_CODES[during]),
    cause: errorOf(FAILURE_CODES[failure]),
    channel_id: channelId ?? null,
    at: at.toISOString(),
    failures,
  };
}

function entryJson(entry: JournalEntry): object {
  const about = { id: entry.id, channel_id: entry.channelId, at: entry.at.toISOString(), kind: entry.kind };
  switch (entry.kind) {
    case 'action': {
      const { action, target, outcome, failure } = entry;
      return { ...about, action, target, outcome, error: failure === null ? null : actionError(failure) };
    }
    case 'skipped': {
      const { target, reason } = entry;
      return { ...about, target, reason, error: reason === 'no-post' ? errorOf(4100) : null };
    }
    case 'filled':
    case 'cleared':
    case 'counted':
      return { ...about, amount: entry.amount };
  }
}

function actionError(failure: NonNullable<Extract<JournalEntry, { readonly kind: 'action' }>['failure']>): object {
  const cause = failure === 'late' ? errorOf(1010, 'it was too late to send it') : errorOf(FAILURE_CODES[failure]);
  return { ...errorOf(4020), cause };
}
