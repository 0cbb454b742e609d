import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, chromiumIsMissing, launchChromium } from '../support/chromium.ts';
import { newUser, type Client } from '../support/client.ts';
import { startAgency, type RunningAgency } from '../support/running-agency.ts';

/** Where screenshots are kept; absent: nowhere. */
const SCREENSHOTS = process.env['QUINTET_TEST_SCREENSHOTS'];

describe.skipIf(chromiumIsMissing)(`the sign-in page, without JavaScript, in ${CHROMIUM}`, () => {
  let browser: Browser;
  let portal: Server;
  let callback: string;
  let agency: RunningAgency;
  let ann: Client;

  beforeAll(async () => {
    // another origin, as a portal of the agency's clients is
    portal = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Portal</h1>'));
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    callback = `http://127.0.0.1:${(portal.address() as AddressInfo).port}/callback`;
    agency = await startAgency({ QUINTET_OIDC_CALLBACK_URI: callback });
    ann = await newUser(agency.server.base);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    portal?.close();
    await agency?.stop();
  });

  const openPage = async (problems: string[]): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 900, height: 700 } });
    const page = await context.newPage();
    page.on('console', (message) => problems.push(message.text()));
    page.on('requestfailed', (request) => problems.push(request.url()));
    return page;
  };

  const look = async (page: Page, name: string): Promise<void> => {
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
  };

  const signIn = async (page: Page, password: string): Promise<void> => {
    await page.getByLabel('Username or email').fill(ann.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  test('leads from /login over a mistake to the callback, and out again', async () => {
    const problems: string[] = [];
    const page = await openPage(problems);
    await page.goto(`${agency.base}/login?state=xyz`);
    expect(await page.title()).toBe('Sign in – Casting Agency');
    // the style sheet was let through
    const button = page.getByRole('button', { name: 'Sign in' });
    const box = await button.boundingBox();
    expect(box?.width).toBeGreaterThan(250);
    await look(page, 'sign-in');

    await signIn(page, 'not the password');
    expect(await page.getByRole('alert').textContent()).toBe('The username or the password is wrong.');
    expect(await page.getByLabel('Username or email').inputValue()).toBe(ann.email);
    await look(page, 'sign-in-mistake');

    await signIn(page, ann.password);
    await page.getByRole('heading', { name: 'Portal' }).waitFor();
    const url = new URL(page.url());
    expect(url.origin + url.pathname).toBe(callback);
    const grant = new URLSearchParams(url.hash.slice(1));
    expect([grant.get('state'), grant.get('token_type')]).toEqual(['xyz', 'Bearer']);
    const token = grant.get('access_token') ?? '';
    const before = await agency.call('GET /actors', { token });
    expect(before.body['message']).toBe("User don't have sufficient permission");

    await page.goto(`${agency.base}/login`);
    expect(await page.getByText('You are signed in on this device.').isVisible()).toBe(true);
    await look(page, 'signed-in');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Portal' }).waitFor();

    await page.goto(`${agency.base}/login`);
    await page.getByRole('link', { name: 'Sign out' }).click();
    expect(await page.getByRole('heading').textContent()).toBe('You are signed out');
    await look(page, 'signed-out');
    const after = await agency.call('GET /actors', { token });
    expect(after.body['message']).toBe('Unauthorized');
    await page.getByRole('link', { name: 'Sign in again' }).click();
    expect(await button.isVisible()).toBe(true);

    // a wrong password is answered with 401, which Chromium mentions; nothing else
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
  });

  test('is of use by keyboard alone', async () => {
    const page = await openPage([]);
    await page.goto(`${agency.base}/sign-in`);
    await page.keyboard.type(ann.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ann.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Portal' }).waitFor();
  });

  test('is not led to by a form on another page', async () => {
    const page = await openPage([]);
    await page.goto(`${agency.base}/sign-in`);
    await page.setContent(`<form method="post" action="${agency.base}/sign-in">
      <input name="username" value="${ann.email}"><input name="password" value="${ann.password}">
      <button>Win</button></form>`);
    await page.getByRole('button', { name: 'Win' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('This form has expired');
  });
});

describe.skipIf(chromiumIsMissing)(`without a callback, the sign-in page in ${CHROMIUM}`, () => {
  test('shows the token', async () => {
    const agency = await startAgency();
    const ann = await newUser(agency.server.base);
    const browser = await launchChromium();
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: 'dark' });
      const page = await context.newPage();
      await page.goto(`${agency.base}/login`);
      await page.getByLabel('Username or email').fill(ann.email);
      await page.getByLabel('Password').fill(ann.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      const token = await page.getByLabel('Access token').inputValue();
      if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/token-shown.png` });
      const { status, body } = await agency.call('GET /actors', { token });
      expect([status, body['message']]).toEqual([401, "User don't have sufficient permission"]);
    } finally {
      await browser.close();
      await agency.stop();
    }
  });
});
