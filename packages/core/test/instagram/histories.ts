import fc from 'fast-check';
import { ACTION_KINDS, CHANNEL_TARGETS, type ActionKind } from '../../src/index.ts';
import type { Deed, Fault, History } from './world.ts';

const hour = fc.integer({ min: 0, max: 23 });

const speed = fc.record(
  Object.fromEntries(ACTION_KINDS.map((kind) => [kind, fc.integer({ min: 0, max: 30 })])) as Record<
    ActionKind,
    fc.Arbitrary<number>
  >,
);

const limits = fc.record({
  like: fc.integer({ min: 0, max: 40 }),
  comment: fc.integer({ min: 0, max: 40 }),
  follow: fc.integer({ min: 0, max: 40 }),
  unfollow: fc.integer({ min: 0, max: 40 }),
  total: fc.integer({ min: 1, max: 60 }),
});

const fault: fc.Arbitrary<Fault> = fc.record({
  worker: fc.integer({ min: 0, max: 2 }),
  call: fc.integer({ min: 1, max: 400 }),
  kind: fc.constantFrom('dies-before', 'dies-after', 'stalls'),
  seconds: fc.constantFrom(1, 10, 16, 40, 600),
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
  hours: fc.oneof(fc.constant({ min: 0, max: 0 }), fc.record({ min: hour, max: hour })),
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
