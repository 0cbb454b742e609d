import fc from 'fast-check';
import { ACTION_KINDS, CHANNEL_TARGETS, type ActionKind } from '../../src/index.ts';
import type { Deed, Fault, History } from './world.ts';

const hour = fc.integer({ min: 0, max: 23 });

const speed = fc.record(
  Object.fromEntries(ACTION_KINDS.map((kind) => [kind, fc.integer({ min: 0, max: 60 })])) as Record<
    ActionKind,
    fc.Arbitrary<number>
  >,
);

const limit = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 9, arbitrary: fc.integer({ min: 3, max: 40 }) },
);

const limits = fc.record({
  like: limit,
  comment: limit,
  follow: limit,
  unfollow: limit,
  total: fc.integer({ min: 5, max: 60 }),
});

const fault: fc.Arbitrary<Fault> = fc.record({
  worker: fc.integer({ min: 0, max: 2 }),
  at: fc.constantFrom('anything', 'record', 'finish', 'send', 'read'),
  call: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom('dies-before', 'dies-after', 'stalls'),
  seconds: fc.constantFrom(1, 10, 14, 16, 40, 600),
  meanwhile: fc.constantFrom(undefined, 'stop', 'start', 'edit', 'stop-channel', 'replace'),
});

const deed: fc.Arbitrary<Deed> = fc.record({
  minute: fc.integer({ min: 0, max: 2400 }),
  kind: fc.constantFrom(
    'stop',
    'start',
    'start',
    'edit',
    'stop-channel',
    'suspect',
    'fail',
    'fail-afterwards',
    'replace',
  ),
  failure: fc.constantFrom(
    'gateway-request-failed',
    'gateway-login-failed',
    'gateway-answer-unreadable',
    'gateway-followers-failed',
    'gateway-suspected',
  ),
});

/** Anything that may happen in a day and a half or so. */
export const histories: fc.Arbitrary<History> = fc.record({
  seed: fc.integer({ min: 0, max: 1000 }),
  minutes: fc.integer({ min: 60, max: 2400 }),
  hours: fc.oneof(
    { weight: 2, arbitrary: fc.constant({ min: 0, max: 0 }) },
    { weight: 1, arbitrary: fc.record({ min: hour, max: hour }) },
  ),
  speed,
  limits,
  channels: fc.array(
    fc.record({ action: fc.constantFrom(...ACTION_KINDS), target: fc.constantFrom(...CHANNEL_TARGETS) }),
    { minLength: 1, maxLength: 3 },
  ),
  workers: fc.integer({ min: 1, max: 3 }),
  faults: fc.array(fault, { maxLength: 12 }),
  deeds: fc.array(deed, { maxLength: 6 }),
});

/** A history in which nothing goes wrong. */
export const PLAIN: History = {
  seed: 1,
  minutes: 600,
  hours: { min: 0, max: 0 },
  speed: { like: 60, comment: 60, follow: 60, unfollow: 60 },
  limits: { like: 1000, comment: 1000, follow: 1000, unfollow: 1000, total: 1000 },
  channels: [{ action: 'like', target: 'followers' }],
  workers: 1,
  faults: [],
  deeds: [],
};
