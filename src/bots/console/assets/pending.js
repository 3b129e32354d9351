import { part } from './page.js';

const log = part('log', HTMLElement);
/** A taken command appears by itself, usually before its answer. On an older page it never does. */
const lateMs = 2_000;

/** @type {Set<HTMLElement>} */
const shown = new Set();

/**
 * Shows a command while it is on its way.
 * @param {string} text
 */
export function showPending(text) {
  const entry = document.createElement('article');
  entry.className = 'message pending';
  entry.setAttribute('aria-busy', 'true');
  const words = document.createElement('bdi');
  words.textContent = text;
  const said = document.createElement('p');
  said.className = 'said';
  said.append(words);
  const note = document.createElement('p');
  note.className = 'private';
  note.textContent = 'Sending…';
  entry.append(said, note);
  shown.add(entry);
  log.append(entry);
  return entry;
}

/** @param {HTMLElement} entry */
export function endPending(entry) {
  shown.delete(entry);
  entry.remove();
}

/**
 * It was taken, so the message itself is there or on its way.
 * @param {HTMLElement} entry
 */
export function settlePending(entry) {
  entry.setAttribute('aria-busy', 'false');
  entry.querySelector('.private')?.remove();
  if (entry.isConnected) setTimeout(endPending, lateMs, entry);
}

/**
 * Takes away what a message that has come stood in for it.
 * @param {HTMLElement} message
 */
export function replacePending(message) {
  const words = message.querySelector('.said bdi')?.textContent;
  if (words === undefined || message.classList.contains('app')) return;
  const all = Array.from(shown);
  const wordsOf = (/** @type {HTMLElement} */ entry) => entry.querySelector('bdi')?.textContent;
  const same = all.find((entry) => wordsOf(entry) === words);
  // One that is drawn in other words, cleaned or shortened, is the one that was taken last.
  const found = same ?? all.find((entry) => entry.getAttribute('aria-busy') === 'false');
  if (found) endPending(found);
}
