import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInstagramApi } from '../../src/instagram/index.ts';
import { CHROMIUM, chromiumIsMissing, complaintsOf, launchChromium, tryOut } from '../support/chromium.ts';
import { appOf, quintetInMemory } from '../support/in-memory.ts';
import { listening, type Listening } from '../support/listening.ts';

describe.skipIf(chromiumIsMissing)(`the home page in ${CHROMIUM}`, () => {
  let browser: Browser;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const api = createInstagramApi({ quintet: quintetInMemory(), basePath: '/instagram' });
    server = await listening(appOf([api]).app.fetch);
    browser = await launchChromium();
    page = await browser.newPage({ baseURL: server.origin });
    complaints = complaintsOf(page, server.origin);
    await page.goto('/instagram/');
    await page.waitForSelector('.opblock');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test('lets one sign in and try calls with what it proposes', async () => {
    expect(await page.title()).toBe('Instagram Channels API');
    const [signedUp, user] = await tryOut(page, 'Users-signUp');
    expect([signedUp, user]).toEqual(['200', expect.stringContaining('"username": "user@example.com"')]);
    const [loggedIn] = await tryOut(page, 'Users-logIn');
    expect(loggedIn).toBe('200');
    const [added, instagram] = await tryOut(page, 'Instagrams-addInstagram');
    expect([added, instagram]).toEqual(['200', expect.stringContaining('"password": "********"')]);
    const [listed, instagrams] = await tryOut(page, 'Instagrams-listInstagrams');
    expect([listed, instagrams]).toEqual(['200', expect.stringContaining('"username": "instalogin"')]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
