import { err, ok, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { Channel } from '../channel.ts';
import type { LeasedInstagram, LeaseLost } from '../engine-ports.ts';
import type { GatewayFailure, GatewaySession } from '../gateway.ts';
import type { Instagram, Trouble } from '../instagram.ts';
import type { PasswordUnreadable } from '../ports.ts';
import type { InstagramEnginePorts, InstagramSettings } from '../settings.ts';
import type { Sessions } from './sessions.ts';

/** What stopped the work on an account, and what was being done. */
export interface Hindrance {
  readonly kind: 'hindered';
  readonly failure: GatewayFailure | PasswordUnreadable;
  readonly during: Trouble['during'];
  readonly channelId?: number;
}

/** Why the work on an account did not come to its end. */
export type Interruption = Hindrance | LeaseLost | Unavailable;

/** The work on one account, from taking its lease to giving it back. */
export class Run {
  readonly ports: InstagramEnginePorts;
  readonly settings: InstagramSettings;
  readonly lease: LeasedInstagram['lease'];
  instagram: Instagram;
  readonly channels: Channel[];
  readonly #sessions: Sessions;
  #renewedAt: Date;

  constructor(
    ports: InstagramEnginePorts,
    settings: InstagramSettings,
    sessions: Sessions,
    { lease, instagram, channels }: LeasedInstagram,
  ) {
    this.ports = ports;
    this.settings = settings;
    this.lease = lease;
    this.instagram = instagram;
    this.channels = [...channels];
    this.#sessions = sessions;
    this.#renewedAt = ports.clock.now();
  }

  get now(): Date {
    return this.ports.clock.now();
  }

  /** Says what a channel is like by now. */
  replace(channel: Channel): void {
    const index = this.channels.findIndex(({ id }) => id === channel.id);
    if (index !== -1) this.channels[index] = channel;
  }

  /** Makes sure that the lease lasts for a while. */
  async keep(): Promise<Result<void, LeaseLost | Unavailable>> {
    const { lease } = this.settings;
    const now = this.now;
    if (now.getTime() - this.#renewedAt.getTime() < lease / 3) return ok(undefined);
    this.#renewedAt = now;
    return this.ports.leases.renew(this.lease, new Date(now.getTime() + lease));
  }

  async session(): Promise<Result<GatewaySession, Interruption>> {
    const session = await this.#sessions.of(this.instagram);
    if (session.isOk()) return ok(session.value);
    const failure = session.error;
    return err(failure.kind === 'unavailable' ? failure : { kind: 'hindered', failure, during: 'logging-in' });
  }

  /** The next login is a new one. */
  forgetSession(): void {
    this.#sessions.forget(this.instagram.id);
  }
}

/** What a failure of the gateway stops. */
export function hindered(
  failure: GatewayFailure,
  during: Trouble['during'],
  channelId?: number,
): Result<never, Hindrance> {
  return err({ kind: 'hindered', failure, during, ...(channelId === undefined ? {} : { channelId }) });
}
