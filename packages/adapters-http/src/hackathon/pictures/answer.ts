import type { Picture } from '@quintet/core';
import type { Answer } from '../../http/answer.ts';

/** A picture shown by itself is a document: it may draw itself, and nothing else at all. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors *; sandbox";

/** The answer with a picture; without it where the client has the same one already. */
export function pictureAnswer({ contentType, bytes, digest }: Picture, ifNoneMatch: string | undefined): Answer {
  const etag = `"${digest}"`;
  const headers = {
    ETag: etag,
    // A new picture has the old one's address, so it is asked for again every minute.
    'Cache-Control': 'public, max-age=60',
    'Content-Security-Policy': POLICY,
    'Content-Disposition': 'inline',
  };
  return isKnown(ifNoneMatch, etag)
    ? { status: 304, contentType, body: null, headers }
    : { status: 200, contentType, body: new Uint8Array(bytes), headers };
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//u, '')));
}
