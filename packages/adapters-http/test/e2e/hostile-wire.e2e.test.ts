import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkForm } from '../support/client.ts';
import { makeGuarded, type Guarded } from '../support/guarded.ts';
import { writeRaw, type RawAnswer } from '../support/raw.ts';
import { startHere, type RunningServer } from '../support/server.ts';

let server: RunningServer;
let guarded: Guarded;
beforeAll(async () => {
  // at /, so that whatever is asked belongs to the API
  server = await startHere({ QUINTET_MOUNT_BUCKETLIST: '/' });
  guarded = await makeGuarded(server);
});
afterAll(() => server?.stop());

const PATH = '/v1/bucketlists';
const BODY = '{"name":"Smuggled"}';

/** A request head with lines of the attack's own. */
function head(lines: readonly string[], first = `POST ${PATH} HTTP/1.1`): string {
  const usual = ['Host: 127.0.0.1', `Authorization: Bearer ${guarded.client.token}`, 'Content-Type: application/json'];
  return `${[first, ...usual, ...lines].join('\r\n')}\r\n\r\n`;
}

/** All that a server says to some bytes, each in the API's form, and nothing that it says is a 500. */
async function answersTo(...parts: readonly (string | Uint8Array)[]): Promise<RawAnswer[]> {
  const answers = await writeRaw(server.url, parts);
  for (const { status, headers, text } of answers) {
    checkForm(status, headers['content-type'], text);
    expect(status).toBeLessThan(500);
  }
  return answers;
}

describe('requests that two readers may read differently are refused', () => {
  const smuggled = `DELETE ${PATH}/1 HTTP/1.1\r\nHost: x\r\n\r\n`;
  const attacks: Record<string, () => string> = {
    'a length and chunks': () =>
      head([`Content-Length: ${BODY.length}`, 'Transfer-Encoding: chunked']) + `0\r\n\r\n${smuggled}`,
    'chunks and a length': () => head(['Transfer-Encoding: chunked', 'Content-Length: 5']) + `0\r\n\r\n${smuggled}`,
    'two lengths that differ': () => head([`Content-Length: ${BODY.length}`, 'Content-Length: 5']) + BODY,
    'two lengths that are the same': () =>
      head([`Content-Length: ${BODY.length}`, `Content-Length: ${BODY.length}`]) + BODY,
    'a list of lengths': () => head([`Content-Length: ${BODY.length}, ${BODY.length}`]) + BODY,
    'a negative length': () => head(['Content-Length: -1']) + BODY,
    'a length with a sign': () => head([`Content-Length: +${BODY.length}`]) + BODY,
    'a length in hexadecimal': () => head(['Content-Length: 0x13']) + BODY,
    'a length with a blank in it': () => head(['Content-Length: 1 9']) + BODY,
    'a huge length': () => head(['Content-Length: 99999999999999999999999999']) + BODY,
    'an unknown encoding': () => head(['Transfer-Encoding: xchunked']) + BODY,
    'chunks that are not last': () => head(['Transfer-Encoding: chunked, identity']) + `0\r\n\r\n${smuggled}`,
    'chunks twice': () => head(['Transfer-Encoding: chunked', 'Transfer-Encoding: cow']) + `0\r\n\r\n${smuggled}`,
    'a blank before the colon': () => head(['Transfer-Encoding : chunked']) + `0\r\n\r\n${smuggled}`,
    'a folded header': () =>
      head(['X-Folded: a', ' Transfer-Encoding: chunked', `Content-Length: ${BODY.length}`]) + BODY,
    'a folded encoding': () => head(['Transfer-Encoding:', ' chunked', `Content-Length: ${BODY.length}`]) + BODY,
    'line breaks of one byte': () => head([`Content-Length: ${BODY.length}`]).replaceAll('\r\n', '\n') + BODY,
    'a carriage return in a header': () => head(['X-A: a\rX-B: b', `Content-Length: ${BODY.length}`]) + BODY,
    'NUL in a header': () => head(['X-A: a\0b', `Content-Length: ${BODY.length}`]) + BODY,
    'a header without a name': () => head([': a', `Content-Length: ${BODY.length}`]) + BODY,
    'a header without a colon': () => head(['nonsense', `Content-Length: ${BODY.length}`]) + BODY,
    'a chunk of a length that is none': () => head(['Transfer-Encoding: chunked']) + `zz\r\n${BODY}\r\n0\r\n\r\n`,
    'a chunk of a huge length': () =>
      head(['Transfer-Encoding: chunked']) + `fffffffffffffffff\r\n${BODY}\r\n0\r\n\r\n`,
    'a chunk that is longer than it says': () => head(['Transfer-Encoding: chunked']) + `5\r\n${BODY}\r\n0\r\n\r\n`,
  };
  test.each(Object.entries(attacks))('%s', async (_, attack) => {
    const answers = await guarded.unchanged(() => answersTo(attack()));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual([4]);
  });
});

