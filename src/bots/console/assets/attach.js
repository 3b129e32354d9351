import { complainOf, keepImage } from './ask.js';
import { announce, complain, hidden, part } from './page.js';

const composer = part('composer', HTMLFormElement);
const bytesMax = 20 * 1024 ** 2;
const preview = part('attached', HTMLElement);
const picker = hidden('file');

/**
 * An image on its way, or there: `source` is its name at the service. It goes with one command.
 * @typedef {{ source: Promise<string>, stop: AbortController, isTaken: boolean }} Attached
 */

/** @type {Attached | null} */
let shown = null;

/** The image for the command that is being sent, which no other gets then; null for none. */
export function takeAttached() {
  if (!shown || shown.isTaken) return null;
  shown.isTaken = true;
  return shown;
}

/**
 * Leaves an image to the next command, since this one was not taken.
 * @param {Attached} image
 */
export function giveBack(image) {
  image.isTaken = false;
}

/**
 * Takes an image away. One that is still uploading stops, and is attached to nothing.
 * @param {Attached} image
 */
export function detach(image) {
  image.stop.abort();
  if (shown === image) show(null, []);
}

/** @param {Attached | null} image @param {(Node | string)[]} looks */
function show(image, looks) {
  shown = image;
  // The form's own field would send it a second time.
  picker.value = '';
  preview.hidden = image === null;
  preview.replaceChildren(...looks);
}

/** @param {File} file */
async function attach(file) {
  complain(null);
  if (file.size > bytesMax) {
    picker.value = '';
    complain(`“${file.name}” is larger than 20 MB. Attach a smaller one.`);
    return;
  }
  // One that was sent already belongs to its command.
  if (shown && !shown.isTaken) shown.stop.abort();
  const stop = new AbortController();
  /** @type {Attached} */
  const image = { source: upload(file, stop.signal), stop, isTaken: false };
  show(image, [`Uploading ${file.name}…`, removeButton(image)]);
  try {
    await image.source;
    const picture = await thumbnail(file);
    if (shown !== image) return;
    show(image, [picture, removeButton(image)]);
    announce('The image is attached');
  } catch (error) {
    if (shown !== image) return;
    show(null, []);
    complainOf(error);
  }
}

/** @param {File} file @param {AbortSignal} stopped */
async function upload(file, stopped) {
  try {
    return await keepImage(file, stopped);
  } catch (error) {
    throw stopped.aborted ? new Error('The image was removed, so the command was not sent.') : error;
  }
}

/** @param {File} file @returns {Promise<HTMLImageElement>} */
function thumbnail(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(new Error('That file cannot be read.')));
    reader.addEventListener('load', () => {
      const image = document.createElement('img');
      image.src = typeof reader.result === 'string' ? reader.result : '';
      image.alt = `Attached image ${file.name}`;
      resolve(image);
    });
    reader.readAsDataURL(file);
  });
}

/** @param {Attached} image */
function removeButton(image) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = 'Remove the image';
  button.addEventListener('click', () => {
    detach(image);
    part('text', HTMLTextAreaElement).focus();
  });
  return button;
}

/** @param {DataTransfer | null} data */
function imageIn(data) {
  return Array.from(data?.files ?? []).find(({ type }) => type.startsWith('image/')) ?? null;
}

/** By button, by dropping it anywhere, by pasting it. */
export function offerAttaching() {
  /** @param {File | null | undefined} file */
  const take = (file) => {
    if (file) attach(file).catch(complainOf);
    return Boolean(file);
  };
  picker.addEventListener('change', () => take(picker.files?.[0]));
  composer.addEventListener('paste', (event) => {
    if (take(imageIn(event.clipboardData))) event.preventDefault();
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    take(imageIn(event.dataTransfer));
  });
}
