import { html } from 'hono/html';
import type { ShownClip, ShownView } from '../bodies.ts';
import { words } from '../words.ts';
import { icon } from './icons.ts';
import { drawOurHead } from './message.ts';
import type { Html } from './text.ts';
import { type ClipLink, drawClip, drawView } from './view.ts';

/** An answer for the asker alone. It is kept nowhere: it goes with the page, or when it is dismissed. */
export type Said = { readonly view: ShownView; readonly clip: ShownClip | null };

export function drawAnswer({ view, clip }: Said, clipLink: ClipLink): Html {
  const isQuestion = view.buttons.some(({ action }) => action === 'delete_now');
  const keep = isQuestion ? html`<form action="/"><button class="keep">${words.keep}</button></form>` : null;
  return html`<article class="message app answer" tabindex="-1">
    ${drawOurHead(null)}
    <p class="private">${words.onlyYou} · <a class="dismiss" href="/">${icon('close')}Dismiss</a></p>
    ${drawView(view, clip && drawClip(clip, clipLink), keep)}
  </article>`;
}
