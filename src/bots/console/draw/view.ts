import { html } from 'hono/html';
import type { Text } from '../../messages/text.ts';
import type { ShownButton, ShownClip, ShownView } from '../bodies.ts';
import { drawText, type Html } from './text.ts';

export type ClipLink = (clipId: string) => string;

/** A view as a card. Its buttons belong to the page's one form for presses, so that a card is the same for everybody. */
export function drawView(view: ShownView, above: Html | null = null, wayOut: Html | null = null): Html {
  const isLine = view.lines.length === 0 && view.progress === null && above === null;
  return html`<div class="card ${view.tone}${isLine ? ' line' : ''}">
    <h3 class="title">${drawText(view.title)}</h3>
    ${above}${view.progress === null ? null : drawProgress(view.progress)}${view.lines.map(drawLine)}
    ${view.buttons.length === 0 ? null : html`<div class="buttons">${view.buttons.map(drawButton)}${wayOut}</div>`}
  </div>`;
}

function drawProgress(fraction: number): Html {
  const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return html`<progress max="100" value="${percent}" aria-label="Progress">${percent}%</progress>`;
}

/** A line that somebody typed is shown as their words, ours as a note. */
function drawLine(line: Text): Html {
  const isTyped = line.length > 0 && line.every(({ kind }) => kind === 'untrusted');
  return html`<p class="${isTyped ? 'typed' : 'aside'}">${drawText(line)}</p>`;
}

function drawButton(button: ShownButton): Html {
  if ('command' in button) {
    const text = `/${button.command} ${button.typed}`.trimEnd();
    if (button.action === 'ask') {
      return html`<button
        form="press"
        formaction="/commands?asks=${button.reason}#answer"
        name="text"
        value="${text}"
        class="plain"
        data-say
        data-asks="${button.reason}"
      >
        ${button.label}
      </button>`;
    }
    const agreed = button.agreedMicroUsd ?? '';
    // What starts something goes through the box's own way, with the price that is agreed to.
    return button.action === 'confirm'
      ? html`<button
          form="press"
          formaction="/commands?agreed=${agreed}#answer"
          name="text"
          value="${text}"
          class="primary"
          data-say
          data-agreed="${agreed}"
        >
          ${button.label}
        </button>`
      : html`<button form="press" formaction="/edit" name="text" value="${text}" class="${button.style}" data-compose>
          ${button.label}
        </button>`;
  }
  if ('approvalId' in button) {
    const decide = `${button.action} ${button.approvalId}`;
    return html`<button form="press" name="press" value="${decide}" class="${button.style}">${button.label}</button>`;
  }
  const price = button.agreedMicroUsd === undefined ? [] : [`p${button.agreedMicroUsd}`];
  const press = [button.action, ...button.jobs, ...price].join(' ');
  return html`<button form="press" name="press" value="${press}" class="${button.style}">${button.label}</button>`;
}

/** Sized before it is loaded, so that nothing jumps. */
export function drawClip(clip: ShownClip, clipLink: ClipLink): Html {
  const shape = clip.height > clip.width ? 'vertical' : clip.height === clip.width ? 'square' : 'landscape';
  const label = clip.prompt === '' ? 'Video' : `Video: ${clip.prompt}`;
  return html`<video
    class="${shape}"
    data-clip="${clip.id}"
    src="${clipLink(clip.id)}"
    width="${clip.width}"
    height="${clip.height}"
    controls
    playsinline
    preload="metadata"
    aria-label="${label}"
  ></video>`;
}
