import { randomBytes } from 'node:crypto';
import type { RandomSource } from '../kernel/random.ts';

/** The operating system's cryptographic source: 128 bits an identifier. */
export const cryptoRandom: RandomSource = { identifier: () => randomBytes(16).toString('base64url') };
