import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMediaApi } from '../../src/media/index.ts';
import { CHROMIUM, chromiumIsMissing, complaintsOf, launchChromium, tryOut } from '../support/chromium.ts';
import { appOf, quintetInMemory } from '../support/in-memory.ts';
import { listening, type Listening } from '../support/listening.ts';

describe.skipIf(chromiumIsMissing)(`the home page in ${CHROMIUM}`, () => {
  let browser: Browser;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    server = await listening(appOf([createMediaApi({ quintet: quintetInMemory(), basePath: '/media' })]).app.fetch);
    browser = await launchChromium();
    page = await browser.newPage({ baseURL: server.origin });
    complaints = complaintsOf(page, server.origin);
    await page.goto('/media/');
    await page.waitForSelector('.opblock');
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test('shows every operation', async () => {
    expect(await page.title()).toBe('Media Tracker API');
    expect(await page.locator('.opblock').count()).toBe(10);
    expect(complaints).toEqual([]);
  });

  test('lets one sign in and try calls with what it proposes', async () => {
    const [registered, account] = await tryOut(page, 'Users-register');
    expect([registered, account]).toEqual(['201', expect.stringContaining('user successfully registered')]);
    const [stored, element] = await tryOut(page, 'Media-putMedia');
    expect([stored, element]).toEqual(['200', expect.stringContaining('"name": "Dune"')]);
    const [listed, elements] = await tryOut(page, 'Media-listMedia');
    expect([listed, elements]).toEqual(['200', expect.stringContaining('"name": "Dune"')]);
    const [removed, message] = await tryOut(page, 'Media-deleteMedia');
    expect([removed, message]).toEqual(['200', expect.stringContaining('successfully deleted media element')]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
