import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { AccountNotFound } from '../../identity/ports.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Unavailable } from '../../kernel/failure.ts';
import { lookupNumber } from '../../kernel/number.ts';
import { parseInstagramDraft, type InstagramDraft, type InstagramMalformed } from '../draft.ts';
import type { GatewayAnswerUnreadable, GatewayFailure, GatewayRequestFailed, GatewaySuspected } from '../gateway.ts';
import type { Instagram, InstagramInfo, InstagramRef } from '../instagram.ts';
import type { InstagramNotFound, PasswordUnreadable } from '../ports.ts';
import type { InstagramPorts } from '../settings.ts';
import { untilQuiet } from './quiet.ts';

/**
 * Names one of the actor's accounts of the network.
 *
 * @example
 * ```ts
 * const one: InstagramById = { instagramId: 20 };
 * ```
 */
export interface InstagramById {
  readonly instagramId: number;
}

/**
 * The network refuses the name and the password.
 *
 * @example
 * ```ts
 * await instagram.addInstagram(actor, { username: 'ann', password: 'wrong-password' });
 * // Err({ kind: 'instagram-login-refused' })
 * ```
 */
export interface InstagramLoginRefused {
  readonly kind: 'instagram-login-refused';
}

/**
 * The login succeeded, and the network tells nothing about the account.
 *
 * @example
 * ```ts
 * const refused: InstagramInfoUnavailable = { kind: 'instagram-info-unavailable', failure };
 * ```
 */
export interface InstagramInfoUnavailable {
  readonly kind: 'instagram-info-unavailable';
  readonly failure: GatewayFailure;
}

/**
 * Why an account could not be logged in to.
 *
 * @example
 * ```ts
 * const isPassing = ({ kind }: ConnectError) => kind === 'gateway-request-failed';
 * ```
 */
export type ConnectError =
  | InstagramLoginRefused
  | InstagramInfoUnavailable
  | GatewayRequestFailed
  | GatewayAnswerUnreadable
  | GatewaySuspected;

/**
 * Logs in to an account of the network, and stores it, started.
 *
 * @example
 * ```ts
 * await instagram.addInstagram(actor, { username: 'instalogin', password: 'instapassword' });
 * ```
 */
export type AddInstagram = (
  actor: Actor,
  input: InstagramDraft,
) => ResultAsync<Instagram, InstagramMalformed | ConnectError | AccountNotFound | Unavailable>;

/**
 * Lists the actor's accounts of the network, in order of their numbers.
 *
 * @example
 * ```ts
 * (await instagram.listInstagrams(actor)).map((all) => all.length);
 * ```
 */
export type ListInstagrams = (actor: Actor) => ResultAsync<readonly Instagram[], Unavailable>;

/**
 * Shows one account of the network.
 *
 * @example
 * ```ts
 * await instagram.getInstagram(actor, { instagramId: 20 });
 * ```
 */
export type GetInstagram = (
  actor: Actor,
  input: InstagramById,
) => ResultAsync<Instagram, InstagramNotFound | Unavailable>;

/**
 * Changes an account of the network. With another user name or password it is logged in to first, and nothing is changed
 * where that is refused.
 *
 * @example
 * ```ts
 * await instagram.editInstagram(actor, { instagramId: 20, username: 'instalogin', hours: { min: 7, max: 15 } });
 * ```
 */
export type EditInstagram = (
  actor: Actor,
  input: InstagramById & InstagramDraft,
) => ResultAsync<Instagram, InstagramMalformed | ConnectError | PasswordUnreadable | InstagramNotFound | Unavailable>;

/**
 * Starts an account of the network, whatever state it is in.
 *
 * @example
 * ```ts
 * await instagram.startInstagram(actor, { instagramId: 20 });
 * ```
 */
export type StartInstagram = (
  actor: Actor,
  input: InstagramById,
) => ResultAsync<Instagram, InstagramNotFound | Unavailable>;

/**
 * Stops an account of the network and its channels. It has ended when no action can be sent any more.
 *
 * @example
 * ```ts
 * await instagram.stopInstagram(actor, { instagramId: 20 });
 * ```
 */
