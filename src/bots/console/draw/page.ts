import { html } from 'hono/html';
import type { Message } from '../../../core/ports/messages.ts';
import type { ConsolePerson } from '../people.ts';
import { usageWords } from '../usage-words.ts';
import { words } from '../words.ts';
import { drawAnswer, type Said } from './answer.ts';
import { type ComposerState, drawComposer } from './composer.ts';
import { drawDocument, type Theme } from './frame.ts';
import { icon } from './icons.ts';
import { drawMessage } from './message.ts';
import type { Html } from './text.ts';
import type { ClipLink } from './view.ts';

export type PageState = {
  readonly people: readonly ConsolePerson[];
  readonly person: ConsolePerson;
  readonly theme: Theme;
  readonly composer: ComposerState;
  readonly messages: readonly Message[];
  /** Everything up to this version is on the page. */
  readonly version: number;
  /** Who the page is for, as its script names them. */
  readonly reader: string;
  readonly hasEarlier: boolean;
  /** Whether these are the newest messages; older pages are not live. */
  readonly isLatest: boolean;
  readonly answer: Said | null;
};

/** The channel as one page, complete without its script. */
export function drawPage(state: PageState, clipLink: ClipLink): Html {
  const { composer, isLatest } = state;
  const title = `# ${words.channel}`;
  return drawDocument(
    { title, theme: state.theme, kind: 'channel' },
    html`<a class="skip" href="#text">${words.skip}</a>
      <header class="top">
        <div class="bar">
          <h1>
            <span class="product">${icon('mark')}${words.product}</span>
            <span class="channel-name"><span aria-hidden="true">#</span> ${words.channel}</span>
          </h1>
          ${drawWho(state)}
        </div>
        ${composer.isPlay ? html`<p class="play">${words.play}</p>` : null}
      </header>
      <main>
        <div
          class="log"
          id="log"
          role="log"
          aria-live="off"
          aria-label="Messages in ${words.channel}"
          data-version="${state.version}"
          data-reader="${state.reader}"
          data-live="${isLatest ? 'yes' : 'no'}"
        >
          ${state.hasEarlier ? drawEarlier(state.messages) : drawWelcome(composer.isPlay)}
          ${state.messages.map((message) => drawMessage(message, clipLink))}
          ${state.answer && html`<div id="answer">${drawAnswer(state.answer, clipLink)}</div>`}
        </div>
        ${isLatest && state.messages.length > 0 ? drawWithoutScript(composer.key) : null}
        ${isLatest ? null : html`<p class="older"><a class="button" href="/">${words.latest}</a></p>`}
        <span id="end"></span>
        <form id="press" method="post" action="/buttons#answer">
          <input type="hidden" name="csrf" value="${composer.csrf}" /><input
            type="hidden"
            name="key"
            value="${composer.key}p"
          />
        </form>
        <p class="hidden" id="news" role="status" aria-live="polite"></p>
      </main>
      <div class="floating">
        <button class="pill" id="newer" type="button" hidden>${icon('down')}${words.newMessages}</button>
        <p class="pill away" id="away" role="status" hidden>${words.away}</p>
      </div>
      ${drawComposer(composer)}`,
  );
}

/** A page of older messages on its own, for the script to put above. */
export function drawOlder(
  { messages, hasEarlier, isPlay }: Pick<PageState, 'messages' | 'hasEarlier'> & { readonly isPlay: boolean },
  clipLink: ClipLink,
): Html {
  const start = hasEarlier ? drawEarlier(messages) : drawWelcome(isPlay);
  return html`${start}${messages.map((message) => drawMessage(message, clipLink))}`;
}

/** The link differs on each page: one to the page itself would only jump on it. */
function drawWithoutScript(key: string): Html {
  return html`<noscript
    ><p class="older">${words.withoutScript} <a href="/?look=${key}#end">${words.lookAgain}</a>.</p></noscript
  >`;
}

function drawWelcome(isPlay: boolean): Html {
  return html`<div class="welcome">
    <span aria-hidden="true">#</span>
    <h2>${words.welcome}</h2>
    <p>${words.welcomeThen}</p>
    ${isPlay ? html`<p>${words.welcomePlay}</p>` : null}
  </div>`;
}

function drawEarlier(messages: readonly Message[]): Html {
  return html`<p class="earlier" id="earlier">
    <a class="button" href="/?before=${messages[0]?.position ?? 0}">${words.earlier}</a>
  </p>`;
}

function drawWho({ composer, people, person, theme }: PageState): Html {
  const csrf = html`<input type="hidden" name="csrf" value="${composer.csrf}" />`;
  const usageLink = html`<a class="icon-link" href="/usage" aria-label="${usageWords.title}" title="${usageWords.title}"
    >${icon('usage')}</a
  >`;
  const next = theme === 'dark' ? 'light' : 'dark';
  const themeForm = html`<form method="post" action="/theme" id="theme">
    ${csrf}<button
      class="plain-icon"
      name="theme"
      value="${next}"
      aria-label="Switch between light and dark"
      title="Switch between light and dark"
    >
      ${icon('theme')}
    </button>
  </form>`;
  if (!composer.isPlay) {
    return html`<div class="who">
      ${usageLink} ${themeForm}
      <form method="post" action="/sign-out">${csrf}<button class="quiet">${words.signIn.out}</button></form>
    </div>`;
  }
  const options = people.map(
    ({ who, name, role }) =>
      html`<option value="${who}" ${who === person.who ? html` selected` : ''}>${name} · ${role}</option>`,
  );
  return html`<div class="who">
    <form method="post" action="/act-as" id="act-as">
      ${csrf}<label for="who">Act as</label>
      <select id="who" name="who" autocomplete="off">
        ${options}
      </select>
      <button class="quiet">Switch</button>
    </form>
    ${usageLink} ${themeForm}
  </div>`;
}
