import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, chromiumIsMissing, complaintsOf, launchChromium, tryOut } from '../support/chromium.ts';
import { hackathonInMemory } from '../support/hackathon.ts';
import { listening, type Listening } from '../support/listening.ts';

describe.skipIf(chromiumIsMissing)(`the home page in ${CHROMIUM}`, () => {
  let browser: Browser;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    server = await listening(hackathonInMemory().app.fetch);
    browser = await launchChromium();
    page = await browser.newPage({ baseURL: server.origin });
    complaints = complaintsOf(page, server.origin);
    await page.goto('/hackathon/');
    await page.waitForSelector('.opblock');
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test('shows every operation', async () => {
    expect(await page.title()).toBe('Hackathon API');
    const { api } = hackathonInMemory();
    // but for the page itself, the document and what the page loads
    const documented = api.endpoints.length - 3;
    expect(await page.locator('.opblock').count()).toBe(documented);
    expect(complaints).toEqual([]);
  });

  test('lets one sign in and try calls with what it proposes', async () => {
    const [made] = await tryOut(page, 'Users-createUser');
    expect(made).toBe('201');
    // who is signed in now is known to the calls that follow
    const [stored, ticket] = await tryOut(page, 'Mentorship-createTicket');
    expect([stored, ticket]).toEqual(['201', expect.stringContaining('"is_mine": true')]);
    const [listed, queue] = await tryOut(page, 'Mentorship-listOwnTickets');
    expect([listed, queue]).toEqual(['200', expect.stringContaining('"is_mine": true')]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
