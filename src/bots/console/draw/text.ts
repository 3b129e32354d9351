import { html } from 'hono/html';
import type { Text, TextPart } from '../../messages/text.ts';

export type Html = ReturnType<typeof html>;

/** Text as HTML. All of it is escaped; what somebody typed keeps its own writing direction and turns no sentence around. */
export function drawText(text: Text): Html[] {
  return text.map(drawPart);
}

function drawPart(part: TextPart): Html {
  switch (part.kind) {
    case 'words':
      return html`${part.text}`;
    case 'code':
      return drawCode(part.text);
    case 'option':
      return drawCode(`--${part.name}${part.value === null ? '' : ` ${part.value}`}`);
    case 'moment':
      return html`<time datetime="${isoOf(part.atMs)}" data-form="away">${part.words}</time>`;
    case 'channel':
      return html`<bdi>#${part.id}</bdi>`;
    case 'role':
      return html`<bdi>@${part.id}</bdi>`;
    case 'untrusted':
      return html`<bdi>${part.text}</bdi>`;
  }
}

const codeCharsUnbroken = 24;

function drawCode(text: string): Html {
  return text.length <= codeCharsUnbroken ? html`<code class="short">${text}</code>` : html`<code>${text}</code>`;
}

/** When a message was posted. The script turns it into the reader's own time of day. */
export function drawPosted(atMs: number): Html {
  const iso = isoOf(atMs);
  return html`<time datetime="${iso}" data-form="clock">${iso.slice(11, 16)} UTC</time>`;
}

function isoOf(atMs: number): string {
  return new Date(atMs).toISOString();
}