export type StopInstagram = (
  actor: Actor,
  input: InstagramById,
) => ResultAsync<Instagram, InstagramNotFound | Unavailable>;

/**
 * Removes an account of the network with its channels. It has ended when no action can be sent any more.
 *
 * @example
 * ```ts
 * await instagram.deleteInstagram(actor, { instagramId: 20 });
 * ```
 */
export type DeleteInstagram = (
  actor: Actor,
  input: InstagramById,
) => ResultAsync<void, InstagramNotFound | Unavailable>;

export function addInstagram(ports: InstagramPorts): AddInstagram {
  const { clock, instagrams, passwordCipher } = ports;
  return (actor, input) =>
    parseInstagramDraft(input).asyncAndThen(({ password = '', ...draft }) =>
      connect(ports, draft.username, password)
        .andThen((info) => passwordCipher.encrypt(password).map((encrypted) => ({ info, encrypted })))
        .andThen(({ info, encrypted }) => {
          const now = clock.now();
          const dates = { createdAt: now, updatedAt: now };
          return instagrams.add({ ...draft, ...dates, owner: actor.accountId, info, password: encrypted });
        }),
    );
}

export function listInstagrams({ instagrams }: InstagramPorts): ListInstagrams {
  return ({ accountId }) => instagrams.list(accountId);
}

export function getInstagram({ instagrams }: InstagramPorts): GetInstagram {
  return (actor, input) => instagrams.find(instagramRef(actor, input));
}

export function editInstagram(ports: InstagramPorts): EditInstagram {
  const { clock, instagrams, passwordCipher } = ports;
  return (actor, input) => {
    const ref = instagramRef(actor, input);
    return instagrams.find(ref).andThen((stored) =>
      parseInstagramDraft(input, stored).asyncAndThen(({ password, username, trusted, hours, speed }) => {
        const plain = { trusted, hours, speed, username };
        const isSame = username === stored.username && password === undefined;
        if (isSame) return instagrams.change(ref, { ...plain, updatedAt: clock.now() });
        const known = password === undefined ? passwordCipher.decrypt(stored.password) : okAsync(password);
        return known
          .andThen((password) => connect(ports, username, password).map((info) => ({ info, password })))
          .andThen(({ info, password }) => passwordCipher.encrypt(password).map((encrypted) => ({ info, encrypted })))
          .andThen(({ info, encrypted }) =>
            instagrams.change(ref, { ...plain, info, password: encrypted, updatedAt: clock.now() }),
          );
      }),
    );
  };
}

export function startInstagram({ clock, instagrams }: InstagramPorts): StartInstagram {
  return (actor, input) => instagrams.start(instagramRef(actor, input), clock.now());
}

export function stopInstagram(ports: InstagramPorts): StopInstagram {
  const { clock, instagrams } = ports;
  return (actor, input) =>
    instagrams
      .stop(instagramRef(actor, input), clock.now())
      .andThen((stopped) => untilQuiet(ports, stopped.id).map(() => stopped));
}

export function deleteInstagram(ports: InstagramPorts): DeleteInstagram {
  const stop = stopInstagram(ports);
  return (actor, input) => stop(actor, input).andThen(() => ports.instagrams.remove(instagramRef(actor, input)));
}

export function instagramRef({ accountId }: Actor, { instagramId }: InstagramById): InstagramRef {
  return { owner: accountId, id: lookupNumber(instagramId) };
}

/** Logs in, and asks what the network tells of the account. */
function connect(
  { gateway }: InstagramPorts,
  username: string,
  password: string,
): ResultAsync<InstagramInfo, ConnectError> {
  return gateway
    .login({ username, password })
    .mapErr((failure): ConnectError => {
      switch (failure.kind) {
        case 'gateway-login-failed':
          return { kind: 'instagram-login-refused' };
        case 'gateway-followers-failed':
          return { kind: 'gateway-answer-unreadable', cause: failure };
        case 'gateway-request-failed':
        case 'gateway-answer-unreadable':
        case 'gateway-suspected':
          return failure;
      }
    })
    .andThen((session) =>
      gateway
        .profile(session, username)
        .map(({ info }) => info)
        .orElse((failure) => errAsync({ kind: 'instagram-info-unavailable' as const, failure })),
    );
}
