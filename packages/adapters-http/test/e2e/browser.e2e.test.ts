import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshEmail } from '../support/client.ts';
import { startHere, type RunningServer } from '../support/server.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
const executablePath = [process.env['QUINTET_TEST_CHROMIUM'] ?? '', ...PLACES].find(isExecutable);
const isMissing = executablePath === undefined && process.env['CI'] !== 'true';

describe.skipIf(isMissing)('the home page of a real server, in Chromium', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  /** What a reader would not see: errors, what the content security policy blocked, requests to other origins. */
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startHere();
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 1200 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(?:data|blob):/u.test(request.url()) && new URL(request.url()).origin !== server.url)
        complaints.push(request.url());
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Opens an operation, and gives the place of its parts. */
  async function open(operation: string): Promise<ReturnType<Page['locator']>> {
    const block = page.locator(`.opblock[id$="${operation}"]`);
    await block.locator('.opblock-summary-control').click();
    const tryOut = block.locator('button.try-out__btn');
    if ((await tryOut.count()) > 0 && (await tryOut.innerText()) === 'Try it out') await tryOut.click();
    return block;
  }

  async function answerOf(block: ReturnType<Page['locator']>): Promise<{ status: string; body: string }> {
    await block.locator('button.execute').click();
    const answer = block.locator('.live-responses-table');
    return {
      status: (await answer.locator('tbody .response-col_status').first().innerText()).trim(),
      body: await answer.locator('.response-col_description pre').first().innerText(),
    };
  }

  test('lets a reader register, take the token into the dialog, and list buckets', async () => {
    const home = await page.goto(`${server.url}/bucketlist`);
    expect(home?.status()).toBe(200);
    await page.waitForSelector('.opblock');

    const register = await open('register');
    await register.locator('textarea').fill(JSON.stringify({ email: freshEmail(), password: '123456' }));
    const registered = await answerOf(register);
    expect(registered.status).toBe('201');
    const { auth_token: token } = JSON.parse(registered.body) as { auth_token: string };

    await page.locator('.auth-wrapper > button.authorize').click();
    const dialog = page.locator('.dialog-ux');
    // whoever registers on the page is signed in already
    const signOut = dialog.locator('button', { hasText: 'Logout' });
    if ((await signOut.count()) > 0) await signOut.click();
    await dialog.locator('input').fill(token);
    await dialog.locator('button.modal-btn.authorize').click();
    await dialog.locator('button.btn-done').click();

    const listed = await answerOf(await open('listBuckets'));
    expect([listed.status, JSON.parse(listed.body)]).toEqual([
      '200',
      { status: 'success', previous: null, next: null, count: 0, buckets: [] },
    ]);
    expect(complaints).toEqual([]);
  });
});

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}
