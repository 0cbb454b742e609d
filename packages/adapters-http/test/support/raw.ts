import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Writes bytes to a server as they are, and reads all that it answers until it closes, or until it has said nothing
 * more for a while.
 *
 * @param parts - Written one after the other.
 * @param quiet - Milliseconds without a byte after which no more is waited for.
 */
export function writeRaw(url: string, parts: readonly (string | Uint8Array)[], quiet = 1_000): Promise<RawAnswer[]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const received: Buffer[] = [];
    const finish = (): void => {
      socket.destroy();
      try {
        resolve(parseAnswers(Buffer.concat(received)));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    socket.setTimeout(quiet, finish);
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      // whoever has an answer that is whole need not wait for the end of the silence
      if (isWhole(Buffer.concat(received))) socket.setTimeout(50, finish);
    });
    socket.on('close', finish);
    socket.on('error', finish);
    for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  });
}

function isWhole(bytes: Buffer): boolean {
  try {
    return parseAnswers(bytes).length > 0;
  } catch {
    return false;
  }
}

/** Several answers may come on one connection, such as when a second request was smuggled in. */
function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    const [first = '', ...lines] = rest
      .subarray(0, end === -1 ? rest.length : end)
      .toString('latin1')
      .split('\r\n');
    const status = /^HTTP\/1\.[01] (\d{3})/u.exec(first)?.[1];
    if (end === -1 || status === undefined) throw new Error(`no HTTP answer: ${rest.toString('latin1', 0, 200)}`);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    rest = rest.subarray(end + 4);
    if (status === '100') continue;
    if (headers['transfer-encoding'] === 'chunked') throw new Error('chunked answers are not expected here');
    const length = Number(headers['content-length'] ?? rest.length);
    if (rest.length < length) throw new Error('the answer is not whole');
    answers.push({ status: Number(status), headers, text: rest.subarray(0, length).toString() });
    rest = rest.subarray(length);
  }
  return answers;
}
