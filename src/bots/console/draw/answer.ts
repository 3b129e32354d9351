import { html } from 'hono/html';
import type { TextFile } from '../../answered.ts';
import type { ShownClip, ShownView } from '../bodies.ts';
import { words } from '../words.ts';
import { icon } from './icons.ts';
import { drawOurHead } from './message.ts';
import type { Html } from './text.ts';
import { type ClipLink, drawClip, drawView } from './view.ts';

/** An answer for the asker alone. It is kept nowhere: it goes with the page, or when it is dismissed. */
export type Said = { readonly view: ShownView; readonly clip: ShownClip | null; readonly file: TextFile | null };

export function drawAnswer({ view, clip, file }: Said, clipLink: ClipLink): Html {
  const isQuestion = view.buttons.some(({ action }) => action === 'delete_now');
  const keep = isQuestion ? html`<form action="/"><button class="keep">${words.keep}</button></form>` : null;
  return html`<article class="message app answer" tabindex="-1">
    ${drawOurHead(null)}
    <p class="private">${words.onlyYou} · <a class="dismiss" href="/">${icon('close')}Dismiss</a></p>
    ${drawView(view, clip && drawClip(clip, clipLink), keep)} ${file && drawFile(file)}
  </article>`;
}

/** It comes with the answer, so that nobody else can fetch it. */
function drawFile({ name, mediaType, text }: TextFile): Html {
  const bytes = Buffer.from(text).toString('base64');
  return html`<p class="aside">
    <a download="${name}" href="data:${mediaType};base64,${bytes}">${words.download} ${name}</a>
  </p>`;
}
