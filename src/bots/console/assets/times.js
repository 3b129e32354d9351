const everyMs = 15_000;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const away = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** @type {readonly (readonly [Intl.RelativeTimeFormatUnit, number])[]} */
const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Keeps every moment on the page in the reader's own time. */
export function keepTimes() {
  showTimes(document);
  setInterval(() => showTimes(document), everyMs);
}

/** @param {ParentNode} within */
export function showTimes(within) {
  for (const time of within.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    const words = time.dataset['form'] === 'clock' ? clockOf(at) : awayOf(at);
    if (time.textContent !== words) time.textContent = words;
    time.title = full.format(at);
  }
}

function nowMs() {
  return performance.timeOrigin + performance.now();
}

/** @param {Date} at */
function clockOf(at) {
  const isToday = new Date(nowMs()).toDateString() === at.toDateString();
  return isToday ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** @param {Date} at */
function awayOf(at) {
  const seconds = Math.round((at.getTime() - nowMs()) / 1_000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
  if (unit === 'second' && Math.abs(seconds) < 10) return 'now';
  return away.format(Math.round(seconds / size), unit);
}
