import { part } from './page.js';

const box = part('text', HTMLTextAreaElement);
const own = `draft:${box.dataset['who'] ?? ''}`;
/** Goes to whoever the page is for when it is loaded next. */
const carried = 'draft';

/** @param {string} place @param {string} text */
function keep(place, text) {
  try {
    if (text === '') sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, text);
  } catch {
    // A browser that keeps nothing: the text is in the box all the same.
  }
}

/** @param {string} place */
function kept(place) {
  try {
    return sessionStorage.getItem(place);
  } catch {
    return null;
  }
}

/** @param {string} text Nothing is kept of an empty one. */
export function keepDraft(text) {
  keep(own, text);
}

/**
 * Keeps what was refused because the page is of somebody else by now, or of nobody.
 * @param {string} text
 */
export function carryDraft(text) {
  keep(carried, text);
}

/** What was being written here, by the one who writes now; null where the service itself put something in the box. */
export function draftThere() {
  const found = kept(carried) ?? kept(own);
  carryDraft('');
  return box.dataset['given'] === 'yes' ? null : found;
}
