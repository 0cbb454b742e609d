import { randomBytes } from 'node:crypto';
import type { RandomSource } from '../kernel/random.ts';

/**
 * The operating system's cryptographic source: 128 bits an identifier.
 *
 * @example
 * ```ts
 * cryptoRandom.identifier(); // 'V1StGXR8_Z5jdHi6B-myTw'
 * ```
 */
export const cryptoRandom: RandomSource = { identifier: () => randomBytes(16).toString('base64url') };
