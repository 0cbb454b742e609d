import { usernameKey } from '../account.ts';
import type { LoginKey, LoginLimit } from '../ports.ts';
import type { IdentitySettings } from '../settings.ts';

/** What a failed login is counted for, and how often it may happen. */
export function loginLimits(
  { loginLimitOfAccount, loginLimitOfAddress }: IdentitySettings,
  username: string,
  clientAddress: string | undefined,
): readonly (readonly [LoginKey, LoginLimit])[] {
  const limits: (readonly [LoginKey, LoginLimit])[] = [];
  if (loginLimitOfAccount !== undefined) limits.push([`account:${usernameKey(username)}`, loginLimitOfAccount]);
  if (loginLimitOfAddress !== undefined && clientAddress !== undefined) {
    limits.push([`address:${clientAddress}`, loginLimitOfAddress]);
  }
  return limits;
}
