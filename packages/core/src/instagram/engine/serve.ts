import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Channel } from '../channel.ts';
import type { ActionOrder, GatewayFailure, GatewaySession } from '../gateway.ts';
import { endOfHours } from '../hours.ts';
import type { JournalAction, SkipReason } from '../journal.ts';
import { rulesOf } from '../standing.ts';
import { prepare } from './prepare.ts';
import { hindered, type Interruption, type Run } from './run.ts';
import { readSource } from './source.ts';

/** How many people are looked at before others have their turn. */
const CANDIDATES = 10;

/** After so many failures in a row, whoever is first in the queue is taken for their reason. */
const PATIENCE = 3;

/** Somebody who is left out. */
interface Skipped {
  readonly target: string;
  readonly reason: SkipReason;
}

/** What came of serving a channel. */
export type Served = 'acted' | 'looked' | 'found-nobody';

/** Does the next thing for a channel: fills its queue, or acts upon the first in it who is not to be left out. */
export async function serve(run: Run, channel: Channel): Promise<Result<Served, Interruption>> {
  const session = await run.session();
  if (session.isErr()) return err(session.error);
  return channel.targetsCount === 0 ? fill(run, session.value, channel) : act(run, session.value, channel);
}

async function fill(run: Run, session: GatewaySession, channel: Channel): Promise<Result<Served, Interruption>> {
  const { gateway, targets } = run.ports;
  const page = await readSource(gateway, session, channel, run.settings, run.now);
  const { cursor } = channel;
  // A source that can't be read is noted as served too, so that it does not keep the other channels waiting.
  const found = page.unwrapOr({ people: [], cursor, exhausted: false });
  const filled = await targets.fill(run.lease, { ...found, channelId: channel.id, at: run.now });
  if (filled.isErr()) return filled.error.kind === 'channel-inactive' ? inactive(run, channel) : err(filled.error);
  run.replace(filled.value);
  if (page.isErr()) return hindered(page.error, 'filling', channel.id);
  return ok(filled.value.targetsCount > 0 ? 'looked' : 'found-nobody');
}

async function act(run: Run, session: GatewaySession, channel: Channel): Promise<Result<Served, Interruption>> {
  const waiting = await run.ports.targets.first(channel.id, CANDIDATES);
  if (waiting.isErr()) return err(waiting.error);
  const skipped: Skipped[] = [];
  for (const target of waiting.value) {
    const kept = await run.keep();
    if (kept.isErr()) return err(kept.error);
    const prepared = await prepare(run.ports, run.settings, session, channel, target, run.now);
    if (prepared.isErr()) {
      if (isTheirs(run, prepared.error)) skipped.push({ target, reason: 'gone' });
      const left = await leaveOut(run, channel, skipped);
      if (left.isErr()) return err(left.error);
      if (prepared.error.kind === 'gateway-followers-failed') return ok('looked');
      return hindered(prepared.error, 'acting', channel.id);
    }
    if (prepared.value.kind === 'skip') {
      skipped.push({ target, reason: prepared.value.reason });
      continue;
    }
    const left = await leaveOut(run, channel, skipped);
    if (left.isErr()) return err(left.error);
    return carryOut(run, channel, target, prepared.value.send);
  }
  const left = await leaveOut(run, channel, skipped);
  return left.map(() => 'looked');
}

/** Whether somebody is the reason why nothing can be learned about them. */
function isTheirs({ instagram }: Run, { kind }: GatewayFailure): boolean {
  if (kind === 'gateway-followers-failed' || kind === 'gateway-answer-unreadable') return true;
  return kind === 'gateway-request-failed' && (instagram.trouble?.failures ?? 0) >= PATIENCE;
}

async function leaveOut(run: Run, channel: Channel, targets: readonly Skipped[]): Promise<Result<void, Interruption>> {
  if (targets.length === 0) return ok(undefined);
  const at = run.now;
  const skipped = await run.ports.targets.skip(run.lease, { channelId: channel.id, targets, at });
  if (skipped.isErr()) return err(skipped.error);
  run.replace({ ...channel, targetsCount: Math.max(0, channel.targetsCount - targets.length), servedAt: at });
  return ok(undefined);
}

/**
 * Records an action, sends it, and writes down how it ended. Between the first and the last the process may die: then
 * nobody knows how it ended, and it is not sent again.
 */
async function carryOut(
  run: Run,
  channel: Channel,
  target: string,
  send: (order: ActionOrder) => ResultAsync<void, GatewayFailure>,
): Promise<Result<Served, Interruption>> {
  const { clock, journal, random } = run.ports;
  const at = clock.now();
  const latest = new Date(at.getTime() + run.settings.actionTimeout);
  const ends = endOfHours(run.instagram.hours, at);
  const busyUntil = ends !== undefined && ends < latest ? ends : latest;
  const key = random.identifier();
  const rules = rulesOf(run.instagram, run.settings);
  const { id: channelId, action } = channel;
  const recorded = await journal.record(run.lease, { channelId, action, target, key, at, busyUntil, rules });
  if (recorded.isErr()) {
    switch (recorded.error.kind) {
      case 'channel-inactive':
        return inactive(run, channel);
      case 'target-taken':
      case 'pace-exceeded':
        return ok('looked');
      case 'lease-lost':
      case 'unavailable':
        return err(recorded.error);
    }
  }
  const known = run.channels.find(({ id }) => id === channelId) ?? channel;
  run.replace({ ...known, targetsCount: Math.max(0, known.targetsCount - 1), servedAt: at });

  const { id } = recorded.value;
  const timeout = busyUntil.getTime() - clock.now().getTime();
  // Whoever stopped the account meanwhile waits until then, and not longer.
  if (timeout <= 0) return finish(run, id, 'late');
  const sent = await within(run, timeout, send({ key, timeout }));
  if (sent === 'unanswered') return hindered({ kind: 'gateway-request-failed' }, 'acting', channelId);
  const failure = sent.isErr() ? sent.error : undefined;
  const finished = await finish(run, id, failure?.kind ?? null);
  if (failure === undefined) return finished;
  // A suspicion is told whatever became of the journal.
  return finished.isErr() && failure.kind !== 'gateway-suspected' ? finished : hindered(failure, 'acting', channelId);
}

async function finish(run: Run, id: number, failure: JournalAction['failure']): Promise<Result<Served, Interruption>> {
  const outcome = failure === null ? 'done' : 'failed';
  const finished = await run.ports.journal.finish({ id, outcome, failure, at: run.now });
  return finished.isErr() ? err(finished.error) : ok('acted');
}

/** How an action ended, if it did within the time that it has. */
async function within(
  { ports }: Run,
  timeout: number,
  sent: ResultAsync<void, GatewayFailure>,
): Promise<Result<void, GatewayFailure> | 'unanswered'> {
  let cancel = (): void => {};
  const late = new Promise<'unanswered'>((resolve) => {
    cancel = ports.delay.after(timeout, () => resolve('unanswered'));
  });
  const answer = (async () => sent)();
  try {
    return await Promise.race([answer, late]);
  } finally {
    cancel();
  }
}

function inactive(run: Run, channel: Channel): Result<Served, never> {
  run.replace({ ...channel, state: 'stop' });
  return ok('looked');
}
