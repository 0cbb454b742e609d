import { problemsOfServing, readConfiguration } from '../configuration/configuration.ts';
import type { Texts } from '../configuration/settings.ts';
import { openLog } from '../log.ts';
import { openServer, type StartFailure } from '../server.ts';
import { endWithGrace } from './grace.ts';
import { complain, DONE, FAILED, NOT_UNDERSTOOD, remark, type ExitStatus } from './output.ts';
import { storageOf, summaryOf } from './summary.ts';

/** Serves until a signal comes; resolves when requests can be served, or never will be. */
export async function serve(flags: Texts): Promise<ExitStatus> {
  const read = readConfiguration({ flags, env: process.env });
  const problems = read.match(problemsOfServing, (problems) => problems);
  if (read.isErr() || problems.length > 0) return complain(problems, NOT_UNDERSTOOD);

  const configuration = read.value;
  const { logLevel, logPretty = process.stdout.isTTY, databaseReplicas } = configuration;
  const log = await openLog({ level: logLevel, pretty: logPretty });
  const grace = endWithGrace(log);
  if (databaseReplicas.length > 0)
    log.logger.warn('QUINTET_DATABASE_REPLICAS is set, but reads do not use replicas in this version');

  const opened = await openServer(configuration, log);
  if (opened.isErr()) return failed(opened.error);
  const server = opened.value;
  grace.beforeEnd(() => server.stop());
  remark(`Quintet is starting at ${server.url}, with ${storageOf(configuration)}.`);

  const ready = await server.ready;
  if (grace.isEnding()) return DONE;
  if (ready.isErr()) {
    await server.stop();
    return failed(ready.error);
  }
  const apis = server.apis.map(({ name, basePath }) => ({ name, url: `${server.url}${basePath}/` }));
  log.logger.info({ url: server.url, apis }, 'ready');
  for (const line of summaryOf(server.url, apis, configuration)) remark(line);
  return DONE;
}

function failed({ kind, problems }: StartFailure): ExitStatus {
  return complain(problems, kind === 'configuration' ? NOT_UNDERSTOOD : FAILED);
}
