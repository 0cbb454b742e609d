import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bucketlistInMemory } from '../support/in-memory.ts';

/** A Chromium of this machine: the one that is named, or the first that is found. */
function findChromium(): string | undefined {
  const named = process.env['QUINTET_TEST_CHROMIUM'];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = process.env['PATH']?.split(delimiter) ?? [];
  return [
    ...(named === undefined ? [] : [named]),
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
  ].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const executablePath = findChromium();
const isMissing = executablePath === undefined && process.env['CI'] !== 'true';

describe.skipIf(isMissing)(`the home page in ${executablePath ?? 'Chromium, which is not on this machine'}`, () => {
  describe.each(['/bucketlist', ''])('at %j', (basePath) => {
    let browser: Browser;
    let server: Server;
    let page: Page;
    const complaints: string[] = [];
    const foreign: string[] = [];

    beforeAll(async () => {
      if (executablePath === undefined) throw new Error('no Chromium: set QUINTET_TEST_CHROMIUM');
      const listen = getRequestListener(bucketlistInMemory({ basePath }).app.fetch);
      server = createServer((incoming, outgoing) => void listen(incoming, outgoing)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      page = await browser.newPage({ baseURL: origin });
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) foreign.push(url);
      });
      await open();
    });

    afterAll(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
    });

    /** Loads the page anew, with every operation closed. */
    async function open(): Promise<void> {
      await page.goto(`${basePath}/`);
      await page.waitForSelector('.opblock');
    }

    /** Opens an operation, sends its example, and gives the status and body that came back. */
    async function tryOut(operation: string): Promise<readonly [status: string, body: string]> {
      const block = page.locator(`[id="operations-${operation}"]`);
      await block.locator('.opblock-summary-control').click();
      await block.locator('button.execute').click();
      const answer = block.locator('.live-responses-table');
      const status = await answer.locator('tbody .response-col_status').first().innerText();
      const body = await answer.locator('.response-col_description pre').first().innerText();
      return [status.trim(), body];
    }

    test('shows every operation, and nothing but what is of its own origin', async () => {
      expect(await page.title()).toBe('Bucket List API');
      expect(await page.locator('.opblock').count()).toBe(14);
      expect([foreign, complaints]).toEqual([[], []]);
    });

    test('lets one sign in and try calls, and stay signed in', async () => {
      expect((await tryOut('Buckets-createBucket'))[0]).toBe('401');
      complaints.length = 0; // browsers complain of every 401
      await open();
      const [registered, account] = await tryOut('Users-register');
      expect([registered, account]).toEqual(['201', expect.stringContaining('Successfully registered')]);
      const [created, bucket] = await tryOut('Buckets-createBucket');
      expect([created, bucket]).toEqual(['201', expect.stringContaining('"name": "Travel"')]);
      await open();
      const [listed, buckets] = await tryOut('Buckets-listBuckets');
      expect([listed, buckets]).toEqual(['200', expect.stringContaining('"count": 1')]);
      expect([foreign, complaints]).toEqual([[], []]);
    });

    test('takes a token by hand', async () => {
      await open();
      await page.locator('.auth-wrapper > button.authorize').click();
      const dialog = page.locator('.dialog-ux');
      await dialog.locator('button', { hasText: 'Logout' }).click();
      await dialog.locator('input').fill('no token');
      await dialog.locator('button.modal-btn.authorize').click();
      await dialog.locator('button.btn-done').click();
      const [status, body] = await tryOut('Buckets-listBuckets');
      expect([status, body]).toEqual(['403', expect.stringContaining('Provide a valid auth token')]);
    });
  });
});
