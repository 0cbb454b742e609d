import type { Clock } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';

/** What a sign-in brings back to the page that asked for it. */
export interface Grant {
  readonly token: string;
  readonly expiresAt: Date;
  /** As the page that asked for the sign-in gave it. */
  readonly state: string | undefined;
}

/** The callback is none of those that are allowed. */
export interface CallbackRefused {
  readonly kind: 'callback-refused';
}

/** Where the token of a sign-in may be sent: to one of these addresses exactly, and nowhere else. */
export class Callbacks {
  readonly #allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    this.#allowed = allowed;
  }

  /** The callback that a request asks for; where it asks for none, the first, if there is one. */
  wanted(asked: string | undefined): Result<string | undefined, CallbackRefused> {
    if (asked === undefined || asked === '') return ok(this.#allowed[0]);
    return this.#allowed.includes(asked) ? ok(asked) : err({ kind: 'callback-refused' });
  }

  /** The places that a form may lead to, for a page's content security policy. */
  get sources(): readonly string[] {
    return [...new Set(this.#allowed.map((callback) => sourceOf(new URL(callback))))];
  }
}

/** A callback with a token in its fragment, which browsers send to no server. */
export function withGrant(callback: string, { token, expiresAt, state }: Grant, clock: Clock): string {
  const fragment = new URLSearchParams({
    access_token: token,
    token_type: 'Bearer',
    expires_in: String(secondsUntil(expiresAt, clock)),
    ...(state === undefined ? {} : { state }),
  });
  return `${callback.split('#', 1)[0] ?? ''}#${fragment.toString()}`;
}

/** Whole seconds from now on, never fewer than none. */
function secondsUntil(moment: Date, clock: Clock): number {
  return Math.max(0, Math.floor((moment.getTime() - clock.now().getTime()) / 1000));
}

function sourceOf({ origin, protocol }: URL): string {
  // an app's own scheme has no origin
  return origin === 'null' ? protocol : origin;
}
