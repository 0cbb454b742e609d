import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer } from './answer.ts';
import type { Endpoint } from './api.ts';
import type { Exchange } from './exchange.ts';
import { TOKEN_SCHEME, type JsonObject } from './openapi.ts';

/** What an API's home page shows. */
export interface DocumentationOptions {
  readonly basePath: string;
  readonly title: string;
  /** The OpenAPI document. */
  readonly document: JsonObject;
  /**
   * The property of an answer that carries a new access token, `data.token` where it is within another; calls made from
   * then on carry it.
   */
  readonly tokenProperty: string;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const STYLES = 'text/css; charset=utf-8';

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const compress = promisify(gzip);
const require = createRequire(import.meta.url);

/** The endpoints of an API's documentation: its home page, the document, and what the page loads. */
export function documentation(options: DocumentationOptions): readonly Endpoint[] {
  const { basePath, document } = options;
  const pageHeaders = { 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-cache' };
  const page = file('text/html; charset=utf-8', () => Buffer.from(pageOf(options)), pageHeaders);
  const openApi = file('application/json', () => Buffer.from(JSON.stringify(document)), {
    'Cache-Control': 'no-cache',
  });
  const assets = new Map([
    ['start.js', file(JAVASCRIPT, () => Buffer.from(scriptOf(basePath, options.tokenProperty)))],
    ['swagger-ui-bundle.js', file(JAVASCRIPT, () => readFile(require.resolve('swagger-ui-dist/swagger-ui-bundle.js')))],
    ['swagger-ui.css', file(STYLES, () => readFile(require.resolve('swagger-ui-dist/swagger-ui.css')))],
    ['favicon-32x32.png', file('image/png', () => readFile(require.resolve('swagger-ui-dist/favicon-32x32.png')))],
  ]);
  return [
    { method: 'GET', path: '', handle: page },
    { method: 'GET', path: '/openapi.json', handle: openApi },
    {
      method: 'GET',
      path: '/docs/:file',
      handle: (exchange) => assets.get(exchange.param('file'))?.(exchange) ?? exchange.failure('not-found'),
    },
  ];
}

/** Serves what never changes while the server runs: loaded and compressed when it is first asked for. */
function file(
  contentType: string,
  load: () => Buffer<ArrayBuffer> | Promise<Buffer<ArrayBuffer>>,
  headers: Readonly<Record<string, string>> = { 'Cache-Control': 'public, max-age=3600' },
): (exchange: Exchange) => Promise<Answer> {
  const prepare = async (): Promise<{ readonly plain: Answer; readonly compressed: Answer; readonly etag: string }> => {
    const plain = await load();
    const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    const common = { ...headers, ETag: etag, Vary: 'Accept-Encoding, Origin' };
    return {
      etag,
      plain: { status: 200, contentType, body: plain, headers: common },
      compressed: {
        status: 200,
        contentType,
        body: new Uint8Array(await compress(plain)),
        headers: { ...common, 'Content-Encoding': 'gzip' },
      },
    };
  };
  let prepared: ReturnType<typeof prepare> | undefined;
  return async (exchange) => {
    const { plain, compressed, etag } = await (prepared ??= prepare());
    if (exchange.header('if-none-match')?.includes(etag) === true) {
      return { status: 304, contentType, body: null, headers: plain.headers ?? {} };
    }
    return /\bgzip\b/iu.test(exchange.header('accept-encoding') ?? '') ? compressed : plain;
  };
}

function pageOf({ basePath, title }: DocumentationOptions): string {
  const docs = escapeHtml(`${basePath}/docs`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" type="image/png" href="${docs}/favicon-32x32.png">
    <link rel="stylesheet" href="${docs}/swagger-ui.css">
    <script src="${docs}/swagger-ui-bundle.js" defer></script>
    <script src="${docs}/start.js" defer></script>
  </head>
  <body>
    <main id="swagger-ui"><noscript>This page needs JavaScript. The API is described in
      <a href="${escapeHtml(basePath)}/openapi.json">openapi.json</a>.</noscript></main>
  </body>
</html>
`;
}

function scriptOf(basePath: string, tokenProperty: string): string {
  return `'use strict';
const ui = SwaggerUIBundle({
  url: ${JSON.stringify(`${basePath}/openapi.json`)},
  dom_id: '#swagger-ui',
  deepLinking: true,
  displayRequestDuration: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  // whoever registers or logs in on this page is signed in for the calls that follow
  responseInterceptor: (response) => {
    const token = ${JSON.stringify(tokenProperty.split('.'))}.reduce((value, name) => value?.[name], response.body);
    const schemes = ui.specSelectors.securityDefinitions()?.toJS() ?? {};
    const schema = schemes[${JSON.stringify(TOKEN_SCHEME)}];
    if (typeof token === 'string' && schema !== undefined) {
      const authorized = { name: ${JSON.stringify(TOKEN_SCHEME)}, schema, value: token };
      ui.authActions.authorizeWithPersistOption({ [${JSON.stringify(TOKEN_SCHEME)}]: authorized });
    }
    return response;
  },
});
`;
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => HTML_ENTITIES[character] ?? character);
}
