/** What every reader is told, 250 bytes of JSON: the size of a ticket. */
export const CHANNEL = 'com.vivere.mentor';
export const EVENT = 'save';

/** The data of a message: as long as it takes for the whole to have 250 bytes as it goes out. */
export function dataOf(number: number): { readonly id: number; readonly description: string } {
  return { id: number, description: 'x'.repeat(112) };
}

/** What the server under test is told by who measures. */
export type Command = { readonly say: number; readonly every: number } | { readonly stop: true };

/** What it answers. */
export type Report = { readonly url: string } | { readonly cpu: number };
