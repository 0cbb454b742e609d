import { createAccount, register, type CreateAccount, type Register } from './use-cases/register.ts';
import { logIn, type LogIn } from './use-cases/log-in.ts';
import { accountOf, type AccountOf } from './use-cases/account-of.ts';
import { authenticate, type Authenticate } from './use-cases/authenticate.ts';
import { logOut, type LogOut } from './use-cases/log-out.ts';
import {
  changePassword,
  confirmPassword,
  type ChangePassword,
  type ConfirmPassword,
} from './use-cases/change-password.ts';
import {
  grantRole,
  revokeRole,
  setPassword,
  type GrantRole,
  type RevokeRole,
  type SetPassword,
} from './use-cases/administer.ts';
import { purge, type Purge } from './use-cases/purge.ts';
import { recognise, type Recognise } from './use-cases/recognise.ts';
import { renewToken, type RenewToken } from './use-cases/renew-token.ts';
import type { IdentityPorts, IdentitySettings } from './settings.ts';

/**
 * What can be done about accounts and their tokens.
 *
 * @example
 * ```ts
 * const { identity } = createQuintet(memoryAdapters());
 * const { token } = (await identity.register({ username: 'ann', password: 'secret' }))._unsafeUnwrap();
 * const actor = (await identity.authenticate(token))._unsafeUnwrap();
 * ```
 */
export interface Identity {
  readonly createAccount: CreateAccount;
  readonly register: Register;
  readonly logIn: LogIn;
  readonly authenticate: Authenticate;
  readonly recognise: Recognise;
  readonly accountOf: AccountOf;
  readonly logOut: LogOut;
  readonly renewToken: RenewToken;
  readonly confirmPassword: ConfirmPassword;
  readonly changePassword: ChangePassword;
  readonly grantRole: GrantRole;
  readonly revokeRole: RevokeRole;
  readonly setPassword: SetPassword;
  readonly purge: Purge;
}

/**
 * Joins identity's use cases to the adapters of its ports.
 *
 * @example
 * ```ts
 * const identity = createIdentity(ports, { ...IDENTITY_DEFAULTS, tokenLifetime: 3600 });
 * ```
 */
export function createIdentity(ports: IdentityPorts, settings: IdentitySettings): Identity {
  return {
    createAccount: createAccount(ports),
    register: register(ports, settings),
    logIn: logIn(ports, settings),
    authenticate: authenticate(ports),
    recognise: recognise(ports),
    accountOf: accountOf(ports),
    logOut: logOut(ports),
    renewToken: renewToken(ports, settings),
    confirmPassword: confirmPassword(ports, settings),
    changePassword: changePassword(ports, settings),
    grantRole: grantRole(ports),
    revokeRole: revokeRole(ports),
    setPassword: setPassword(ports),
    purge: purge(ports, settings),
  };
}

export { generationOf, tokenId } from './access-token.ts';
export type { AccessTokenClaims, TokenExpired, TokenInvalid, TokenRevoked } from './access-token.ts';
export { LARGEST_PASSWORD, LONGEST_USERNAME, parsePassword, parseUsername, usernameKey } from './account.ts';
export type { Account, NewAccount, PasswordMalformed, UsernameMalformed } from './account.ts';
export type {
  Bearer,
  ExternalActor,
  ExternalClaims,
  ExternalSubject,
  TokenKeyUnknown,
  TokenKeyUnnamed,
} from './external.ts';
export type * from './external-ports.ts';
export { permit, type PermissionLacking } from './permission.ts';
export type * from './ports.ts';
export { isRole, permissionsOf, ROLES } from './role.ts';
export type { Permission, Role } from './role.ts';
export { IDENTITY_DEFAULTS } from './settings.ts';
export type { IdentityPorts, IdentitySettings } from './settings.ts';
export type {
  ChangeRoleError,
  GrantRole,
  RevokeRole,
  RoleOfAccount,
  RoleUnknown,
  SetPassword,
} from './use-cases/administer.ts';
export type { AccountOf } from './use-cases/account-of.ts';
export type { Authenticate, AuthenticateError } from './use-cases/authenticate.ts';
export type {
  ChangePassword,
  ChangePasswordError,
  ConfirmPassword,
  ConfirmPasswordError,
  NewPassword,
} from './use-cases/change-password.ts';
export type { SignedIn } from './use-cases/issue-token.ts';
export type { Credentials, LogIn, LogInError, WrongPassword } from './use-cases/log-in.ts';
export type { LogOut } from './use-cases/log-out.ts';
export type { Purge } from './use-cases/purge.ts';
export type { Recognise, RecogniseError } from './use-cases/recognise.ts';
export type { RenewToken, RenewTokenError } from './use-cases/renew-token.ts';
export type {
  CreateAccount,
  CreateAccountError,
  DisplayNameMalformed,
  Register,
  Registration,
} from './use-cases/register.ts';
