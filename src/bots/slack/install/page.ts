import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Text, TextPart } from '../../messages/text.ts';

export type Html = ReturnType<typeof html>;

export type Page = {
  readonly title: Text;
  readonly paragraphs: readonly (string | Text)[];
  /** To be copied, below the first paragraph. */
  readonly command?: string;
  /** Null where nothing that can be opened from here would help. */
  readonly action: { readonly label: string; readonly href: string } | null;
  readonly isProblem: boolean;
};

const style = `
:root{color-scheme:light dark;--page:light-dark(#fbfaf7,#16171c);--card:light-dark(#fff,#1e2027);--line:light-dark(#e2dfd6,#343843);
--sunken:light-dark(#f1efe9,#262932);--ink:light-dark(#22232b,#e9e8e3);--accent:light-dark(#3f49b8,#b3bbff);
--on-accent:light-dark(#fff,#171a3a);--bad:light-dark(#b02a1d,#ff9d8f);font:100%/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:1rem;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
main{display:grid;gap:.9rem;width:min(32rem,100%);padding:2rem;border:1px solid var(--line);border-radius:1rem;background:var(--card)}
h1,p{margin:0}
h1{font-size:1.4rem;line-height:1.25}
.product{font-weight:600;color:var(--accent)}
.problem h1{color:var(--bad)}
code{font:.9em/1.4 ui-monospace,'SF Mono',Menlo,Consolas,monospace;padding:.1em .35em;border-radius:.35em;background:var(--sunken);-webkit-box-decoration-break:clone;box-decoration-break:clone}
p:not(.command) code{white-space:nowrap}
.command code{display:block;padding:.6em .8em;user-select:all}
a{justify-self:start;display:inline-flex;align-items:center;min-height:2.75rem;padding:.3rem 1.1rem;border-radius:.6rem;font-weight:550;text-decoration:none;background:var(--accent);color:var(--on-accent)}
:focus-visible{outline:.1875rem solid var(--accent);outline-offset:.125rem}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** A page is text, one link and the style above: nothing else is let in, and no other site may frame it. */
export const pageHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  // The address of a page that Slack sends people to holds a code.
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export function drawPage({ title, paragraphs, command, action, isProblem }: Page): Html {
  const [first, ...more] = paragraphs.map((text) => html`<p>${drawText(text)}</p>`);
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title.map(plainOf).join('')}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <main class="${isProblem ? 'problem' : 'done'}">
          <p class="product">Reelay</p>
          <h1>${drawText(title)}</h1>
          ${first} ${command === undefined ? '' : html`<p class="command"><code>${command}</code></p>`} ${more}
          ${action ? html`<a href="${action.href}">${action.label}</a>` : ''}
        </main>
      </body>
    </html>`;
}

function drawText(text: string | Text): (string | Html)[] {
  return typeof text === 'string' ? [text] : text.map(drawPart);
}

function drawPart(part: TextPart): string | Html {
  if (part.kind === 'code') return html`<code>${part.text}</code>`;
  // What somebody wrote keeps its own writing direction and turns no sentence around.
  return part.kind === 'untrusted' ? html`<bdi>${part.text}</bdi>` : plainOf(part);
}

function plainOf(part: TextPart): string {
  switch (part.kind) {
    case 'words':
    case 'code':
    case 'untrusted':
      return part.text;
    case 'option':
      return `--${part.name}${part.value === null ? '' : ` ${part.value}`}`;
    case 'moment':
      return part.words;
    case 'channel':
      return `#${part.id}`;
    case 'role':
      return `@${part.id}`;
  }
}
