/** Who tells many readers something: ours, and a bare loop that does nothing else. */
export const FANOUT_VARIANTS = ['embedded', 'bare-ws', 'sse', 'bare-sse'] as const;
export type FanoutVariant = (typeof FANOUT_VARIANTS)[number];

/** What readers speak, by whom they read. */
export const PROTOCOLS: Readonly<Record<FanoutVariant, 'pusher' | 'web-socket' | 'event-stream'>> = {
  embedded: 'pusher',
  'bare-ws': 'web-socket',
  sse: 'event-stream',
  'bare-sse': 'event-stream',
};

/** What each variant is compared with. */
export const BASELINES: readonly (readonly [FanoutVariant, FanoutVariant])[] = [
  ['embedded', 'bare-ws'],
  ['sse', 'bare-sse'],
];

/** The channel that everybody hears. */
export const CHANNEL = 'com.vivere.announcement';

/** An object of about 250 bytes in JSON, as an announcement is. */
export function announcement(number: number): object {
  return {
    id: (0x58_b2_35_7f * 2 ** 20 + number).toString(16).padStart(24, '0'),
    message:
      `Number ${number}: lunch is served in the main hall; vegetarians and vegans queue on the left side, please. `.padEnd(
        160,
        '.',
      ),
    time: '2017-02-25T15:55:05',
  };
}

/** What a child process is told. */
export type Order = { readonly kind: 'tell'; readonly number: number } | { readonly kind: 'cpu' };

/** What it says. */
export type Report =
  | { readonly kind: 'ready'; readonly port: number }
  /** All readers have so many messages. */
  | { readonly kind: 'received'; readonly messages: number }
  /** Microseconds of CPU that the process has used. */
  | { readonly kind: 'cpu'; readonly microseconds: number };
