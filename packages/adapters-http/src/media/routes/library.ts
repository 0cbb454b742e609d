import type { Quintet } from '@quintet/core';
import { err, ok, type Result } from 'neverthrow';
import type { Answer, ReadyAnswer } from '../../http/answer.ts';
import { answersIn, answerTo, type ErrorTable } from '../../http/errors.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../http/route.ts';
import {
  ANOTHER_USER,
  CHANGED_MEANWHILE,
  CONSUMED_PARAMETER_UNKNOWN,
  DRY_RUN_PARAMETER_UNKNOWN,
  FORMAT_PARAMETER_UNKNOWN,
  ID_MALFORMED,
  IDS_PARAMETER_UNKNOWN,
  MEDIUM_PARAMETER_UNKNOWN,
  NOT_UTF_8,
  STATE_PARAMETER_UNKNOWN,
  TOKEN_REFUSALS,
  USER_UNKNOWN,
} from '../answers.ts';
import type { CheckedBody } from '../body.ts';
import { HISTORY_ERRORS } from '../errors.ts';
import {
  importFile,
  isFileFormat,
  readMediaFile,
  writeMediaFile,
  type FileFormat,
  type ImportFileError,
} from '../files/file.ts';
import { DRY_RUN, FILTERS, FORMAT, ID_FILTER, USERNAME, WITH_IDS } from '../parameters.ts';
import { historyAnswer, importAnswer, importRefused, statsAnswer } from '../presenter.ts';
import { filterWanted, idWanted, pageHeaders, yesOrNo } from '../query.ts';
import { asUserOfPath } from '../requests.ts';
import { FILE, HISTORY_ANSWER, IMPORT_ANSWER, STATS_ANSWER } from '../schemas.ts';

const TAG = 'Library';
const PATH = '/user/:username/media';
const USER_REFUSALS = [...TOKEN_REFUSALS, USER_UNKNOWN, ANOTHER_USER];
const MOMENT = '2026-11-22T08:00:00.000Z';
const LATER = '2026-11-29T20:30:00.000Z';
const CSV_EXAMPLE = `name,medium,consumed_state,description,order,started_at,finished_at
Dune,literature,finished,,0,${MOMENT},${LATER}
`;
const CSV = { 'text/csv': { type: 'string', examples: [CSV_EXAMPLE] } };
const TYPES: Readonly<Record<FileFormat, string>> = { csv: 'text/csv; charset=utf-8', json: 'application/json' };

const IMPORT_ERRORS: ErrorTable<ImportFileError> = {
  'lines-faulty': ({ errors }) => importRefused(errors),
  'library-changed-meanwhile': CHANGED_MEANWHILE,
  'account-not-found': USER_UNKNOWN,
};

/** A file. What is in it is looked at as a whole, with all that is wrong with it. */
const FILE_BODY: CheckedBody<string> = {
  schema: FILE,
  alternatives: CSV,
  refusals: [NOT_UTF_8],
  async read(exchange) {
    const body = await exchange.text();
    if ('text' in body) return ok(body.text);
    return err(body.failure === 'body-too-large' ? exchange.failure(body.failure) : NOT_UTF_8);
  },
};

/** What is known of a library as a whole: its history and statistics; and its ways in and out. */
export function libraryRoutes(quintet: Quintet): readonly Route[] {
  return [historyRoute(quintet), statsRoute(quintet), importRoute(quintet), exportRoute(quintet)];
}

function historyRoute(quintet: Quintet): Route {
  return {
    method: 'GET',
    path: `${PATH}/history`,
    operationId: 'getMediaHistory',
    summary: 'Show how media elements came to be in their states',
    description:
      'In the order of the list. `started_at` is when an element left `not started`, `finished_at` when it reached ' +
      '`finished`; going back takes them away, and `changes` keeps them all.',
    tag: TAG,
    secured: true,
    parameters: [USERNAME, ID_FILTER, ...FILTERS],
    success: {
      status: 200,
      description: 'The elements with the changes of their states',
      schema: HISTORY_ANSWER,
      example: {
        success: true,
        message: 'successfully got the history of media for the logged in user',
        data: [
          {
            id: 1,
            name: 'Dune',
            medium: 'literature',
            consumed_state: 'finished',
            started_at: MOMENT,
            finished_at: LATER,
            changes: [
              { from: 'not started', to: 'started', at: MOMENT },
              { from: 'started', to: 'finished', at: LATER },
            ],
          },
        ],
      },
    },
    refusals: [
      ...USER_REFUSALS,
      STATE_PARAMETER_UNKNOWN,
      CONSUMED_PARAMETER_UNKNOWN,
      MEDIUM_PARAMETER_UNKNOWN,
      ID_MALFORMED,
    ],
    handle: asUserOfPath(quintet, async (exchange, actor) => {
      const filter = filterWanted(exchange);
      if (filter.isErr()) return filter.error;
      const wish = { ...filter.value, id: idWanted(exchange) };
      return answerTo(
        exchange,
        await quintet.media.history(actor, wish),
        ({ entries, total }) => ({ ...historyAnswer(entries), headers: pageHeaders(exchange, wish, total) }),
        HISTORY_ERRORS,
      );
    }),
  };
}

