/**
 * Measures how long a message takes from its commit until a reader of a server has it, while nothing else happens.
 * Another process than the server commits it, so that the server learns of it by a notification. Prints JSON.
 */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { CHANNEL, coreOn, organizer } from './core.ts';

/** Milliseconds from each commit until the reader had the message. */
export interface WakeUps {
  readonly times: readonly number[];
}

const MESSAGES = 200;
const WARM_UP = 50;
/** Between two messages, so that nothing is left to do when the next one comes. Milliseconds. */
const PAUSE = { least: 5, spread: 20 };
/** A message that takes longer has been lost. Milliseconds. */
const LONGEST = 10_000;

const [, , databaseUrl = '', port = ''] = process.argv;

/** Reads events, and tells what is in each. */
async function read(hear: (event: string) => void): Promise<IncomingMessage> {
  const asked = request({ host: '127.0.0.1', port, path: `/hackathon/stream?channels=${CHANNEL}` }).end();
  const [stream] = (await once(asked, 'response')) as [IncomingMessage];
  if (stream.statusCode !== 200) throw new Error(`the stream was answered with ${stream.statusCode}`);
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) hear(event);
  });
  // The reader's own seat is taken when it is told where it begins.
  await once(stream, 'data');
  return stream;
}

const core = await coreOn(databaseUrl);
const heard = new Map<string, (at: number) => void>();
const stream = await read((event) => {
  const at = performance.now();
  for (const [text, tell] of heard) if (event.includes(text)) tell(at);
});
const actor = organizer(1);
const times: number[] = [];
for (let number = 1 - WARM_UP; number <= MESSAGES; number += 1) {
  const text = `message ${number} of the benchmark`;
  const { promise: reached, resolve } = Promise.withResolvers<number>();
  heard.set(text, resolve);
  const made = await core.quintet.hackathon.createAnnouncement(actor, { message: text });
  const committed = performance.now();
  if (made.isErr()) throw new Error(made.error.kind);
  const at = await Promise.race([reached, delay(LONGEST, undefined, { ref: false })]);
  if (at === undefined) throw new Error(`the reader did not get ${text}`);
  heard.delete(text);
  // The reader may have it before whoever commits is told.
  if (number > 0) times.push(Math.max(0, at - committed));
  await delay(PAUSE.least + Math.random() * PAUSE.spread);
}
stream.destroy();
await core.stop();

const wakeUps: WakeUps = { times };
console.log(JSON.stringify(wakeUps));
