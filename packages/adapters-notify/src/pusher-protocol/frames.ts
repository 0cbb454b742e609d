/** The opcode of text, and the bit that says that it is a whole message. */
const WHOLE_TEXT = 0x81;

/** What a length of up to this fits into one byte, two bytes. */
const LARGEST_OF_ONE = 125;
const LARGEST_OF_TWO = 65_535;

/**
 * A text message as a server sends it over a WebSocket (RFC 6455, section 5.2). The same bytes go to every client.
 *
 * @example
 * ```ts
 * const frame = textFrame('{"event":"pusher:pong","data":"{}"}');
 * for (const socket of sockets) socket.write(frame);
 * ```
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const at = length <= LARGEST_OF_ONE ? 2 : length <= LARGEST_OF_TWO ? 4 : 10;
  const frame = Buffer.allocUnsafe(at + length);
  frame[0] = WHOLE_TEXT;
  if (at === 2) {
    frame[1] = length;
  } else if (at === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, at);
  return frame;
}
