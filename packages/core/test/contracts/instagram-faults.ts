import { errAsync, okAsync } from 'neverthrow';
import type { GatewayPage, InstagramGateway, PasswordCipher, GatewayPerson } from '../../src/index.ts';
import type { Fault } from './faults.ts';

/** Breaks a call of the gateway. */
function gateway(broken: (good: InstagramGateway) => Partial<InstagramGateway>): Fault {
  return ({ gateway: good }) => ({ gateway: { ...good, ...broken(good) } });
}

export const GATEWAY_FAULTS: Readonly<Record<string, Fault>> = {
  'lets everybody in': gateway((good) => ({
    login: ({ username }) => good.login({ username, password: 'any' }),
  })),
  'knows every session': gateway((good) => ({
    profile: (session, username) => good.profile({ ...session, token: `simulated:${session.username}` }, username),
  })),
  'tells of somebody else': gateway((good) => ({ profile: (session) => good.profile(session, 'somebody') })),
  'repeats people from page to page': gateway((good) => ({
    followings: (session, username, { cursor, limit }) =>
      good.followings(session, username, { cursor: cursor === null ? null : String(Number(cursor) - 1), limit }),
  })),
  'never comes to an end': gateway((good) => ({
    followers: (session, username, page) =>
      good.followers(session, username, page).map((answer) => ({ ...answer, cursor: '0' })),
  })),
  'gives pages that are too large': gateway((good) => ({
    followers: (session, username, { cursor, limit }) =>
      good.followers(session, username, { cursor, limit: limit + 1 }),
  })),
  'loses people': gateway((good) => ({
    followings: (session, username, page) =>
      good
        .followings(session, username, page)
        .map((answer): GatewayPage<GatewayPerson> => ({ ...answer, entries: answer.entries.slice(1) })),
  })),
  'has the oldest posts first': gateway((good) => ({
    userFeed: (session, username, page) =>
      good.userFeed(session, username, page).map(({ entries, cursor }) => ({ entries: entries.toReversed(), cursor })),
  })),
  'does nothing': gateway(() => ({ follow: () => okAsync(undefined) })),
  'does what comes twice twice': gateway((good) => ({
    follow: (session, order) => good.follow(session, { ...order, key: `${order.key} ${Math.random()}` }),
  })),
  'has one failure for all': gateway((good) => ({
    login: (credentials) => good.login(credentials).orElse(() => errAsync({ kind: 'gateway-login-failed' as const })),
  })),
};

function cipher(broken: (good: PasswordCipher) => Partial<PasswordCipher>): Fault {
  return ({ passwordCipher: good }) => ({
    passwordCipher: {
      keyId: good.keyId,
      encrypt: (password) => good.encrypt(password),
      decrypt: (encrypted) => good.decrypt(encrypted),
      ...broken(good),
    },
  });
}

export const PASSWORD_CIPHER_FAULTS: Readonly<Record<string, Fault>> = {
  'encrypts nothing': cipher(({ keyId }) => ({
    encrypt: (password) => okAsync({ keyId, sealed: password }),
    decrypt: ({ sealed }) => okAsync(sealed),
  })),
  'only encodes': cipher(({ keyId }) => ({
    encrypt: (password) => okAsync({ keyId, sealed: Buffer.from(password).toString('base64') }),
    decrypt: ({ sealed }) => okAsync(Buffer.from(sealed, 'base64').toString()),
  })),
  'asks for no key': cipher((good) => ({ decrypt: ({ sealed }) => good.decrypt({ keyId: good.keyId, sealed }) })),
  'names another key': cipher((good) => ({
    encrypt: (password) => good.encrypt(password).map((encrypted) => ({ ...encrypted, keyId: 'another' })),
  })),
  'loses what is odd': cipher((good) => ({ encrypt: (password) => good.encrypt(password.trim()) })),
};
