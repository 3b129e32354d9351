import { ask, sentenceOf } from './ask.js';
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
    complain(sentenceOf(error));
  } finally {
    button.removeAttribute('aria-disabled');
  }
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
    else if (dataset['say'] !== undefined) send(value).catch((error) => complain(sentenceOf(error)));
    else press(submitter).catch((error) => complain(sentenceOf(error)));
  });
  part('log', HTMLElement).addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('.dismiss') : null;
    if (!link) return;
    event.preventDefault();
    link.closest('.answer')?.remove();
    part('text', HTMLTextAreaElement).focus();
  });
}
