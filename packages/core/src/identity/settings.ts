import type { Ports } from '../ports.ts';
import type { LoginLimit } from './ports.ts';

/**
 * What identity's use cases need from outside.
 *
 * @example
 * ```ts
 * const ports: IdentityPorts = {
 *   clock,
 *   random,
 *   accounts,
 *   passwordHasher,
 *   accessTokens,
 *   revocationList,
 *   failedLogins,
 * };
 * ```
 */
export type IdentityPorts = Pick<
  Ports,
  | 'clock'
  | 'random'
  | 'unitOfWork'
  | 'accounts'
  | 'passwordHasher'
  | 'accessTokens'
  | 'revocationList'
  | 'failedLogins'
  | 'externalTokens'
  | 'externalSubjects'
>;

/**
 * What may be set about identity.
 *
 * @example
 * ```ts
 * const quintet = createQuintet(resolve, { identity: { tokenLifetime: 3600, loginLimitOfAddress: undefined } });
 * ```
 */
export interface IdentitySettings {
  /** Seconds for which an access token is good. */
  readonly tokenLifetime: number;
  /** How many failed logins an account may have; `undefined`: any number. */
  readonly loginLimitOfAccount: LoginLimit | undefined;
  /** How many failed logins may come from one client address; `undefined`: any number. */
  readonly loginLimitOfAddress: LoginLimit | undefined;
}

/**
 * A token for a day, 10 failures an account and 100 an address in 15 minutes.
 *
 * @example
 * ```ts
 * createIdentity(ports, { ...IDENTITY_DEFAULTS, tokenLifetime: 3600 });
 * ```
 */
export const IDENTITY_DEFAULTS: IdentitySettings = {
  tokenLifetime: 86_400,
  loginLimitOfAccount: { failures: 10, window: 900 },
  loginLimitOfAddress: { failures: 100, window: 900 },
};
