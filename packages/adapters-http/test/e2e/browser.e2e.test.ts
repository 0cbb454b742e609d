import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, chromiumIsMissing, complaintsOf, launchChromium, tryOut } from '../support/chromium.ts';
import { freshEmail } from '../support/client.ts';
import { startHere, type RunningServer } from '../support/server.ts';

// What the page shows and how one stays signed in is tried without a server: see http/home-page.
describe.skipIf(chromiumIsMissing)(`the home page of a real server, in ${CHROMIUM}`, () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    server = await startHere();
    browser = await launchChromium();
    page = await browser.newPage();
    complaints = complaintsOf(page, server.url);
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Gives the page another token than the one it has. */
  async function takeByHand(token: string): Promise<void> {
    await page.locator('.auth-wrapper > button.authorize').click();
    const dialog = page.locator('.dialog-ux');
    await dialog.locator('button', { hasText: 'Logout' }).click();
    await dialog.locator('input').fill(token);
    await dialog.locator('button.modal-btn.authorize').click();
    await dialog.locator('button.btn-done').click();
  }

  test('lets a reader register, take a token by hand, and list buckets', async () => {
    const home = await page.goto(`${server.url}/bucketlist`);
    expect(home?.status()).toBe(200);
    await page.waitForSelector('.opblock');

    const [status, body] = await tryOut(page, 'Users-register', { email: freshEmail(), password: '123456' });
    expect(status).toBe('201');
    const { auth_token: token } = JSON.parse(body) as { auth_token: string };

    await takeByHand('no token');
    const [refused, message] = await tryOut(page, 'Buckets-listBuckets');
    expect([refused, message]).toEqual(['403', expect.stringContaining('Provide a valid auth token')]);
    // the answer itself, and the browser's word for it
    expect(complaints.splice(0)).toHaveLength(2);

    await page.locator('[id="operations-Buckets-listBuckets"] .opblock-summary-control').click();
    await takeByHand(token);
    const [listed, buckets] = await tryOut(page, 'Buckets-listBuckets');
    expect([listed, JSON.parse(buckets)]).toEqual([
      '200',
      { status: 'success', previous: null, next: null, count: 0, buckets: [] },
    ]);
    expect(complaints).toEqual([]);
  });
});
