import type { PictureType } from '@quintet/core';
import { inspectSvg } from './inspect-svg.ts';

/** What is wrong with a picture, in words for whoever sent it. */
export interface PictureRefused {
  readonly reason: string;
}

const UNKNOWN: PictureRefused = { reason: 'A picture is a PNG, JPEG, WebP or SVG file.' };

/** Finds out from its content what a picture is; what its sender says of it counts for nothing. */
export async function pictureType(bytes: Uint8Array): Promise<PictureType | PictureRefused> {
  const has = (at: number, text: string): boolean =>
    bytes.length >= at + text.length &&
    Buffer.from(bytes.buffer, bytes.byteOffset + at, text.length).equals(latin1(text));
  if (has(0, '\x89PNG\r\n\x1a\n') && has(12, 'IHDR')) return 'image/png';
  if (has(0, '\xff\xd8\xff')) return 'image/jpeg';
  if (has(0, 'RIFF') && has(8, 'WEBPVP8')) return 'image/webp';
  return svgType(bytes);
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

async function svgType(bytes: Uint8Array): Promise<PictureType | PictureRefused> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return UNKNOWN;
  }
  if (!/^\s*<(?!!doctype html|html)/iu.test(text) || !/<(?:[\w-]+:)?svg[\s/>]/u.test(text)) return UNKNOWN;
  const flaw = await inspectSvg(text);
  return flaw === undefined ? 'image/svg+xml' : { reason: flaw };
}
