import { errAsync, okAsync } from 'neverthrow';
import type { GatewayPage, InstagramGateway, PasswordCipher, Person } from '../../src/index.ts';
import type { Fault } from './faults.ts';

/** Breaks a call of the gateway. */
function gateway(broken: (good: InstagramGateway) => Partial<InstagramGateway>): Fault {
  return ({ gateway: good }) => ({ gateway: { ...good, ...broken(good) } });
}

export const GATEWAY_FAULTS: Readonly<Record<string, Fault>> = {
  'lets everybody in': gateway(({ login }) => ({ login: ({ username }) => login({ username, password: 'any' }) })),
  'knows every session': gateway(({ profile }) => ({
    profile: (session, username) => profile({ ...session, token: `simulated:${session.username}` }, username),
  })),
  'tells of somebody else': gateway(({ profile }) => ({ profile: (session) => profile(session, 'somebody') })),
  'repeats people from page to page': gateway(({ followings }) => ({
    followings: (session, username, { cursor, limit }) =>
      followings(session, username, { cursor: cursor === null ? null : String(Number(cursor) - 1), limit }),
  })),
  'never comes to an end': gateway(({ followers }) => ({
    followers: (session, username, page) =>
      followers(session, username, page).map((answer) => ({ ...answer, cursor: '0' })),
  })),
  'gives pages that are too large': gateway(({ followers }) => ({
    followers: (session, username, { cursor, limit }) => followers(session, username, { cursor, limit: limit + 1 }),
  })),
  'loses people': gateway(({ followings }) => ({
    followings: (session, username, page) =>
      followings(session, username, page).map((answer): GatewayPage<Person> => ({
        ...answer,
        entries: answer.entries.slice(1),
      })),
  })),
  'has the oldest posts first': gateway(({ userFeed }) => ({
    userFeed: (session, username, page) =>
      userFeed(session, username, page).map(({ entries, cursor }) => ({ entries: entries.toReversed(), cursor })),
  })),
  'does nothing': gateway(() => ({ follow: () => okAsync(undefined) })),
  'does what comes twice twice': gateway(({ follow }) => ({
    follow: (session, order) => follow(session, { ...order, key: `${order.key} ${Math.random()}` }),
  })),
  'has one failure for all': gateway(({ login }) => ({
    login: (credentials) => login(credentials).orElse(() => errAsync({ kind: 'gateway-login-failed' as const })),
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
  'asks for no key': cipher(({ keyId, decrypt }) => ({ decrypt: ({ sealed }) => decrypt({ keyId, sealed }) })),
  'names another key': cipher(({ encrypt }) => ({
    encrypt: (password) => encrypt(password).map((encrypted) => ({ ...encrypted, keyId: 'another' })),
  })),
  'loses what is odd': cipher(({ encrypt }) => ({ encrypt: (password) => encrypt(password.trim()) })),
};
