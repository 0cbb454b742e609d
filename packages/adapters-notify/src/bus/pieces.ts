/** Room for the line that stands before a piece. */
const HEAD = 80;

/** Partly heard texts that are kept at most; more have senders that are no more. */
const LARGEST_HALL = 256;

/**
 * Splits texts for a carrier that has a limit. Each piece begins with a line: who sends, which of the sender's texts it
 * is of, which piece, and of how many.
 *
 * @param sender - A word that no other sender has, of 36 characters at most.
 */
export function cutter(sender: string): (text: string, largest: number) => readonly Uint8Array[] {
  let texts = 0;
  return (text, largest) => {
    texts += 1;
    const bytes = Buffer.from(text);
    const room = Math.max(largest - HEAD, 1);
    const pieces = Math.max(Math.ceil(bytes.length / room), 1);
    return Array.from({ length: pieces }, (_, piece) =>
      Buffer.concat([
        Buffer.from(`${sender} ${texts} ${piece} ${pieces}\n`),
        bytes.subarray(piece * room, (piece + 1) * room),
      ]),
    );
  };
}

interface Heard {
  readonly text: string;
  readonly pieces: Uint8Array[];
}

/**
 * Puts pieces together: gives the text when its last piece has come. Pieces of one sender come in their order; when one
 * is missing, so is the text.
 */
export function joiner(): (piece: Uint8Array) => string | undefined {
  const heard = new Map<string, Heard>();
  return (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = buffer.indexOf('\n');
    const [, sender, text, piece, pieces] =
      /^(\S{1,36}) (\d+) (\d+) (\d+)$/.exec(buffer.toString('latin1', 0, end)) ?? [];
    if (sender === undefined || text === undefined) return undefined;
    const content = buffer.subarray(end + 1);
    if (pieces === '1') return content.toString();

    const isFirst = piece === '0';
    const begun = isFirst ? { text, pieces: [] } : heard.get(sender);
    heard.delete(sender);
    if (begun?.text !== text || begun.pieces.length !== Number(piece)) return undefined;
    begun.pieces.push(content);
    if (begun.pieces.length === Number(pieces)) return Buffer.concat(begun.pieces).toString();
    heard.set(sender, begun);
    if (heard.size > LARGEST_HALL) heard.delete(heard.keys().next().value ?? '');
    return undefined;
  };
}
