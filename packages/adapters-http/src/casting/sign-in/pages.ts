import { createHash } from 'node:crypto';
// Under another name, because the formatter would take it for HTML of its own and move its blanks.
import { html as markup, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Answer } from '../../http/answer.ts';

type Markup = ReturnType<typeof markup>;

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2433; --paper: #f4f5f8; --card: #fff; --line: #c9cfdb; --accent: #3451b2; --on-accent: #fff; --alarm: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7eaf2; --paper: #12151d; --card: #1b202c; --line: #3b4458; --accent: #9db2ff; --on-accent: #10131a; --alarm: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
main { width: 100%; max-width: 24rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
input, textarea { width: 100%; padding: .6rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .5rem; }
textarea { min-height: 10rem; font: .875rem/1.4 ui-monospace, monospace; word-break: break-all; }
button, .button { display: block; width: 100%; margin-top: 1.5rem; padding: .7rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .5rem; cursor: pointer; }
.quiet { color: var(--accent); background: none; border: 1px solid var(--line); margin-top: .75rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
.alarm { color: var(--alarm); font-weight: 600; }
`;
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** What all pages of the sign-in have in common. */
export interface PageSurroundings {
  /** Where forms may lead to, beside the page's own origin. */
  readonly callbackSources: readonly string[];
}

/** What goes with a form, so that it can be told from one of somebody else's. */
export interface FormSecrets {
  readonly action: string;
  readonly csrf: string;
  readonly callback: string | undefined;
  readonly state: string | undefined;
}

/** An answer with a page. */
export function page(
  { callbackSources }: PageSurroundings,
  status: number,
  title: string,
  body: Markup,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  // nothing in a page is waited for
  const document = markup`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title} – Casting Agency</title>
    <style>${raw(STYLE)}</style>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      ${body}
    </main>
  </body>
</html>
` as HtmlEscapedString;
  const policy = [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    // browsers hold the redirect after a form to this as well
    `form-action ${["'self'", ...callbackSources].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    status,
    contentType: 'text/html; charset=utf-8',
    body: document.toString(),
    // without a referrer within the site, browsers would not tell where a form comes from
    headers: { 'Content-Security-Policy': policy, 'Referrer-Policy': 'same-origin', ...headers },
  };
}

/** The form to sign in. */
export function signInForm(secrets: FormSecrets, username = '', problem?: string): Markup {
  const [nameFocus, passwordFocus] = username === '' ? [raw(' autofocus'), ''] : ['', raw(' autofocus')];
  return markup`${problem === undefined ? '' : alarm(problem)}
      <form method="post" action="${secrets.action}">
        ${hiddenFields(secrets)}
        <label for="username">Username or email</label>
        <input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none"
          spellcheck="false" required${nameFocus}>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required${passwordFocus}>
        <button type="submit">Sign in</button>
      </form>`;
}

/** What somebody sees who is signed in already. */
export function signedInForm(secrets: FormSecrets, signOut: string): Markup {
  return markup`<p>You are signed in on this device.</p>
      <form method="post" action="${secrets.action}">
        ${hiddenFields(secrets)}
        <input type="hidden" name="continue" value="yes">
        <button type="submit">Continue</button>
      </form>
      <a class="button quiet" href="${signOut}">Sign out</a>`;
}

/** The token itself, where there is no page that it could be handed to. */
export function tokenShown(token: string, expiresAt: Date, signOut: string): Markup {
  return markup`<p>This is your access token, good until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.
        Send it as <code>Authorization: Bearer</code> with each call.</p>
      <label for="token">Access token</label>
      <textarea id="token" readonly>${token}</textarea>
      <a class="button quiet" href="${signOut}">Sign out</a>`;
}

/** Something that went wrong. */
export function alarm(problem: string): Markup {
  return markup`<p class="alarm" role="alert">${problem}</p>`;
}

/** A way to somewhere else. */
export function link(address: string, text: string): Markup {
  return markup`<a class="button" href="${address}">${text}</a>`;
}

function hiddenFields({ csrf, callback, state }: FormSecrets): Markup {
  const fields = { csrf, redirect_uri: callback, state };
  return markup`${Object.entries(fields).map(([name, value]) =>
    value === undefined ? '' : markup`<input type="hidden" name="${name}" value="${value}">`,
  )}`;
}
