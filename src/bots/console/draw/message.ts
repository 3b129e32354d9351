import { html } from 'hono/html';
import type { Message } from '../../../core/ports/messages.ts';
import { readBody, type Body } from '../bodies.ts';
import { words } from '../words.ts';
import { icon } from './icons.ts';
import { drawPosted, type Html } from './text.ts';
import { type ClipLink, drawClip, drawView } from './view.ts';

/** One message of the channel. The same for everybody who may see it. */
export function drawMessage(message: Message, clipLink: ClipLink): Html {
  const body = readBody(message.body);
  const isOurs = body === null || !('by' in body);
  const news = body && 'news' in body ? body.news : '';
  return html`<article
    class="message${isOurs ? ' app' : ''}"
    id="m${message.position}"
    data-position="${message.position}"
    data-news="${news}"
  >
    ${isOurs ? drawOurHead(drawPosted(message.postedAtMs)) : drawHead(nameIn(body), message.postedAtMs)}
    ${message.onlyFor === null ? null : html`<p class="private">${words.onlyYou}</p>`}
    ${body === null ? html`<p class="said">${words.unreadable}</p>` : drawBody(body, clipLink)}
  </article>`;
}

/** What stands where a removed message was, for pages that still show it. */
export function drawRemoved(message: Message): Html {
  return html`<article id="m${message.position}" data-position="${message.position}" data-removed hidden></article>`;
}

function nameIn(body: Body): string {
  return 'by' in body ? body.by.name : words.product;
}

function drawBody(body: Body, clipLink: ClipLink): Html {
  switch (body.kind) {
    case 'command':
      return html`<p class="said">
        <bdi>${body.typed}</bdi
        >${body.hasImage ? html` <span class="tag">${icon('attach')} with an image</span>` : null}
      </p>`;
    case 'pressed':
      return html`<p class="said quiet">pressed <b>${body.label}</b>${on(body.number)}</p>`;
    case 'status':
    case 'approval':
      return drawView(body.view);
    case 'result':
      return html`${
        body.asker === null
          ? null
          : html`<p class="said">
              <span class="mention">@<bdi>${body.asker}</bdi></span>
            </p>`
      }
      ${drawView(body.view, drawClip(body.clip, clipLink))}`;
  }
}

function on(number: number | null): string {
  return number === null ? '' : ` on #${number}`;
}

function drawHead(name: string, postedAtMs: number): Html {
  return html`<span class="avatar tint${tintOf(name)}" aria-hidden="true">${Array.from(name)[0] ?? '?'}</span>
    <header>
      <h2 class="name"><bdi>${name}</bdi></h2>
      ${drawPosted(postedAtMs)}
    </header>`;
}

export function drawOurHead(posted: Html | null): Html {
  return html`<span class="avatar ours" aria-hidden="true">${icon('mark')}</span>
    <header>
      <h2 class="name">${words.product}</h2>
      <span class="badge">app</span>${posted}
    </header>`;
}

const tints = 5;

function tintOf(name: string): number {
  return Array.from(name).reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % tints;
}
