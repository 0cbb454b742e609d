import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProxy, type TcpProxy } from '../../../adapters-http/test/support/tcp-proxy.ts';
import { chromiumPath } from '../support/chromium.ts';
import { openStreaming, type StreamingServer } from '../support/streaming.ts';

const isMissing = chromiumPath === undefined && process.env['CI'] !== 'true';

/** Listens as a page does, and keeps what it hears. */
const PAGE = `<!doctype html><title>Reader</title><script>
  const heard = [];
  let opened = 0;
  const source = new EventSource('/stream?channels=news');
  source.addEventListener('open', () => { opened += 1; });
  source.addEventListener('save', ({ data, lastEventId }) => heard.push([lastEventId, JSON.parse(data).data]));
  source.addEventListener('reset', ({ lastEventId }) => heard.push([lastEventId, 'reset']));
</script>`;

describe.skipIf(isMissing)(`EventSource in ${chromiumPath ?? 'Chromium, which is not on this machine'}`, () => {
  let browser: Browser;
  let server: StreamingServer;
  let proxy: TcpProxy;
  let page: Page;

  beforeAll(async () => {
    if (chromiumPath === undefined) throw new Error('no Chromium: set QUINTET_TEST_CHROMIUM');
    server = await openStreaming({}, PAGE);
    proxy = await openProxy(server.url);
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    page = await browser.newPage();
    await page.goto(proxy.url);
    await openedTimes(1);
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await server?.close();
  });

  async function openedTimes(times: number): Promise<void> {
    await page.waitForFunction(`opened >= ${times}`, undefined, { timeout: 20_000 });
  }

  async function heardEvents(count: number): Promise<unknown> {
    await page.waitForFunction(`heard.length >= ${count}`, undefined, { timeout: 20_000 });
    return page.evaluate('heard');
  }

  test('hears what comes, and after its connection was cut what it missed, without a gap or a repeat', async () => {
    // Cut before anything came, it knows where it was all the same.
    await proxy.cut();
    await server.say('news', 1);
    await proxy.mend();
    await openedTimes(2);
    expect(await heardEvents(1)).toEqual([['1', 1]]);

    await server.say('news', 2);
    await server.say('elsewhere', 'not asked for');
    await server.say('news', { text: 'Grüße – “3”\n' });
    await heardEvents(3);
    await proxy.cut();
    await server.say('news', 4, 5, 6);
    await proxy.mend();
    await openedTimes(3);
    await server.say('news', 7);
    expect(await heardEvents(7)).toEqual([
      ['1', 1],
      ['2', 2],
      ['4', { text: 'Grüße – “3”\n' }],
      ['5', 4],
      ['6', 5],
      ['7', 6],
      ['8', 7],
    ]);
  });
});
