import { call } from './ask.js';

/** Light and dark by a button, and where one is after choosing whom to act as. */
export function startSettings() {
  const theme = document.getElementById('theme');
  theme?.addEventListener('submit', (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const isDark = (root.dataset['theme'] ?? preferred()) === 'dark';
    root.dataset['theme'] = isDark ? 'light' : 'dark';
    // It holds for this page; that it is remembered is a comfort.
    call('/theme', new URLSearchParams({ theme: root.dataset['theme'] })).catch(() => undefined);
  });
  const who = document.getElementById('who');
  if (who && location.hash === '#who') {
    // Loaded again, the page starts in the box as ever.
    history.replaceState(null, '', '/');
    who.focus();
  }
}

function preferred() {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
