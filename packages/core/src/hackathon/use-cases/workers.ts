import { okAsync, type ResultAsync } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { HackathonMessages } from '../messages.ts';
import type { HackathonPorts } from '../settings.ts';
import { ANNOUNCEMENT_TIMER, publishAnnouncement } from './announcements.ts';
import { EXPIRY_TIMER, expireTicket, expireTickets } from './expiry.ts';

/**
 * Has this process see to what is to happen at its time: tickets expire, announcements are published. What was due while
 * no process was there is seen to at once. Any number of processes may do so; whatever happens, happens once. A second
 * call does nothing.
 *
 * @example
 * ```ts
 * await quintet.hackathon.start();
 * ```
 */
export type StartHackathon = () => ResultAsync<void, Unavailable>;

export function startHackathon(ports: HackathonPorts, messages: HackathonMessages): StartHackathon {
  let isStarted = false;
  return () => {
    if (isStarted) return okAsync(undefined);
    isStarted = true;
    ports.timers.handle(EXPIRY_TIMER, (id) => expireTicket(ports, messages, id));
    ports.timers.handle(ANNOUNCEMENT_TIMER, (id) => publishAnnouncement(ports, messages, id));
    return expireTickets(ports, messages);
  };
}
