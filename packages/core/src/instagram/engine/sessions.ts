import { err, ok, ResultAsync, type Result } from 'neverthrow';
import type { Unavailable } from '../../kernel/failure.ts';
import type { GatewayFailure, GatewaySession } from '../gateway.ts';
import type { Instagram } from '../instagram.ts';
import type { PasswordUnreadable } from '../ports.ts';
import type { InstagramEnginePorts } from '../settings.ts';

/** How many sessions are remembered. */
const MOST = 20_000;

/** Sessions of accounts, kept as long as nothing is known against them. */
export class Sessions {
  readonly #ports: Pick<InstagramEnginePorts, 'gateway' | 'passwordCipher'>;
  readonly #sessions = new Map<number, { readonly session: GatewaySession; readonly sealed: string }>();

  constructor(ports: Pick<InstagramEnginePorts, 'gateway' | 'passwordCipher'>) {
    this.#ports = ports;
  }

  /** The account's session; logs in where there is none, or where the name or the password is another by now. */
  of({
    id,
    username,
    password,
  }: Instagram): ResultAsync<GatewaySession, GatewayFailure | PasswordUnreadable | Unavailable> {
    const known = this.#sessions.get(id);
    const isSame = known?.sealed === password.sealed && known.session.username === username;
    if (isSame) return new ResultAsync(Promise.resolve(ok(known.session)));
    const { gateway, passwordCipher } = this.#ports;
    return passwordCipher
      .decrypt(password)
      .andThen((plain): ResultAsync<GatewaySession, GatewayFailure> => gateway.login({ username, password: plain }))
      .andThen((given): Result<GatewaySession, GatewayFailure> => {
        if (typeof given.token !== 'string') return err({ kind: 'gateway-answer-unreadable' });
        const session = { ...given, username };
        if (this.#sessions.size >= MOST) this.#sessions.clear();
        this.#sessions.set(id, { session, sealed: password.sealed });
        return ok(session);
      });
  }

  forget(instagramId: number): void {
    this.#sessions.delete(instagramId);
  }
}
