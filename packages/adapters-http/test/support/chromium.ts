import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executablePath = findChromium();

/** Whether suites that need it are skipped; where everything has to be there they are not, and fail. */
export const chromiumIsMissing: boolean = executablePath === undefined && process.env['CI'] !== 'true';

/** For the names of suites, so that a skipped one says why. */
export const CHROMIUM: string = executablePath ?? 'Chromium (QUINTET_TEST_CHROMIUM), which is not on this machine';

/** Starts the Chromium of this machine: the one that is named, or the first that is found. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('There is no Chromium: set QUINTET_TEST_CHROMIUM.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/**
 * Collects what a reader of a page would not see: errors, what the content security policy blocked, and requests to
 * other origins.
 */
export function complaintsOf(page: Page, origin: string): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(?:data|blob):/u.test(url) && new URL(url).origin !== origin) complaints.push(url);
  });
  return complaints;
}

/** Opens an operation of a home page, sends its example or another body, and gives the status and body that came back. */
export async function tryOut(
  page: Page,
  operation: string,
  body?: object,
): Promise<readonly [status: string, body: string]> {
  const block = page.locator(`[id="operations-${operation}"]`);
  await block.locator('.opblock-summary-control').click();
  // An earlier answer stays until it is taken away.
  const clear = block.locator('button.btn-clear');
  if (await clear.isVisible()) await clear.click();
  if (body !== undefined) await block.locator('textarea').fill(JSON.stringify(body));
  await block.locator('button.execute').click();
  const answer = block.locator('.live-responses-table');
  const status = await answer.locator('tbody .response-col_status').first().innerText();
  return [status.trim(), await answer.locator('.response-col_description pre').first().innerText()];
}

function findChromium(): string | undefined {
  const named = process.env['QUINTET_TEST_CHROMIUM'];
  const folders = process.env['PATH']?.split(delimiter) ?? [];
  const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...(named === undefined ? [] : [named]), ...usual].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
