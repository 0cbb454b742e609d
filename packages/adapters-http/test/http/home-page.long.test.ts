import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, chromiumIsMissing, complaintsOf, launchChromium, tryOut } from '../support/chromium.ts';
import { bucketlistInMemory } from '../support/in-memory.ts';
import { listening, type Listening } from '../support/listening.ts';

// How a token is taken by hand is tried with a real server: see e2e/browser.
describe.skipIf(chromiumIsMissing)(`the home page in ${CHROMIUM}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  describe.each(['/bucketlist', ''])('at %j', (basePath) => {
    let server: Listening;
    let page: Page;
    let complaints: string[];

    beforeAll(async () => {
      server = await listening(bucketlistInMemory({ basePath }).app.fetch);
      page = await browser.newPage({ baseURL: server.origin });
      complaints = complaintsOf(page, server.origin);
      await open();
    });

    afterAll(() => server?.close());

    /** Loads the page anew, with every operation closed. */
    async function open(): Promise<void> {
      await page.goto(`${basePath}/`);
      await page.waitForSelector('.opblock');
    }

    test('shows every operation, and nothing but what is of its own origin', async () => {
      expect(await page.title()).toBe('Bucket List API');
      expect(await page.locator('.opblock').count()).toBe(14);
      expect(complaints).toEqual([]);
    });

    test('lets one sign in and try calls, and stay signed in', async () => {
      expect((await tryOut(page, 'Buckets-createBucket'))[0]).toBe('401');
      complaints.length = 0; // browsers complain of every 401
      await open();
      const [registered, account] = await tryOut(page, 'Users-register');
      expect([registered, account]).toEqual(['201', expect.stringContaining('Successfully registered')]);
      const [created, bucket] = await tryOut(page, 'Buckets-createBucket');
      expect([created, bucket]).toEqual(['201', expect.stringContaining('"name": "Travel"')]);
      await open();
      const [listed, buckets] = await tryOut(page, 'Buckets-listBuckets');
      expect([listed, buckets]).toEqual(['200', expect.stringContaining('"count": 1')]);
      expect(complaints).toEqual([]);
    });
  });
});
