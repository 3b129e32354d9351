/**
 * Turns one form of a message into the next. A video that both show stays the element it is, so that it plays on; a
 * button that has the focus hands it to its successor.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function morph(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const video = old.querySelector('video');
  const freshVideo = fresh.querySelector('video');
  old.className = fresh.className;
  old.dataset['news'] = fresh.dataset['news'] ?? '';
  if (video && freshVideo && video.dataset['clip'] === freshVideo.dataset['clip'])
    around(old, fresh, video, freshVideo);
  else old.replaceChildren(...fresh.childNodes);
  if (focused && !old.contains(focused)) refocus(old, focused);
}

/**
 * Replaces everything but the video and what holds it.
 * @param {Element} old
 * @param {Element} fresh
 * @param {Element} video
 * @param {Element} freshVideo
 */
function around(old, fresh, video, freshVideo) {
  const holder = Array.from(old.children).find((child) => child.contains(video));
  const freshHolder = Array.from(fresh.children).find((child) => child.contains(freshVideo));
  if (!holder || !freshHolder) return;
  const children = Array.from(fresh.childNodes);
  const at = children.indexOf(freshHolder);
  for (const child of Array.from(old.childNodes)) if (child !== holder) child.remove();
  holder.before(...children.slice(0, at));
  holder.after(...children.slice(at + 1));
  if (holder === video) return;
  holder.className = freshHolder.className;
  around(holder, freshHolder, video, freshVideo);
}

/** @param {HTMLElement} old @param {Element} focused */
function refocus(old, focused) {
  const isAlike = (/** @type {HTMLButtonElement} */ button) =>
    focused instanceof HTMLButtonElement && button.name === focused.name && button.value === focused.value;
  const successor = Array.from(old.querySelectorAll('button')).find(isAlike);
  if (!successor) old.tabIndex = -1;
  (successor ?? old).focus({ preventScroll: true });
}
