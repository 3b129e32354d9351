import { ask, complainOf, OutOfDate } from './ask.js';
import { detach, giveBack, takeAttached } from './attach.js';
import { carryDraft, draftThere, keepDraft, keepUnderway, keyUnderway } from './draft.js';
import { showAnswer, toEnd } from './log.js';
import { complain, newKey, part } from './page.js';
import { endPending, settlePending, showPending } from './pending.js';
import { recalled, remember } from './recall.js';

const form = part('composer', HTMLFormElement);
const box = part('text', HTMLTextAreaElement);
const keptForLater = 'What you sent was kept: empty the box and press ↑ to get it back.';
const growsByItself = CSS.supports('field-sizing', 'content');

/** What is under way, or went wrong: sent again unchanged, it is the same request. */
/** @typedef {import('./attach.js').Attached} Attached */
/** @type {{ text: string, image: Attached | null, key: string, isBusy: boolean } | null} */
let sending = null;

/** What takes a prompt a line: there Enter ends the line. */
const takesLines = () => /^\s*\/videos\s+batch\b/i.test(box.value);

function fit() {
  form.toggleAttribute('data-lines', takesLines());
  if (growsByItself) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

/** What is on its way counts as long as nothing else is written: a page that is loaded again loses neither. */
function save() {
  keepDraft(box.value === '' && sending?.isBusy ? sending.text : box.value);
}

/** @param {string} text */
export function compose(text) {
  put(text);
  save();
}

/** @param {string} text */
function put(text) {
  box.value = text;
  fit();
  box.focus();
  box.setSelectionRange(text.length, text.length);
}

/**
 * Sends what was typed, with its image once that is uploaded. The box is free at once; what was not taken comes back
 * to it.
 * @param {string} text
 * @param {Attached | null} image
 * @param {{ agreed: string, asks: string }} told What its button told, if it was one: its price, and that it asks a moderator.
 */
export async function send(text, image = null, told = { agreed: '', asks: '' }) {
  if (sending?.text === text && sending.isBusy && image === null) return;
  const isAgain = sending?.text === text && sending.image === image;
  const key = (isAgain ? sending?.key : image === null ? keyUnderway(text) : null) ?? newKey();
  if (image === null) keepUnderway(text, key);
  const now = { text, image, key, isBusy: true };
  sending = now;
  complain(null);
  const pending = showPending(text);
  toEnd();
  try {
    const source = image === null ? '' : await image.source;
    const answer = await ask('/commands', { text, key, image: source, ...told });
    if (sending === now) sending = null;
    keepUnderway(text, null);
    remember(text);
    if (answer.compose === null) {
      if (image) detach(image);
    } else {
      if (image) giveBack(image);
      if (box.value === '') compose(answer.compose);
    }
    save();
    if (answer.html === '') {
      settlePending(pending);
      toEnd();
    } else {
      endPending(pending);
      showAnswer(answer.html, null);
    }
  } catch (error) {
    now.isBusy = false;
    endPending(pending);
    if (image) giveBack(image);
    remember(text);
    const isFree = box.value === '' || box.value === text;
    complainOf(error, isFree ? '' : keptForLater);
    if (isFree) compose(text);
    if (error instanceof OutOfDate) carryDraft(box.value);
  }
}

/** @param {(event: KeyboardEvent) => boolean} takesKey Whether the list of commands wants a key for itself. */
export function startComposer(takesKey) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    const sent = send(text, takeAttached());
    box.dispatchEvent(new Event('input'));
    sent.catch(complainOf);
    box.focus();
  });
  box.addEventListener('input', () => {
    fit();
    save();
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || takesKey(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && (!takesLines() || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const text = event.key === 'ArrowUp' || event.key === 'ArrowDown' ? recalled(box.value, event.key) : null;
    if (text === null) return;
    event.preventDefault();
    compose(text);
  });
  const draft = draftThere();
  // What was typed before this ran is newer.
  if (draft !== null && box.value === box.defaultValue) compose(draft);
  else if (box.value !== '') put(box.value);
}
