import type { TransformFnParams } from 'class-transformer';

/** ISO 8601 with microseconds and without a zone. */
export function isoDate({ value }: TransformFnParams): string {
  return (value as Date).toISOString().replace('Z', '000');
}

/** RFC 1123. */
export function rfc1123Date({ value }: TransformFnParams): string {
  return (value as Date).toUTCString();
}
