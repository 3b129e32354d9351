import { showMessage } from './log.js';
import { part, reached } from './page.js';

const againMs = 3_000;
const awayAfterMs = 1_500;

/** Follows the channel. The browser comes back by itself after a break and names the last change it saw. */
export function follow() {
  const log = part('log', HTMLElement);
  const away = part('away', HTMLElement);
  let seen = log.dataset['version'] ?? '0';
  const reader = log.dataset['reader'] ?? '';
  /** @type {number | undefined} */
  let worry;
  /** @type {EventSource | null} */
  let current = null;

  function calm() {
    clearTimeout(worry);
    worry = undefined;
    away.hidden = true;
  }

  function connect() {
    const source = new EventSource(`/events?after=${seen}&reader=${reader}`);
    current = source;
    source.addEventListener('open', () => {
      calm();
      reached();
    });
    source.addEventListener('message', (event) => {
      seen = event.lastEventId;
      reached();
      showMessage(String(event.data));
    });
    source.addEventListener('reload', () => location.reload());
    source.addEventListener('error', () => {
      worry ??= setTimeout(() => {
        away.hidden = false;
      }, awayAfterMs);
      if (source.readyState === EventSource.CLOSED) setTimeout(comeBack, againMs, source);
    });
  }

  /**
   * The service turned the connection down: because nobody is signed in, or for now.
   * @param {EventSource} source
   */
  async function comeBack(source) {
    if (source !== current) return;
    const response = await fetch('/messages?before=0', { headers: { 'X-Fragment': '1' } }).catch(() => null);
    if (source !== current) return;
    if (response?.status === 401) location.reload();
    else connect();
  }

  if (log.dataset['live'] !== 'yes') return;
  connect();
  // A browser has six connections to one service for all its tabs: those that nobody looks at leave theirs to the others.
  document.addEventListener('visibilitychange', () => {
    current?.close();
    current = null;
    calm();
    if (document.visibilityState === 'visible') connect();
  });
}
