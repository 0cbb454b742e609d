import type { IncomingMessage } from 'node:http';

/** Why a body could not be read. */
export type BodyFailure = 'body-too-large' | 'malformed-request';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a request's body as text in UTF-8. Never keeps more than the limit, whether the client told the length or
 * not; what lies beyond is left to the server to discard.
 *
 * @param limit - In bytes.
 */
export async function readText(
  request: Request,
  incoming: IncomingMessage | undefined,
  limit: number,
): Promise<{ readonly text: string } | { readonly failure: BodyFailure }> {
  const body = await readBytes(request, incoming, limit);
  if ('failure' in body) return body;
  try {
    return { text: decoder.decode(body.bytes) };
  } catch {
    return { failure: 'malformed-request' };
  }
}

/** The same for a body of any bytes. */
export async function readBytes(
  request: Request,
  incoming: IncomingMessage | undefined,
  limit: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly failure: BodyFailure }> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) return { failure: 'body-too-large' };
  const bytes = incoming === undefined ? await readStream(request.body, limit) : await readIncoming(incoming, limit);
  return typeof bytes === 'string' ? { failure: bytes } : { bytes };
}

/** Node's own stream, because a web stream over it costs as much as the rest of the request. */
function readIncoming(incoming: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer> | BodyFailure> {
  return new Promise((resolve) => {
    const chunks: Buffer<ArrayBuffer>[] = [];
    let length = 0;
    const settle = (outcome: Uint8Array<ArrayBuffer> | BodyFailure): void => {
      incoming.off('data', onChunk).off('end', onEnd).off('error', onEnd).off('close', onEnd);
      resolve(outcome);
    };
    const onChunk = (chunk: Buffer<ArrayBuffer>): void => {
      length += chunk.length;
      if (length > limit) settle('body-too-large');
      else chunks.push(chunk);
    };
    const onEnd = (): void => {
      if (!incoming.complete) settle('malformed-request');
      else settle(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    };
    if (incoming.readableEnded || incoming.destroyed) onEnd();
    else incoming.on('data', onChunk).on('end', onEnd).on('error', onEnd).on('close', onEnd);
  });
}

async function readStream(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | BodyFailure> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > limit) return 'body-too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
