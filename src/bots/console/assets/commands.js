import { announce, part } from './page.js';

const box = part('text', HTMLTextAreaElement);
const list = part('commands', HTMLElement);
const shownMax = 6;
const gapPx = 8;
/** In a low window the list may cover what is above. */
const leastPx = 96;
const options = Array.from(list.querySelectorAll('li'));

/** @type {HTMLLIElement[]} */
let shown = [];
let isOpen = false;
/** @type {HTMLLIElement | null} */
let active = null;

/** @param {HTMLLIElement} option */
const insertOf = (option) => option.dataset['insert'] ?? '';

/** @param {HTMLLIElement | null} option */
function activate(option) {
  active?.setAttribute('aria-selected', 'false');
  active = option;
  option?.setAttribute('aria-selected', 'true');
  if (option) reveal(option);
  if (option) box.setAttribute('aria-activedescendant', option.id);
  else box.removeAttribute('aria-activedescendant');
}

/**
 * Within the list alone: the page stays where it is.
 * @param {HTMLLIElement} option
 */
function reveal(option) {
  const { offsetTop, offsetHeight } = option;
  const isFirst = option === shown[0];
  if (offsetTop < list.scrollTop) list.scrollTop = isFirst ? 0 : offsetTop;
  else if (offsetTop + offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = offsetTop + offsetHeight - list.clientHeight;
}

/** No higher than from the box up to what stands above the messages. */
function limit() {
  const above = Math.max(0, document.querySelector('.top')?.getBoundingClientRect().bottom ?? 0);
  const room = (list.parentElement?.getBoundingClientRect().top ?? 0) - above - 2 * gapPx;
  list.style.maxHeight = `${Math.max(room, leastPx)}px`;
}

function close() {
  isOpen = false;
  list.hidden = true;
  shown = [];
  activate(null);
}

/** Opens while a command is being typed, and only then. */
function update() {
  const typed = box.value.toLowerCase();
  const isWhole = options.some((option) => insertOf(option).trim() === typed.trim());
  shown = typed.startsWith('/') ? options.filter((option) => isMeant(insertOf(option), typed)).slice(0, shownMax) : [];
  if (shown.length === 0) {
    close();
    return;
  }
  for (const option of options) option.hidden = !shown.includes(option);
  if (!isOpen) announce(`${shown.length} commands to choose from`);
  isOpen = true;
  list.hidden = false;
  list.scrollTop = 0;
  limit();
  const first = shown[0] ?? null;
  activate(isWhole || typed === '/videos' ? null : first);
}

/** @param {string} insert @param {string} typed */
function isMeant(insert, typed) {
  return insert.startsWith(typed) && insert.trim() !== typed.trim();
}

/** @param {HTMLLIElement} option */
function take(option) {
  box.value = insertOf(option);
  box.focus();
  close();
  box.dispatchEvent(new Event('input'));
}

/**
 * Whether the open list uses a key.
 * @param {KeyboardEvent} event
 */
export function takesKey(event) {
  if (!isOpen) return false;
  const at = active ? shown.indexOf(active) : -1;
  const steps = { ArrowDown: at + 1, ArrowUp: at === -1 ? shown.length - 1 : at - 1 };
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    activate(shown.at(steps[event.key] % shown.length) ?? null);
  } else if (event.key === 'Escape') close();
  else if ((event.key === 'Enter' || event.key === 'Tab') && active) take(active);
  else return false;
  event.preventDefault();
  return true;
}

export function offerCommands() {
  box.addEventListener('input', update);
  box.addEventListener('blur', close);
  // A press must not take the focus away before the click lands.
  addEventListener('resize', () => {
    if (isOpen) limit();
  });
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('li') : null;
    if (option) take(option);
  });
}
