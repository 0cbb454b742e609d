import { err, ok, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Channel } from '../channel.ts';
import type { LeasedInstagram, LeaseLost } from '../engine-ports.ts';
import { endOfHours } from '../hours.ts';
import type { Trouble } from '../instagram.ts';
import { paceWait, type Pace } from '../limits.ts';
import type { InstagramEnginePorts, InstagramSettings } from '../settings.ts';
import { actsAt, isAtWork, rulesOf, standingOf } from '../standing.ts';
import { refresh, refreshDueAt } from './refresh.ts';
import { Run, type Hindrance, type Interruption } from './run.ts';
import { serve } from './serve.ts';
import type { Sessions } from './sessions.ts';

/** How long a channel is left alone whose source had nobody new, in milliseconds: a page may be full of old friends. */
const PAUSE = 1000;

/** No action is begun so many milliseconds before the hours end. */
const LAST_MOMENTS = 1000;

/**
 * How the work on an account ended: it is due again at a moment; the network suspects it; or somebody else has taken
 * over.
 *
 * @example
 * ```ts
 * const isLost = ({ kind }: StepEnd) => kind === 'lease-lost';
 * ```
 */
export type StepEnd =
  | { readonly kind: 'due'; readonly at: Date; readonly trouble: Trouble | null }
  | { readonly kind: 'suspected' }
  | { readonly kind: 'lease-lost' };

/**
 * Does what there is to do for an account: looks at it when its time has come, carries out one action at most, and says
 * when it is due again.
 */
export async function step(
  ports: InstagramEnginePorts,
  settings: InstagramSettings,
  sessions: Sessions,
  leased: LeasedInstagram,
): Promise<Result<StepEnd, Unavailable>> {
  const run = new Run(ports, settings, sessions, leased);
  const worked = await work(run);
  if (worked.isOk()) return release(run, worked.value, null);
  switch (worked.error.kind) {
    case 'lease-lost':
      return ok({ kind: 'lease-lost' });
    case 'unavailable':
      return err(worked.error);
    case 'hindered':
      return hinder(run, worked.error);
  }
}

/** Works on the account, and tells when it is due again. */
async function work(run: Run): Promise<Result<Date, Interruption>> {
  const { trouble, scan } = run.instagram;
  if (trouble !== null && trouble.until > run.now) return ok(trouble.until);
  if (scan !== null || refreshDueAt(run) <= run.now) {
    const refreshed = await refresh(run);
    if (refreshed.isErr()) return refreshed.map(() => run.now);
  }
  const pace = await paceNow(run);
  if (pace.isErr()) return pace.map(() => run.now);
  const channel = nextChannel(run, pace.value);
  if (channel === undefined) return ok(dueAt(run, pace.value));

  const served = await serve(run, channel);
  if (served.isErr()) return served.map(() => run.now);
  if (served.value === 'found-nobody') return ok(new Date(run.now.getTime() + PAUSE));
  if (served.value === 'looked') return ok(run.now);
  const after = await paceNow(run);
  return after.map((pace) => dueAt(run, pace));
}

async function paceNow(run: Run): Promise<Result<Pace, Interruption>> {
  const { limits, window } = rulesOf(run.instagram, run.settings);
  return run.ports.journal.pace(run.instagram.username, { limits, window, now: run.now });
}

/** The channel that has waited longest of those for which something can be done now. */
function nextChannel({ instagram, channels, settings, now }: Run, pace: Pace): Channel | undefined {
  if (standingOf(withoutTrouble(instagram), channels, pace, settings, now).kind !== 'acting') return undefined;
  if (hoursEndSoon(instagram.hours, now) !== undefined) return undefined;
  const rules = rulesOf(instagram, settings);
  let next: Channel | undefined;
  for (const channel of channels) {
    if (!isAtWork(channel) || paceWait(channel.action, pace, rules, now) !== undefined) continue;
    if (next === undefined || waitedSince(channel) < waitedSince(next)) next = channel;
  }
  return next;
}

/** When the hours end, if that is so soon that an action that is begun now would have to be given up. */
function hoursEndSoon(hours: Run['instagram']['hours'], now: Date): Date | undefined {
  const ends = endOfHours(hours, now);
  return ends !== undefined && ends.getTime() - now.getTime() < LAST_MOMENTS ? ends : undefined;
}

function waitedSince({ servedAt }: Channel): number {
  return servedAt?.getTime() ?? -Infinity;
}

function withoutTrouble(instagram: Run['instagram']): Run['instagram'] {
  return { ...instagram, trouble: null };
}

/** The first moment at which there is something to do. */
function dueAt(run: Run, pace: Pace): Date {
  const { instagram, channels, settings, now } = run;
  if (instagram.scan !== null) return now;
  const looked = refreshDueAt(run);
  const from = hoursEndSoon(instagram.hours, now) ?? now;
  const acts = actsAt(standingOf(withoutTrouble(instagram), channels, pace, settings, from), instagram, from);
  return acts !== undefined && acts < looked ? acts : looked;
}

async function release(run: Run, at: Date, trouble: Trouble | null): Promise<Result<StepEnd, Unavailable>> {
  // Who is left alone because of a trouble is left alone until it is over.
  const kept = trouble ?? (run.instagram.trouble?.until === at ? run.instagram.trouble : null);
  const released = await run.ports.leases.release(run.lease, { dueAt: at, trouble: kept });
  return ended(released, { kind: 'due', at, trouble: kept });
}

/** Leaves the account alone for a while, or for good where the network suspects it. */
async function hinder(run: Run, hindrance: Hindrance): Promise<Result<StepEnd, Unavailable>> {
  const trouble = troubleOf(run, hindrance);
  const { kind } = hindrance.failure;
  if (kind === 'gateway-login-failed' || kind === 'gateway-suspected') run.forgetSession();
  if (kind !== 'gateway-suspected') return release(run, trouble.until, trouble);
  return ended(await run.ports.leases.suspect(run.lease, trouble), { kind: 'suspected' });
}

function ended(written: Result<void, LeaseLost | Unavailable>, end: StepEnd): Result<StepEnd, Unavailable> {
  if (written.isOk()) return ok(end);
  return written.error.kind === 'lease-lost' ? ok({ kind: 'lease-lost' }) : err(written.error);
}

function troubleOf({ instagram, settings, ports, now: at }: Run, { failure, during, channelId }: Hindrance): Trouble {
  const failures = (instagram.trouble?.failures ?? 0) + 1;
  const doubled = Math.min(settings.firstRetry * 2 ** Math.min(failures - 1, 30), settings.longestRetry);
  const asked = failure.kind === 'gateway-request-failed' ? (failure.retryAfter ?? 0) * 1000 : 0;
  // Accounts that failed together are not tried again together.
  const wait = Math.max(asked, doubled) * (1 + ports.randomNumbers.fraction() / 10);
  return {
    failure: failure.kind,
    during,
    ...(channelId === undefined ? {} : { channelId }),
    at,
    until: new Date(at.getTime() + Math.ceil(wait)),
    failures,
  };
}
