import { html, raw } from 'hono/html';
import type { Html } from './text.ts';

const shapes = {
  mark: '<path d="M10 5.700v12.600a1 1 0 0 0 1.550.83l9.400-6.300a1 1 0 0 0 0-1.660l-9.400-6.300A1 1 0 0 0 10 5.700Z" fill="currentColor" stroke="none"/><path d="M4.500 6.500v11" stroke-width="2.600"/>',
  send: '<path d="M12 19V5"/><path d="m5.5 11.5 6.500-6.500 6.500 6.500"/>',
  attach:
    '<rect x="3.500" y="4.500" width="17" height="15" rx="3"/><circle cx="9" cy="10" r="1.600"/><path d="m4.500 17.500 4.800-4.200 3.200 2.700 3.500-3.500 4.500 4.300"/>',
  close: '<path d="m6.500 6.500 11 11"/><path d="m17.500 6.500-11 11"/>',
  theme: '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16Z" fill="currentColor"/>',
  usage: '<path d="M5 19.500V13"/><path d="M12 19.500V4.500"/><path d="M19 19.500V9"/>',
  down: '<path d="M12 5v14"/><path d="m5.500 12.500 6.500 6.500 6.500-6.500"/>',
} as const;

/** A small picture beside words or a label; never the only carrier of meaning. */
export function icon(name: keyof typeof shapes): Html {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    aria-hidden="true"
    focusable="false"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${raw(shapes[name])}
  </svg>`;
}
