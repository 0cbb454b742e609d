import { LARGEST_PICTURE, type NewPicture } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { TSchema } from 'typebox';
import type { Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { JsonBody } from '../../http/guard.ts';
import { INVALID_BODY, INVALID_FORM, PICTURE_TOO_LARGE, pictureRefused } from '../answers.ts';
import { readObject, renamed } from '../requests.ts';
import { pictureType } from './kind.ts';
import { isMultipart, readForm } from './multipart.ts';

/** What a location is made of, or changed by, as it was sent; what is absent is absent. */
interface LocationFields {
  readonly name?: unknown;
  readonly rank?: unknown;
  readonly picture?: NewPicture;
}

/** A location in JSON, or in a form that may have a picture. */
export interface LocationBody extends JsonBody {
  read(exchange: Exchange): Promise<Result<LocationFields, Answer>>;
}

const NAMES = { name: 'name', rank: 'rank' } as const;
const NO_FILE = pictureRefused('The picture must be sent as a file.');

/** Prepares to read a location. */
export function locationBody(schema: TSchema, formSchema: TSchema): LocationBody {
  return {
    schema,
    alternatives: { 'multipart/form-data': formSchema },
    refusals: [INVALID_BODY, INVALID_FORM, PICTURE_TOO_LARGE],
    read: async (exchange) => {
      if (!isMultipart(exchange.header('content-type'))) {
        return (await readObject(exchange)).map((fields) => renamed(fields, NAMES));
      }
      const form = await readForm(exchange);
      if (form.isOk()) return fieldsOf(form.value);
      return err(form.error === 'body-too-large' ? PICTURE_TOO_LARGE : INVALID_FORM);
    },
  };
}

async function fieldsOf(form: FormData): Promise<Result<LocationFields, Answer>> {
  const name = form.get('name') ?? undefined;
  const rank = numberOf(form.get('rank'));
  const picture = await pictureOf(form.get('picture'));
  return picture.map((picture) => ({
    ...(name === undefined ? {} : { name }),
    ...(rank === undefined ? {} : { rank }),
    ...(picture === undefined ? {} : { picture }),
  }));
}

/** A number that was typed; what is none stays what it is, for the use case to refuse. An empty field is none. */
function numberOf(value: File | string | null): unknown {
  if (value === null || value === '') return undefined;
  return typeof value === 'string' && /^\s*-?\d{1,15}\s*$/u.test(value) ? Number(value) : value;
}

async function pictureOf(entry: File | string | null): Promise<Result<NewPicture | undefined, Answer>> {
  if (entry === null || entry === '') return ok(undefined);
  if (typeof entry === 'string') return err(NO_FILE);
  // A form whose field for files was left alone.
  if (entry.size === 0 && entry.name === '') return ok(undefined);
  if (entry.size > LARGEST_PICTURE) return err(PICTURE_TOO_LARGE);
  const bytes = new Uint8Array(await entry.arrayBuffer());
  const contentType = await pictureType(bytes);
  return typeof contentType === 'string' ? ok({ contentType, bytes }) : err(pictureRefused(contentType.reason));
}
