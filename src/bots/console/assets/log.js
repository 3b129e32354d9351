import { announce, announceNews, part } from './page.js';
import { morph } from './morph.js';
import { replacePending } from './pending.js';
import { showTimes } from './times.js';

const nearPx = 120;
const log = part('log', HTMLElement);
const newer = part('newer', HTMLButtonElement);
let isAtEnd = true;

function distanceToEnd() {
  const { scrollHeight } = document.documentElement;
  return scrollHeight - innerHeight - scrollY;
}

export function toEnd() {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' });
  isAtEnd = true;
  newer.hidden = true;
}

/** Whoever is at the end stays there while the page grows; whoever reads above is left in peace. */
export function keepPlace() {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', () => {
    isAtEnd = distanceToEnd() < nearPx;
    if (isAtEnd) newer.hidden = true;
  });
  newer.addEventListener('click', toEnd);
  const grown = new ResizeObserver(() => {
    if (isAtEnd) toEnd();
  });
  grown.observe(document.body);
  if (log.dataset['live'] === 'yes') toEnd();
}

/**
 * Puts a message in its place, or in the place of its earlier form.
 * @param {string} html
 */
export function showMessage(html) {
  const fresh = elementIn(html);
  if (!fresh) return;
  const old = document.getElementById(fresh.id);
  const deletable = old ? deletableIn(old) : [];
  place(fresh, old);
  if (deletable.length === 0) return;
  const left = new Set(Array.from(log.querySelectorAll('[data-position]')).flatMap(deletableIn));
  for (const job of deletable) if (!left.has(job)) dropQuestions(job);
}

/** @param {HTMLElement} fresh @param {HTMLElement | null} old */
function place(fresh, old) {
  if (fresh.dataset['removed'] !== undefined) {
    old?.remove();
    return;
  }
  showTimes(fresh);
  const news = fresh.dataset['news'] ?? '';
  if (old) {
    if (old.dataset['news'] !== news) announceNews(news);
    morph(old, fresh);
    return;
  }
  const position = positionOf(fresh);
  const first = positionOf(log.querySelector('[data-position]'));
  // Older than what is loaded: it comes when earlier messages are asked for.
  if (document.getElementById('earlier') && position < first) return;
  const wasAtEnd = isAtEnd;
  fresh.classList.add('fresh');
  replacePending(fresh);
  insert(fresh, position);
  announceNews(news);
  if (wasAtEnd) toEnd();
  else newer.hidden = false;
}

const asksToDelete = 'delete ';

/**
 * The videos that a message offers to delete.
 * @param {Element} message
 */
function deletableIn(message) {
  const buttons = Array.from(message.querySelectorAll('button'));
  return buttons.flatMap(({ value }) => (value.startsWith(asksToDelete) ? [value.slice(asksToDelete.length)] : []));
}

/**
 * Nobody needs to answer whether something goes that is gone.
 * @param {string} job
 */
function dropQuestions(job) {
  for (const button of log.querySelectorAll('.answer button')) {
    if (!(button instanceof HTMLButtonElement) || button.value !== `delete_now ${job}`) continue;
    const answer = button.closest('.answer');
    const hadFocus = answer?.contains(document.activeElement);
    answer?.remove();
    if (hadFocus) part('text', HTMLTextAreaElement).focus({ preventScroll: true });
  }
}

/** @param {HTMLElement} fresh @param {number} position */
function insert(fresh, position) {
  const later = Array.from(log.querySelectorAll('[data-position]')).find((each) => positionOf(each) > position);
  log.insertBefore(fresh, later ?? null);
}

/** @param {Element | null} message */
function positionOf(message) {
  return message instanceof HTMLElement ? Number(message.dataset['position']) : 0;
}

/**
 * Shows an answer for the asker alone, in the place of the one that asked back.
 * @param {string} html
 * @param {Element | null} instead
 */
export function showAnswer(html, instead) {
  const answer = elementIn(html);
  if (!answer) return null;
  showTimes(answer);
  if (instead?.isConnected) instead.replaceWith(answer);
  else log.append(answer);
  toEnd();
  announce(answer.querySelector('.title')?.textContent ?? '');
  return answer;
}

/** @param {string} html */
function elementIn(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const { firstElementChild } = template.content;
  return firstElementChild instanceof HTMLElement ? firstElementChild : null;
}
