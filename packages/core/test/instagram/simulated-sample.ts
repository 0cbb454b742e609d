import type { GatewaySample } from '../../src/contracts/index.ts';

/** What there is on the simulated network. */
export const SIMULATED_SAMPLE: GatewaySample = {
  credentials: { username: 'instalogin', password: 'instapassword' },
  refused: { username: 'instalogin', password: 'wrong-password' },
  account: 'natgeo',
  hashtag: 'sea',
  odd: ['..', '.', 'a/b?c#d&e=f+g%20', 'Zürich 🏔️', '__proto__'],
  failing: {
    'gateway-suspected': 'suspected.one',
    'gateway-request-failed': 'offline.one',
    'gateway-answer-unreadable': 'garbled.one',
  },
};
