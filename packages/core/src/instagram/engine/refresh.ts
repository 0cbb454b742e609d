import { err, ok, type Result } from 'neverthrow';
import { personKey } from '../instagram.ts';
import { hindered, type Interruption, type Run } from './run.ts';

/** How many pages of followers are read before the account may act again. */
const PAGES_AT_ONCE = 10;

/** When the account is to be looked at again. */
export function refreshDueAt({ instagram, settings }: Pick<Run, 'instagram' | 'settings'>): Date {
  return new Date(instagram.refreshedAt.getTime() + settings.refreshEvery);
}

/**
 * Looks at the account: what the network tells of it, and which leads are among its followers. A long list of followers
 * is read in several turns, a few pages each; nothing of it stays in memory.
 */
export async function refresh(run: Run): Promise<Result<void, Interruption>> {
  const session = await run.session();
  if (session.isErr()) return err(session.error);
  const { gateway, leases, leads } = run.ports;
  const { username } = run.instagram;

  let { scan } = run.instagram;
  if (scan === null) {
    const profile = await gateway.profile(session.value, username);
    if (profile.isErr()) return hindered(profile.error, 'refreshing');
    const { info } = profile.value;
    const hasLeads = run.channels.some(({ leadsCount }) => leadsCount > 0);
    // The moment is higher than any before, and the same on every server.
    scan = { number: run.now.getTime(), cursor: null };
    if (!hasLeads) return end(run, info);
    const begun = await leases.refresh(run.lease, { info, scan });
    if (begun.isErr()) return err(begun.error);
    run.instagram = { ...run.instagram, info, scan };
  }

  for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
    const kept = await run.keep();
    if (kept.isErr()) return err(kept.error);
    const request = { cursor: scan.cursor, limit: run.settings.pageSize };
    const page = await gateway.followers(session.value, username, request);
    if (page.isErr()) {
      // Without the list the counts stay as they are, and the account goes on.
      return page.error.kind === 'gateway-followers-failed' ? end(run) : hindered(page.error, 'refreshing');
    }
    const followers = page.value.entries.map((person) => personKey(person.username));
    const marked = await leads.mark(run.lease, { scan: scan.number, followers, at: run.now });
    if (marked.isErr()) return err(marked.error);
    // A list that goes on where it was is one that has ended.
    if (page.value.cursor === null || page.value.cursor === scan.cursor) {
      const counted = await leads.count(run.lease, { scan: scan.number, at: run.now });
      return counted.isErr() ? err(counted.error) : end(run);
    }
    scan = { number: scan.number, cursor: page.value.cursor };
    run.instagram = { ...run.instagram, scan };
  }
  const paused = await leases.refresh(run.lease, { scan });
  return paused.isErr() ? err(paused.error) : ok(undefined);
}

async function end(run: Run, info = run.instagram.info): Promise<Result<void, Interruption>> {
  const refreshedAt = run.now;
  const ended = await run.ports.leases.refresh(run.lease, { info, scan: null, refreshedAt });
  if (ended.isErr()) return err(ended.error);
  run.instagram = { ...run.instagram, info, scan: null, refreshedAt };
  return ok(undefined);
}
