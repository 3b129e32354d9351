import { complainOf } from './ask.js';
import { part } from './page.js';
import { showTimes } from './times.js';

/** Puts earlier messages above without moving what is being read. */
export function offerEarlier() {
  part('log', HTMLElement).addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('#earlier a') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    load(link).catch(complainOf);
  });
}

/** @param {HTMLAnchorElement} link */
async function load(link) {
  const place = link.closest('#earlier');
  const next = place?.nextElementSibling;
  const reader = part('log', HTMLElement).dataset['reader'] ?? '';
  const response = await fetch(`/messages${new URL(link.href).search}&reader=${reader}`, {
    headers: { 'X-Fragment': '1' },
  });
  if (!response.ok) throw new Error(await response.text());
  const template = document.createElement('template');
  template.innerHTML = await response.text();
  showTimes(template.content);
  const loaded = template.content.querySelector('.message');
  const top = next?.getBoundingClientRect().top ?? 0;
  place?.replaceWith(template.content);
  if (next) scrollBy({ top: next.getBoundingClientRect().top - top, behavior: 'instant' });
  if (loaded instanceof HTMLElement) {
    loaded.tabIndex = -1;
    loaded.focus({ preventScroll: true });
  }
}