describe('requests that are no HTTP are refused', () => {
  const attacks: Record<string, () => string> = {
    nonsense: () => 'nonsense\r\n\r\n',
    TLS: () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'another version': () => head([], `GET ${PATH} HTTP/9.9`),
    'no version': () => `GET ${PATH}\r\n\r\n`,
    'an unknown method': () => head([], `SMUGGLE ${PATH} HTTP/1.1`),
    'no path': () => head([], 'GET  HTTP/1.1'),
    'a path with a blank in it': () => head([], `GET ${PATH} x HTTP/1.1`),
    'a path with a raw byte in it': () => head([], `GET ${PATH}/\xff HTTP/1.1`),
    'no host': () => `GET ${PATH} HTTP/1.1\r\n\r\n`,
    'two hosts': () => head(['Host: evil.example'], `GET ${PATH} HTTP/1.1`),
    'a header of 100 KB': () => head([`X-Long: ${'a'.repeat(100_000)}`], `GET ${PATH} HTTP/1.1`),
    'a path of 100 KB': () => head([], `GET ${PATH}/${'1'.repeat(100_000)} HTTP/1.1`),
    'ten thousand headers': () =>
      head(
        Array.from({ length: 10_000 }, (_, index) => `X-${index}: a`),
        `GET ${PATH} HTTP/1.1`,
      ),
    'an expectation that nobody has': () => head(['Expect: cake', 'Content-Length: 0']),
  };
  test.each(Object.entries(attacks))('%s', async (_, attack) => {
    const answers = await guarded.unchanged(() => answersTo(attack()));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual([4]);
  });
});

