import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actorOf, aUser, emailOf, refuses, userOf, USERS, valueOf, type Command } from './system.ts';

const aPassword = fc.constantFrom('123456', '123456', 'пароль', 'correct horse');

/** Usernames are compared without regard to case, so that each way to write one is the same user. */
const aCase = fc.boolean();

const register = fc.tuple(aUser, aPassword, aCase).map(([user, password, upper]): Command => ({
  toString: () => `register(${USERS[user]}, ${password}${upper ? ', in upper case' : ''})`,
  check: () => true,
  run: async (model, real) => {
    const expected = userOf(model, user);
    const email = upper ? emailOf(user, real).toUpperCase() : emailOf(user, real);
    const outcome = real.quintet.bucketlist.register({ email, password });
    if (expected.registered) return refuses(outcome, 'username-taken');

    const { account, token } = valueOf(await outcome);
    assert.deepEqual([account.username, account.roles, account.generation], [email, [], 0]);
    real.tokens[user] = token;
    Object.assign(expected, { registered: true, signedIn: true, password });
  },
}));

const logIn = fc.tuple(aUser, aPassword, aCase).map(([user, password, upper]): Command => ({
  toString: () => `logIn(${USERS[user]}, ${password}${upper ? ', in upper case' : ''})`,
  check: () => true,
  run: async (model, real) => {
    const expected = userOf(model, user);
    const email = upper ? emailOf(user, real).toUpperCase() : emailOf(user, real);
    const outcome = real.quintet.bucketlist.logIn({ email, password });
    if (!expected.registered) return refuses(outcome, 'account-not-found');
    if (expected.password !== password) return refuses(outcome, 'wrong-password');

    real.tokens[user] = valueOf(await outcome).token;
    expected.signedIn = true;
  },
}));

const logOut = aUser.map((user): Command => ({
  toString: () => `logOut(${USERS[user]})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const { identity } = real.quintet;
    valueOf(await identity.logOut(await actorOf(user, real)));
    await refuses(identity.authenticate(real.tokens[user] ?? ''), 'token-revoked');
    userOf(model, user).signedIn = false;
  },
}));

const resetPassword = fc.tuple(aUser, aPassword, aPassword).map(([user, oldPassword, newPassword]): Command => ({
  toString: () => `resetPassword(${USERS[user]}, ${oldPassword}, ${newPassword})`,
  check: (model) => userOf(model, user).signedIn,
  run: async (model, real) => {
    const expected = userOf(model, user);
    const { bucketlist, identity } = real.quintet;
    const actor = await actorOf(user, real);
    const reset = () =>
      bucketlist.resetPassword(actor, { oldPassword, newPassword, passwordConfirmation: newPassword });
    if (expected.password !== oldPassword) return refuses(reset(), 'wrong-password');

    const email = emailOf(user, real);
    const { token: other } = valueOf(await bucketlist.logIn({ email, password: oldPassword }));
    valueOf(await reset());
    await refuses(identity.authenticate(other), 'token-revoked');
    await actorOf(user, real);
    expected.password = newPassword;
  },
}));

export const accountCommands: readonly fc.Arbitrary<Command>[] = [
  register,
  register,
  logIn,
  logIn,
  logOut,
  resetPassword,
];
