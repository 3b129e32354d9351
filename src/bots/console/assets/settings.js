import { call } from './ask.js';

/** Light and dark by a button, and acting as somebody else by choosing. */
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
  const actAs = document.getElementById('act-as');
  if (actAs instanceof HTMLFormElement) actAs.addEventListener('change', () => actAs.requestSubmit());
}

function preferred() {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
