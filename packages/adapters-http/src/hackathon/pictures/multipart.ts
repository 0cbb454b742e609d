import { LARGEST_PICTURE } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { BodyFailure } from '../../http/body.ts';
import type { Exchange } from '../../http/exchange.ts';

/** What goes with a picture: fields, and the lines between them. */
const FRAME = 64 * 1024;

/** Whether a request sends a form with files. */
export function isMultipart(contentType: string | undefined): boolean {
  return /^\s*multipart\/form-data\s*(?:;|$)/iu.test(contentType ?? '');
}

/**
 * Reads a form with files, as Node itself does. It is in memory as a whole, so the body may be as large as a picture
 * and little more.
 */
export async function readForm(exchange: Exchange): Promise<Result<FormData, BodyFailure>> {
  const body = await exchange.bytes(LARGEST_PICTURE + FRAME);
  if ('failure' in body) return err(body.failure);
  try {
    const contentType = exchange.header('content-type') ?? '';
    return ok(await new Response(body.bytes, { headers: { 'content-type': contentType } }).formData());
  } catch {
    return err('malformed-request');
  }
}
