import type { InstagramPorts, InstagramSettings } from './settings.ts';
import {
  getUser,
  refreshToken,
  signIn,
  signUp,
  type GetUser,
  type RefreshToken,
  type SignIn,
  type SignUp,
} from './use-cases/accounts.ts';
import {
  addChannel,
  deleteChannel,
  editChannel,
  getChannel,
  listChannels,
  startChannel,
  stopChannel,
  type AddChannel,
  type DeleteChannel,
  type EditChannel,
  type GetChannel,
  type ListChannels,
  type StartChannel,
  type StopChannel,
} from './use-cases/channels.ts';
import { instagramStats, type GetInstagramStats } from './use-cases/explain.ts';
import {
  addInstagram,
  deleteInstagram,
  editInstagram,
  getInstagram,
  listInstagrams,
  startInstagram,
  stopInstagram,
  type AddInstagram,
  type DeleteInstagram,
  type EditInstagram,
  type GetInstagram,
  type ListInstagrams,
  type StartInstagram,
  type StopInstagram,
} from './use-cases/instagrams.ts';
import { readJournal, type ReadJournal } from './use-cases/read-journal.ts';
import { rotateKey, type RotateKey } from './use-cases/rotate-key.ts';

/**
 * What can be done with Instagram accounts and their channels.
 *
 * @example
 * ```ts
 * const { instagram }: { readonly instagram: InstagramDomain } = createQuintet(memoryAdapters());
 * await instagram.signUp({ username: 'user@email.com', password: 'password' });
 * ```
 */
export interface InstagramDomain {
  readonly signUp: SignUp;
  readonly signIn: SignIn;
  readonly getUser: GetUser;
  readonly refreshToken: RefreshToken;
  readonly addInstagram: AddInstagram;
  readonly listInstagrams: ListInstagrams;
  readonly getInstagram: GetInstagram;
  readonly editInstagram: EditInstagram;
  readonly startInstagram: StartInstagram;
  readonly stopInstagram: StopInstagram;
  readonly deleteInstagram: DeleteInstagram;
  readonly instagramStats: GetInstagramStats;
  readonly readJournal: ReadJournal;
  readonly addChannel: AddChannel;
  readonly listChannels: ListChannels;
  readonly getChannel: GetChannel;
  readonly editChannel: EditChannel;
  readonly startChannel: StartChannel;
  readonly stopChannel: StopChannel;
  readonly deleteChannel: DeleteChannel;
  readonly rotateKey: RotateKey;
}

/**
 * Joins the use cases of Instagram accounts to the adapters of their ports.
 *
 * @example
 * ```ts
 * const instagram = createInstagram({ ...ports, identity }, INSTAGRAM_DEFAULTS);
 * ```
 */
export function createInstagram(ports: InstagramPorts, settings: InstagramSettings): InstagramDomain {
  return {
    signUp: signUp(ports),
    signIn: signIn(ports),
    getUser: getUser(ports),
    refreshToken: refreshToken(ports),
    addInstagram: addInstagram(ports),
    listInstagrams: listInstagrams(ports),
    getInstagram: getInstagram(ports),
    editInstagram: editInstagram(ports),
    startInstagram: startInstagram(ports),
    stopInstagram: stopInstagram(ports),
    deleteInstagram: deleteInstagram(ports),
    instagramStats: instagramStats(ports, settings),
    readJournal: readJournal(ports),
    addChannel: addChannel(ports),
    listChannels: listChannels(ports),
    getChannel: getChannel(ports),
    editChannel: editChannel(ports),
    startChannel: startChannel(ports),
    stopChannel: stopChannel(ports),
    deleteChannel: deleteChannel(ports),
    rotateKey: rotateKey(ports),
  };
}

export { ACTION_KINDS, CHANNEL_TARGETS } from './channel.ts';
export type {
  ActionKind,
  Channel,
  ChannelChanges,
  ChannelRef,
  ChannelState,
  ChannelTarget,
  NewChannel,
  PerAction,
} from './channel.ts';
export { HIGHEST_SPEED, LONGEST_COMMENT, MASKED_PASSWORD, MOST_COMMENTS, parseChannelDraft } from './draft.ts';
export type {
  ActionUndefined,
  ChannelDraft,
  InstagramChannelMalformed,
  InstagramDraft,
  InstagramMalformed,
  TargetUndefined,
} from './draft.ts';
export type * from './engine-ports.ts';
export type * from './gateway.ts';
export { createInstagramEngine } from './engine/engine.ts';
export type { EngineEvent, InstagramEngine } from './engine/engine.ts';
export type { StepEnd } from './engine/step.ts';
export { isWithin, nextWithin, type Hours } from './hours.ts';
export { personKey } from './instagram.ts';
export type {
  EncryptedPassword,
  FollowerScan,
  Instagram,
  InstagramChanges,
  InstagramInfo,
  InstagramRef,
  InstagramState,
  NewInstagram,
  ProfilePicture,
  Trouble,
} from './instagram.ts';
export { replay } from './journal.ts';
export type { ActionOutcome, ChannelDay, JournalAction, JournalEntry, Replayed, SkipReason } from './journal.ts';
export { gapOf, leaves, paceOf } from './limits.ts';
export type { DailyLimits, Pace, PaceRules, PaceWait } from './limits.ts';
export type * from './ports.ts';
export { INSTAGRAM_DEFAULTS } from './settings.ts';
export type { InstagramEnginePorts, InstagramPorts, InstagramSettings } from './settings.ts';
export { standingOf, type Standing } from './standing.ts';
export { simulatedNetwork } from './simulated/network.ts';
export type { SentAction, SimulatedNetwork, SimulatedNetworkSettings, WantedFailure } from './simulated/network.ts';
export type { GetUser, RefreshToken, SignIn, SignUp } from './use-cases/accounts.ts';
export type {
  AddChannel,
  ChannelById,
  DeleteChannel,
  EditChannel,
  GetChannel,
  ListChannels,
  NoChannel,
  StartChannel,
  StopChannel,
} from './use-cases/channels.ts';
export type { GetInstagramStats, InstagramStats } from './use-cases/explain.ts';
export type {
  AddInstagram,
  ConnectError,
  DeleteInstagram,
  EditInstagram,
  GetInstagram,
  InstagramById,
  InstagramInfoUnavailable,
  InstagramLoginRefused,
  ListInstagrams,
  StartInstagram,
  StopInstagram,
} from './use-cases/instagrams.ts';
export type { ReadJournal } from './use-cases/read-journal.ts';
export type { KeyRotation, RotateKey } from './use-cases/rotate-key.ts';
