const place = 'said';
const keptMax = 30;

/** @returns {string[]} */
function said() {
  try {
    /** @type {unknown} */
    const kept = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} text */
export function remember(text) {
  const others = said().filter((each) => each !== text);
  try {
    sessionStorage.setItem(place, JSON.stringify([...others, text].slice(-keptMax)));
  } catch {
    // A browser that keeps nothing: the command was sent all the same.
  }
}

/**
 * The command before or after the one in the box; null when the box holds something else, which is left alone.
 * @param {string} current
 * @param {'ArrowUp' | 'ArrowDown'} key
 */
export function recalled(current, key) {
  const kept = said();
  const at = current === '' ? kept.length : kept.indexOf(current);
  if (at === -1) return null;
  const wanted = key === 'ArrowUp' ? at - 1 : at + 1;
  if (wanted === kept.length && current !== '') return '';
  return kept[wanted] ?? null;
}
