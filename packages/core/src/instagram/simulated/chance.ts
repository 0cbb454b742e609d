/**
 * A number from 0 up to, and without, 1 that depends on a seed and some texts and on nothing else (FNV-1a, mixed).
 */
export function chance(seed: number, ...texts: readonly (string | number)[]): number {
  let hash = (0x81_1c_9d_c5 ^ seed) >>> 0;
  for (const text of texts) {
    const characters = String(text);
    for (let index = 0; index < characters.length; index += 1) {
      hash = Math.imul(hash ^ characters.charCodeAt(index), 0x01_00_01_93);
    }
    // So that 'a', 'bc' is another than 'ab', 'c'.
    hash = Math.imul(hash ^ 0xff, 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A whole number from `least` to `most`, by {@link chance}. */
export function chosen(least: number, most: number, seed: number, ...texts: readonly (string | number)[]): number {
  return least + Math.floor(chance(seed, ...texts) * (most - least + 1));
}
