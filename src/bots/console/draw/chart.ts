import { html } from 'hono/html';
import type { Html } from './text.ts';

/** One bar, from below: its parts in the order of the legend. */
export type Bar = { readonly label: string; readonly parts: readonly number[] };

/** So many parts have a colour of their own. */
export const coloursMax = 6;

const width = 720;
const height = 160;

/**
 * Stacked bars, which fill the width that there is. Without words: these stand around it as text, which neither shrinks nor
 * stretches with it. `label`: what it shows, for whoever does not see it.
 */
export function drawBars(bars: readonly Bar[], label: string): Html {
  const most = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part, 0)));
  const step = width / Math.max(1, bars.length);
  const gap = step > 6 ? Math.min(6, step * 0.2) : 0;
  return html`<svg
    class="bars"
    viewBox="0 0 ${width} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
    focusable="false"
  >
    ${[0, 0.5, 1].map((part) => html`<line class="grid" x1="0" x2="${width}" y1="${part * height}" y2="${part * height}" />`)}
    ${bars.map((bar, index) => drawBar(bar, { x: index * step + gap / 2, width: step - gap, most }))}
  </svg>`;
}

function drawBar(
  { label, parts }: Bar,
  at: { readonly x: number; readonly width: number; readonly most: number },
): Html {
  let below = 0;
  const pieces = parts.map((part, index) => {
    const size = (part / at.most) * height;
    below += size;
    return part === 0
      ? null
      : html`<rect
          class="part-${index}"
          x="${short(at.x)}"
          y="${short(height - below)}"
          width="${short(at.width)}"
          height="${short(size)}"
        />`;
  });
  return html`<g><title>${label}</title>${pieces}</g>`;
}

/** A bar of how much of something is used. */
export function drawMeter(used: number, cap: number): Html {
  const share = cap === 0 ? 1 : Math.min(1, used / cap);
  const tone = share >= 1 ? 'full' : share >= 0.8 ? 'high' : 'fine';
  return html`<svg
    class="meter ${tone}"
    viewBox="0 0 100 6"
    preserveAspectRatio="none"
    aria-hidden="true"
    focusable="false"
  >
    <rect class="all" width="100" height="6" />
    <rect class="used" width="${short(share * 100)}" height="6" />
  </svg>`;
}

export function drawSwatch(index: number): Html {
  return html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
    <rect class="part-${index}" width="10" height="10" />
  </svg>`;
}

function short(amount: number): number {
  return Math.round(amount * 100) / 100;
}
