/** What scripts set on the page itself, and no drawn message names. */
const own = new Set(['aria-disabled', 'tabindex']);

/**
 * Turns one form of a message into the next, and leaves alone whatever both have: a selection in it, the place where
 * somebody reads, a video that plays. A button that has the focus hands it to its successor.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function morph(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  patch(old, fresh);
  if (focused && !old.contains(focused)) refocus(old, focused);
}

/** @param {Node} old @param {Node} fresh */
function patch(old, fresh) {
  if (old instanceof Text && fresh instanceof Text) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  // One clip never changes, but its link does, and a new one would start it anew.
  if (!(old instanceof Element) || !(fresh instanceof Element) || old instanceof HTMLVideoElement) return;
  patchAttributes(old, fresh);
  patchList(old, Array.from(old.childNodes), Array.from(fresh.childNodes));
}

/** @param {Element} old @param {Element} fresh */
function patchAttributes(old, fresh) {
  for (const name of old.getAttributeNames())
    if (!fresh.hasAttribute(name) && !own.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/**
 * Keeps what is alike at both ends, and a video in between with what holds it. The rest is replaced.
 * @param {Element} parent
 * @param {ChildNode[]} before
 * @param {ChildNode[]} after
 */
function patchList(parent, before, after) {
  let [start, beforeEnd, afterEnd] = [0, before.length, after.length];
  while (start < Math.min(beforeEnd, afterEnd) && patched(before[start], after[start])) start += 1;
  while (start < Math.min(beforeEnd, afterEnd) && patched(before[beforeEnd - 1], after[afterEnd - 1])) {
    beforeEnd -= 1;
    afterEnd -= 1;
  }
  const gone = before.slice(start, beforeEnd);
  const come = after.slice(start, afterEnd);
  const holder = gone.find((node) => come.some((each) => holdSameClip(node, each)));
  const at = holder ? come.findIndex((node) => holdSameClip(holder, node)) : -1;
  for (const node of gone) if (node !== holder) node.remove();
  if (holder) {
    patched(holder, come[at]);
    holder.before(...come.slice(0, at));
    holder.after(...come.slice(at + 1));
  } else {
    const next = before[beforeEnd] ?? null;
    for (const node of come) parent.insertBefore(node, next);
  }
}

/** @param {Node | undefined} old @param {Node | undefined} fresh */
function patched(old, fresh) {
  if (!old || !fresh || !isAlike(old, fresh)) return false;
  patch(old, fresh);
  return true;
}

/** @param {Node} old @param {Node} fresh */
function holdSameClip(old, fresh) {
  const clip = clipIn(old);
  return clip !== null && clip === clipIn(fresh) && isAlike(old, fresh);
}

/** @param {Node} node */
function clipIn(node) {
  if (!(node instanceof Element)) return null;
  const video = node.matches('video') ? node : node.querySelector('video');
  return video?.getAttribute('data-clip') ?? null;
}

/** A button that does something else is another: nobody presses what came under the finger just now. */
const identity = ['data-clip', 'name', 'value', 'formaction'];

/** @param {Node} old @param {Node} fresh */
function isAlike(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return false;
  if (!(old instanceof Element && fresh instanceof Element) || !old.matches('video, button')) return true;
  return identity.every((name) => old.getAttribute(name) === fresh.getAttribute(name));
}

/** @param {HTMLElement} old @param {Element} focused */
function refocus(old, focused) {
  const isSuccessor = (/** @type {HTMLButtonElement} */ button) =>
    focused instanceof HTMLButtonElement && button.name === focused.name && button.value === focused.value;
  const successor = Array.from(old.querySelectorAll('button')).find(isSuccessor);
  if (!successor) old.tabIndex = -1;
  (successor ?? old).focus({ preventScroll: true });
}
