import { html } from 'hono/html';
import { words } from '../words.ts';
import { drawDocument } from './frame.ts';
import { icon } from './icons.ts';
import type { Html } from './text.ts';

const { signIn } = words;

function drawCard(title: string, inner: Html): Html {
  return drawDocument(
    { title, theme: null, kind: 'sign-in' },
    html`<main class="door">
      <p class="product">${icon('mark')}${words.product}</p>
      <h1>${title}</h1>
      ${inner}
    </main>`,
  );
}

/** The door: a field for the admin token, or where to find the link that stands in for it. */
export function drawSignIn(hasToken: boolean, problem: string | null): Html {
  const wrong = problem === null ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`;
  if (!hasToken)
    return drawCard(
      signIn.title,
      html`${wrong}
        <p>${signIn.noToken}</p>`,
    );
  return drawCard(
    signIn.title,
    html`${wrong}
      <form method="post" action="/sign-in">
        <label for="token">${signIn.token}</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          aria-describedby="hint${problem === null ? '' : ' problem'}"
        />
        <p id="hint" class="aside">${signIn.hint}</p>
        <button class="primary">${signIn.button}</button>
      </form>`,
  );
}

/** Stands between the link and its use, so that whoever only previews the link does not burn it. */
export function drawLinkPage(code: string): Html {
  return drawCard(
    signIn.linkTitle,
    html`<form method="post" action="/sign-in">
      <input type="hidden" name="code" value="${code}" />
      <p class="aside">${signIn.linkHint}</p>
      <button class="primary" autofocus>${signIn.button}</button>
    </form>`,
  );
}

/** A sentence where a page should have been. */
export function drawProblem(sentence: string): Html {
  return drawCard(
    'Reelay',
    html`<p>${sentence}</p>
      <p><a class="button" href="/">To #${words.channel}</a></p>`,
  );
}
