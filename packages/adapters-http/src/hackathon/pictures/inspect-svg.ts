import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { svgFlaw } from './svg.ts';

/** Characters that are looked at in less time than a request takes. */
const SMALL = 65_536;
/** A drawing of 5 MiB that is all elements takes two seconds. Milliseconds. */
const PATIENCE = 20_000;
const TOO_MUCH = 'The SVG file is too complicated.';

/** The file of the thread: a source beside sources, else what was built of it. */
const THREAD = new URL(`./svg-thread${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);

/** What is wrong with a drawing, as `svgFlaw` has it. A large one is looked at beside what else is to be done. */
export async function inspectSvg(text: string): Promise<string | undefined> {
  if (text.length <= SMALL) return svgFlaw(text);
  const thread = new Worker(THREAD, { workerData: text, resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  try {
    const [flaw] = (await once(thread, 'message', { signal: AbortSignal.timeout(PATIENCE) })) as [string | undefined];
    return flaw;
  } catch {
    // It ran out of memory, or of time.
    return TOO_MUCH;
  } finally {
    await thread.terminate();
  }
}
