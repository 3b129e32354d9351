import { keepImage, sentenceOf } from './ask.js';
import { announce, complain, hidden, part } from './page.js';

const composer = part('composer', HTMLFormElement);
const preview = part('attached', HTMLElement);
const source = hidden('image');
const picker = hidden('file');

/** The image that goes with the next command; empty for none. */
export function attached() {
  return source.value;
}

export function detach() {
  source.value = '';
  picker.value = '';
  preview.hidden = true;
  preview.replaceChildren();
}

/** @param {File} file */
async function attach(file) {
  complain(null);
  preview.hidden = false;
  preview.replaceChildren(`Attaching ${file.name}…`);
  try {
    source.value = await keepImage(file);
    // The form's own field would send it a second time.
    picker.value = '';
    preview.replaceChildren(await thumbnail(file), removeButton());
    announce('The image is attached');
  } catch (error) {
    detach();
    complain(sentenceOf(error));
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

function removeButton() {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = 'Remove the image';
  button.addEventListener('click', () => {
    detach();
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
    if (file) attach(file).catch((error) => complain(sentenceOf(error)));
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
