import type { TransformFnParams } from 'class-transformer';

/** ISO 8601 with microseconds and without a zone. */
export function isoDate({ value }: TransformFnParams): string {
  return (value as Date).toISOString().replace('Z', '000');
}

/** RFC 1123. */
export function rfc1123Date({ value }: TransformFnParams): string {
  return (value as Date).toUTCString();
}

/** UTC, to the second. */
export function utcTime({ value }: TransformFnParams): string {
  return (value as Date).toISOString().slice(0, 19).replace('T', ' ');
}

/** ISO 8601 with microseconds and without a zone; `null` where there is none. */
export function localTime({ value }: TransformFnParams): string | null {
  return (value as Date | null)?.toISOString().replace('Z', '000') ?? null;
}

/** ISO 8601 to the second and without a zone. */
export function localSecond({ value }: TransformFnParams): string {
  return (value as Date).toISOString().slice(0, 19);
}
