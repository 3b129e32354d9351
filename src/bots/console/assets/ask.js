import { complain, csrf, reached } from './page.js';

/**
 * What came of it: `html` is an answer for the asker alone, `compose` what stands in the box then.
 * @typedef {{ html: string, compose: string | null }} Answer
 */

const unreachable = 'Reelay cannot be reached just now. Nothing was lost: send it again in a moment.';
const timeoutMs = 120_000;

/** Refused because the page is of somebody else by now, or of nobody. */
export class OutOfDate extends Error {}

class Unreachable extends Error {
  constructor() {
    super(unreachable);
  }
}

/**
 * Sends a form as a page without a script would. Rejects with a sentence for people.
 * @param {string} path
 * @param {Record<string, string>} fields
 * @returns {Promise<Answer>}
 */
export async function ask(path, fields) {
  const response = await call(path, new URLSearchParams(fields));
  /** @type {unknown} */
  const answer = await response.json();
  return { html: textIn(answer, 'html') ?? '', compose: textIn(answer, 'compose') };
}

/**
 * Keeps an image, and gives its name. Rejects with a sentence for people.
 * @param {Blob} image
 * @param {AbortSignal} stopped
 * @returns {Promise<string>}
 */
export async function keepImage(image, stopped) {
  const response = await call('/inputs', image, stopped);
  /** @type {unknown} */
  const answer = await response.json();
  return textIn(answer, 'source') ?? '';
}

/**
 * Rejects with a sentence for people.
 * @param {string} path
 * @param {URLSearchParams | Blob} body
 * @param {AbortSignal} [stopped]
 */
export async function call(path, body, stopped) {
  const headers = { 'X-Fragment': '1', 'X-CSRF-Token': csrf() };
  const late = AbortSignal.timeout(timeoutMs);
  const signal = stopped ? AbortSignal.any([late, stopped]) : late;
  const response = await fetch(path, { method: 'POST', headers, body, signal }).catch(() => null);
  if (response === null || response.status >= 502) throw new Unreachable();
  reached();
  if (response.status === 401 || response.status === 403) throw new OutOfDate(await response.text());
  if (!response.ok) throw new Error(await response.text());
  return response;
}

/**
 * @param {unknown} answer
 * @param {string} name
 * @returns {string | null}
 */
function textIn(answer, name) {
  const found =
    typeof answer === 'object' && answer !== null ? Object.entries(answer).find(([key]) => key === name) : null;
  return typeof found?.[1] === 'string' ? found[1] : null;
}

/**
 * The sentence of an error.
 * @param {unknown} error
 */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : unreachable;
}

/**
 * Says what went wrong. What only the connection did goes away once that is back; `then` stays.
 * @param {unknown} error
 * @param {string} [then]
 */
export function complainOf(error, then = '') {
  if (error instanceof Unreachable) complain(error.message, then);
  else complain([sentenceOf(error), then].filter((each) => each !== '').join(' '));
}
