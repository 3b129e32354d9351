import { html } from 'hono/html';
import type { Role } from '../../../core/role.ts';
import { allLeaves, type FoundLeaf } from '../../grammar/find-command.ts';
import { isTold } from '../../grammar/own-moderators.ts';
import { words } from '../words.ts';
import { icon } from './icons.ts';
import type { Html } from './text.ts';

export type ComposerState = {
  /** What stands in the box. */
  readonly text: string;
  /** It was put there for its reader, so no draft of theirs takes its place. */
  readonly isGiven: boolean;
  /** Whose drafts these are. */
  readonly who: string;
  /** Makes what is sent from this very page count once, however often it is sent. */
  readonly key: string;
  readonly csrf: string;
  readonly isPlay: boolean;
  readonly role: Role;
};

/** Where commands are typed. Works as a plain form; the script adds the list of commands, keys and live answers. */
export function drawComposer(state: ComposerState): Html {
  return html`<footer class="composer">
    ${state.isPlay ? drawChips(state) : null}
    <p class="problem" id="problem" role="alert" hidden></p>
    <form id="composer" method="post" action="/commands#answer" enctype="multipart/form-data">
      <input type="hidden" name="csrf" value="${state.csrf}" />
      <input type="hidden" name="key" value="${state.key}" />
      ${drawCommandList(state.role)}
      <div class="box">
        <div class="attached" id="attached" hidden></div>
        <label class="hidden" for="text">Message #${words.channel}</label>
        <textarea
          id="text"
          name="text"
          data-who="${state.who}"
          data-given="${state.isGiven ? 'yes' : 'no'}"
          rows="1"
          maxlength="20000"
          placeholder="Type / for commands"
          aria-describedby="keys"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          aria-autocomplete="list"
          aria-controls="commands"
          required
          autofocus
        >
${state.text}</textarea>
        <div class="tools">
          <label class="attach" title="${words.attach}"
            >${icon('attach')}<span class="hidden">${words.attach}</span
            ><input type="file" name="file" accept="image/png,image/jpeg,image/webp,image/gif"
          /></label>
          <p id="keys">
            <span class="wide"
              ><kbd>Enter</kbd> sends · <kbd>Shift</kbd>+<kbd>Enter</kbd> new line · <kbd>↑</kbd> last command ·
              <kbd>/</kbd> commands</span
            ><span class="lines"><kbd>Enter</kbd> next prompt · <kbd>Ctrl</kbd>+<kbd>Enter</kbd> sends</span>
          </p>
          <button class="send primary" type="submit">${icon('send')}<span>Send</span></button>
        </div>
      </div>
    </form>
  </footer>`;
}

function drawChips({ csrf, key }: ComposerState): Html {
  const chip = (label: string, text: string): Html =>
    html`<button class="chip" form="try" formaction="/commands#answer" name="text" value="${text}" data-say>
      ${label}
    </button>`;
  return html`<div class="chips" role="group" aria-label="Things to try">
    <form id="try" method="post" action="/try/kill-engine#answer">
      <input type="hidden" name="csrf" value="${csrf}" /><input type="hidden" name="key" value="${key}t" />
    </form>
    ${chip('Try a failure', '/video a storm [fail] --seconds 1')}
    ${chip('Hit a limit', '/video a crowd of balloons --seconds 10 --count 4')}
    <button class="chip" form="try" data-kill>Kill the engine</button> ${chip('Help', '/videos help')}
  </div>`;
}

/** The commands that somebody may use, for the list that opens at a slash. Whoever types another is told so. */
function drawCommandList(role: Role): Html {
  const isMeant = (each: FoundLeaf): boolean =>
    isTold(each, false) && (role !== 'member' || !each.path.startsWith('video-admin '));
  const leaves = allLeaves().filter(isMeant);
  const options = leaves.map(
    ({ path, leaf }, index) =>
      html`<li
        role="option"
        id="command${index}"
        aria-selected="false"
        data-insert="/${path}${leaf.bare === null ? '' : ' '}"
      >
        <code>/${path}</code> <span>${leaf.help}</span>
      </li>`,
  );
  return html`<ul class="commands" id="commands" role="listbox" aria-label="Commands" hidden>
    ${options}
  </ul>`;
}
