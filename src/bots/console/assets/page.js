/**
 * An element that the page always has.
 * @template {Element} T
 * @param {string} id
 * @param {{ new (): T }} kind
 * @returns {T}
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`expected #${id} on this page, got none`);
  return found;
}

/** What the page knows of its session: goes with everything it asks for. */
export function csrf() {
  return hidden('csrf').value;
}

/**
 * A hidden field of the composer.
 * @param {string} name
 */
export function hidden(name) {
  const field = part('composer', HTMLFormElement).elements.namedItem(name);
  if (!(field instanceof HTMLInputElement)) throw new TypeError(`expected a field ${name} in the composer, got none`);
  return field;
}

/** Names one thing that is asked for, so that asking again for the same does nothing twice. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

let announced = '';

/**
 * Tells a screen reader what happened, also when the same happened before: a region that is emptied first has changed.
 * @param {string} sentence
 */
export function announce(sentence) {
  if (sentence === '') return;
  announced = sentence;
  const region = part('news', HTMLElement);
  region.textContent = '';
  setTimeout(() => {
    region.textContent = sentence;
  });
}

/**
 * Tells a screen reader how something stands; nothing when that was the last thing it was told.
 * @param {string} news
 */
export function announceNews(news) {
  if (news !== announced) announce(news);
}

/**
 * What stays of a complaint once the service is reached again; null when it is none of that kind.
 * @type {string | null}
 */
let afterwards = null;

/**
 * Says above the box what went wrong; null takes it away.
 * @param {string | null} sentence
 * @param {string | null} [then] What stays of it once the service is reached again; null for all of it.
 */
export function complain(sentence, then = null) {
  const place = part('problem', HTMLElement);
  const shown = [sentence ?? '', then ?? ''].filter((each) => each !== '').join(' ');
  afterwards = then;
  place.textContent = shown;
  place.hidden = shown === '';
}

/** The service answers: that it could not be reached is over. */
export function reached() {
  if (afterwards !== null) complain(afterwards === '' ? null : afterwards);
}