describe('odd requests are answered', () => {
  const odd: Record<string, [() => string, number[]]> = {
    'HTTP/1.0': [() => head([], `GET ${PATH} HTTP/1.0`), [200]],
    'an absolute address': [() => head([], `GET http://127.0.0.1${PATH} HTTP/1.1`), [200]],
    'an absolute address elsewhere': [() => head([], `GET http://evil.example${PATH} HTTP/1.1`), [200, 400, 404]],
    'an address that is none': [() => head([], `GET http://[x${PATH} HTTP/1.1`), [400, 404]],
    'two slashes before the path': [() => head([], `GET //evil.example${PATH} HTTP/1.1`), [400, 404]],
    'points in the path': [() => head([], `GET ${PATH}/../../../../etc/passwd HTTP/1.1`), [400, 404]],
    'a fragment in the path': [() => head([], `GET ${PATH}#fragment HTTP/1.1`), [200, 400, 404]],
    'a question about all': [() => head([], 'OPTIONS * HTTP/1.1'), [200, 204, 400, 404, 405]],
    'a tunnel': [() => head([], 'CONNECT evil.example:443 HTTP/1.1'), [400, 404, 405]],
    'an upgrade': [
      () =>
        head(
          [
            'Connection: Upgrade',
            'Upgrade: websocket',
            'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
            'Sec-WebSocket-Version: 13',
          ],
          `GET ${PATH} HTTP/1.1`,
        ),
      [200, 400, 404, 426],
    ],
    'two requests after each other': [
      () => head([], `GET ${PATH} HTTP/1.1`) + head([], `GET ${PATH}/x HTTP/1.1`),
      [200, 400],
    ],
    'a body with GET': [() => head([`Content-Length: ${BODY.length}`], `GET ${PATH} HTTP/1.1`) + BODY, [200]],
  };
  test.each(Object.entries(odd))('%s', async (_, [attack, statuses]) => {
    const answers = await guarded.unchanged(async () => writeRaw(server.url, [attack()]));
    expect(answers.length).toBeGreaterThan(0);
    for (const { status, headers, text } of answers) {
      expect(statuses).toContain(status);
      if (text !== '') checkForm(status, headers['content-type'], text);
    }
  });

  test.each([
    'evil.example"><script>',
    'evil.example/path',
    'user:password@evil.example',
    '[::1',
    'a b',
    '',
    '127.0.0.1:99999',
    'é.example',
    'x'.repeat(5_000),
  ])('the host %s breaks no link and no answer', async (host) => {
    for (let bucket = 0; bucket < 2; bucket += 1)
      await guarded.client.ask('POST /bucketlists', { json: { name: 'Travel' } });
    const lines = [`GET ${PATH}?limit=1 HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${guarded.client.token}`];
    const [answer] = await answersTo(`${lines.join('\r\n')}\r\n\r\n`);
    expect([200, 400]).toContain(answer?.status);
    if (answer?.status !== 200) return;
    const { next } = JSON.parse(answer.text) as { next: string };
    expect(URL.canParse(next), next).toBe(true);
    expect(next).not.toMatch(/[\s<>"]/u);
    expect(new URL(next).pathname).toBe(`${PATH}/`);
  });
});

describe('bodies of 10 MB', () => {
  const megabytes = 10 * 2 ** 20;
  const ask = (chunked: boolean, route: string, token: string | undefined): Promise<RawAnswer> =>
    new Promise((resolve, reject) => {
      const [method, path = ''] = route.split(' ');
      const sent = httpRequest(server.base + path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': megabytes }),
        },
      });
      let answered = false;
      sent.on('response', (answer) => {
        answered = true;
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () => {
          sent.destroy();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Record<string, string>, text });
        });
        answer.on('error', reject);
      });
      // the server may close before it has read all; what counts is that its answer came
      sent.on('error', (error) => setTimeout(() => !answered && reject(error), 200));
      const piece = Buffer.alloc(2 ** 16, 0x61);
      const write = (left: number): void => {
        if (left <= 0) sent.end();
        else sent.write(piece, () => write(left - piece.length));
      };
      sent.write('{"name":"', () => write(megabytes - 9));
    });

  test.each([
    ['declared', false],
    ['in chunks', true],
  ])('%s are refused as too large', async (_, chunked) => {
    await guarded.unchanged(async () => {
      for (const route of [
        'POST /auth/register',
        'POST /auth/login',
        'POST /bucketlists',
        `PUT /bucketlists/${guarded.bucket}`,
        `POST /bucketlists/${guarded.bucket}/items`,
      ]) {
        const { status, headers, text } = await ask(chunked, route, guarded.client.token);
        expect([route, status]).toEqual([route, 413]);
        checkForm(status, headers['content-type'], text);
      }
      const { status, headers, text } = await ask(chunked, 'POST /bucketlists', undefined);
      expect([401, 413]).toContain(status);
      checkForm(status, headers['content-type'], text);
    });
  });

  test('a client that says nothing more is not waited for by anybody else', async () => {
    const silent = Array.from({ length: 50 }, () => writeRaw(server.url, [head(['Content-Length: 100']) + '{'], 1_500));
    const start = Date.now();
    expect((await guarded.client.ask('GET /bucketlists')).status).toBe(200);
    expect(Date.now() - start).toBeLessThan(5_000);
    await Promise.all(silent);
  });
});
