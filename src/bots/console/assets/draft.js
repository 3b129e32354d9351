import { part } from './page.js';

const box = part('text', HTMLTextAreaElement);
const own = `draft:${box.dataset['who'] ?? ''}`;
/** Goes to whoever the page is for when it is loaded next. */
const carried = 'draft';
/** The key under which a text is on its way: sent again after a reload, it is the same request. */
const underway = `underway:${box.dataset['who'] ?? ''}`;

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

/** @param {string} text @param {string | null} key Null once it was answered. */
export function keepUnderway(text, key) {
  keep(underway, key === null ? '' : `${key} ${text}`);
}

/**
 * The key under which this text was sent from a page that was left before the answer came; null when it was not.
 * @param {string} text
 */
export function keyUnderway(text) {
  const [key = '', ...words] = (kept(underway) ?? '').split(' ');
  return key !== '' && words.join(' ') === text ? key : null;
}

/** What was being written here, by the one who writes now; null where the service itself put something in the box. */
export function draftThere() {
  const found = kept(carried) ?? kept(own);
  carryDraft('');
  return box.dataset['given'] === 'yes' ? null : found;
}
