import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInstagramApi } from '../../src/instagram/index.ts';
import { executablePath, isMissing } from '../support/chromium.ts';
import { appOf, quintetInMemory } from '../support/in-memory.ts';

describe.skipIf(isMissing)(`the home page in ${executablePath ?? 'Chromium, which is not on this machine'}`, () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (executablePath === undefined) throw new Error('no Chromium: set QUINTET_TEST_CHROMIUM');
    const { app } = appOf([createInstagramApi({ quintet: quintetInMemory(), basePath: '/instagram' })]);
    const listen = getRequestListener(app.fetch);
    server = createServer((incoming, outgoing) => void listen(incoming, outgoing)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    page = await browser.newPage({ baseURL: origin });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto('/instagram/');
    await page.waitForSelector('.opblock');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

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

  test('lets one sign in and try calls with what it proposes', async () => {
    expect(await page.title()).toBe('Instagram Channels API');
    const [signedUp, user] = await tryOut('Users-signUp');
    expect([signedUp, user]).toEqual(['200', expect.stringContaining('"username": "user@example.com"')]);
    const [loggedIn] = await tryOut('Users-logIn');
    expect(loggedIn).toBe('200');
    const [added, instagram] = await tryOut('Instagrams-addInstagram');
    expect([added, instagram]).toEqual(['200', expect.stringContaining('"password": "********"')]);
    const [listed, instagrams] = await tryOut('Instagrams-listInstagrams');
    expect([listed, instagrams]).toEqual(['200', expect.stringContaining('"username": "instalogin"')]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