function statsRoute(quintet: Quintet): Route {
  const none = { 'not started': 0, started: 0, finished: 0 };
  const counts = { film: none, audio: none, literature: { ...none, finished: 1 }, other: none };
  return {
    method: 'GET',
    path: `${PATH}/stats`,
    operationId: 'getMediaStats',
    summary: 'Count media elements',
    description: 'By medium and state; and those that are finished by the month, in UTC, in which they were.',
    tag: TAG,
    secured: true,
    parameters: [USERNAME],
    success: {
      status: 200,
      description: 'The counts',
      schema: STATS_ANSWER,
      example: {
        success: true,
        message: 'successfully counted media for the logged in user',
        data: { counts, finished_per_month: { '2026-11': 1 } },
      },
    },
    refusals: USER_REFUSALS,
    handle: asUserOfPath(quintet, async (exchange, actor) =>
      answerTo(exchange, await quintet.media.stats(actor), statsAnswer, {}),
    ),
  };
}

function importRoute(quintet: Quintet): Route {
  return {
    method: 'POST',
    path: `${PATH}/import`,
    operationId: 'importMedia',
    summary: 'Import media elements',
    description:
      'Takes a file in JSON or CSV, of at most 1 MiB. An element with an `id` is changed; one without is the one of ' +
      'the same name and medium, or a new one. Importing a file twice is the same as importing it once. ' +
      'When a line is faulty nothing is imported, and `data.errors` lists every faulty line.',
    tag: TAG,
    secured: true,
    parameters: [USERNAME, FORMAT, DRY_RUN],
    body: FILE_BODY,
    success: {
      status: 200,
      description: 'Imported',
      schema: IMPORT_ANSWER,
      example: {
        success: true,
        message: 'successfully imported media',
        data: { rows: 3, added: 1, updated: 1, unchanged: 1, dry_run: false },
      },
    },
    refusals: [
      ...USER_REFUSALS,
      FORMAT_PARAMETER_UNKNOWN,
      DRY_RUN_PARAMETER_UNKNOWN,
      ...FILE_BODY.refusals,
      ...answersIn(IMPORT_ERRORS, { kind: 'lines-faulty', errors: [{ line: 2, message: 'must be a JSON object' }] }),
    ],
    handle: asUserOfPath(quintet, async (exchange, actor) => {
      const format = formatWanted(exchange, formatOf(exchange.header('content-type')));
      if (format.isErr()) return format.error;
      const dryRun = flagWanted(exchange, 'dry-run', DRY_RUN_PARAMETER_UNKNOWN);
      if (dryRun.isErr()) return dryRun.error;
      const text = await FILE_BODY.read(exchange);
      if (text.isErr()) return text.error;
      const file = readMediaFile(text.value, format.value);
      return answerTo(
        exchange,
        await importFile(quintet.media, actor, file, { dryRun: dryRun.value }),
        (report) => importAnswer(report, dryRun.value),
        IMPORT_ERRORS,
      );
    }),
  };
}

function exportRoute(quintet: Quintet): Route {
  return {
    method: 'GET',
    path: `${PATH}/export`,
    operationId: 'exportMedia',
    summary: 'Export media elements',
    description: 'A file that an import takes, here or elsewhere, with the elements in order of creation.',
    tag: TAG,
    secured: true,
    parameters: [USERNAME, FORMAT, WITH_IDS],
    success: {
      status: 200,
      description: 'The file',
      schema: FILE,
      alternatives: CSV,
      example: [
        {
          name: 'Dune',
          medium: 'literature',
          consumed_state: 'finished',
          description: '',
          order: 0,
          started_at: MOMENT,
          finished_at: LATER,
        },
      ],
    },
    refusals: [...USER_REFUSALS, FORMAT_PARAMETER_UNKNOWN, IDS_PARAMETER_UNKNOWN],
    handle: asUserOfPath(quintet, async (exchange, actor) => {
      const format = formatWanted(exchange, 'json');
      if (format.isErr()) return format.error;
      const withIds = flagWanted(exchange, 'ids', IDS_PARAMETER_UNKNOWN);
      if (withIds.isErr()) return withIds.error;
      return answerTo(
        exchange,
        await quintet.media.export(actor),
        (elements) => download(writeMediaFile(elements, format.value, withIds.value), format.value),
        {},
      );
    }),
  };
}

function download(body: string, format: FileFormat): Answer {
  const headers = { 'Content-Disposition': `attachment; filename="media.${format}"` };
  return { status: 200, contentType: TYPES[format], body, headers };
}

function formatOf(contentType: string | undefined): FileFormat {
  return contentType !== undefined && /^\s*text\/csv\s*(?:;|$)/iu.test(contentType) ? 'csv' : 'json';
}

function formatWanted(exchange: Exchange, otherwise: FileFormat): Result<FileFormat, ReadyAnswer> {
  const format = exchange.query('format');
  if (format === undefined) return ok(otherwise);
  return isFileFormat(format) ? ok(format) : err(FORMAT_PARAMETER_UNKNOWN);
}

function flagWanted(exchange: Exchange, name: string, refusal: ReadyAnswer): Result<boolean, ReadyAnswer> {
  const text = exchange.query(name);
  const flag = text === undefined ? false : yesOrNo(text);
  return flag === undefined ? err(refusal) : ok(flag);
}
