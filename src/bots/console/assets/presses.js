import { ask, complainOf } from './ask.js';
import { compose, send } from './composer.js';
import { showAnswer, toEnd } from './log.js';
import { complain, newKey, part } from './page.js';

/** @param {HTMLButtonElement} button */
async function press(button) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  button.setAttribute('aria-disabled', 'true');
  complain(null);
  try {
    const isKill = button.dataset['kill'] !== undefined;
    const path = isKill ? '/try/kill-engine' : '/buttons';
    const answer = await ask(path, { press: button.value, key: newKey() });
    if (answer.compose !== null) compose(answer.compose);
    if (answer.html === '') toEnd();
    else showAnswer(answer.html, button.closest('.answer'))?.focus();
  } catch (error) {
    complainOf(error);
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/** @param {Element | null} answer */
function dismiss(answer) {
  if (!answer) return;
  answer.remove();
  part('text', HTMLTextAreaElement).focus();
}

/** Buttons of messages, and the things to try. */
export function startPresses() {
  addEventListener('submit', (event) => {
    const { submitter, target } = event;
    const isOurs = target instanceof HTMLFormElement && (target.id === 'press' || target.id === 'try');
    if (!isOurs || !(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const { dataset, value } = submitter;
    if (dataset['compose'] !== undefined) compose(value);
    else if (dataset['say'] !== undefined) {
      // What it starts is said once.
      submitter.closest('.answer')?.remove();
      send(value, null, { agreed: dataset['agreed'] ?? '', asks: dataset['asks'] ?? '' }).catch(complainOf);
    } else press(submitter).catch(complainOf);
  });
  part('log', HTMLElement).addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('.dismiss, .keep') : null;
    if (!link) return;
    event.preventDefault();
    dismiss(link.closest('.answer'));
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    const { target } = event;
    const here = target instanceof Element ? target.closest('.answer') : null;
    dismiss(here ?? Array.from(document.querySelectorAll('.answer:has(.keep)')).at(-1) ?? null);
  });
}
