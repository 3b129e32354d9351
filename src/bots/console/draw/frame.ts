import { html, raw } from 'hono/html';
import { words } from '../words.ts';
import type { Html } from './text.ts';

/** The last may overrule the others: it fits the page to narrow and low windows. */
const styles = ['base', 'channel', 'card', 'composer', 'door', 'usage', 'fit'];
/** All that console.js leads to, fetched at once. */
const modules =
  'page ask times morph log pending live earlier attach recall draft composer commands presses settings'.split(' ');

export type Theme = 'light' | 'dark' | null;

/** The document around every page. Styles and scripts are files of ours; nothing is inline and nothing comes from elsewhere. */
export function drawDocument(
  page: { readonly title: string; readonly theme: Theme; readonly kind: 'channel' | 'sign-in' | 'usage' },
  body: Html,
): Html {
  const scripts =
    page.kind === 'channel'
      ? html`${modules.map((name) => html`<link rel="modulepreload" href="/assets/${name}.js" />`)}
          <script type="module" src="/assets/console.js"></script>`
      : null;
  return html`${raw('<!doctype html>')}
    <html lang="en" ${page.theme === null ? '' : html` data-theme="${page.theme}"`}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${words.product}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}.css" />`)} ${scripts}
      </head>
      <body class="${page.kind}">
        ${body}
      </body>
    </html>`;
}
