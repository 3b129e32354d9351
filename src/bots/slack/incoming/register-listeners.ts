import type { App } from '@slack/bolt';
import { createKeptForms } from '../../kept-forms.ts';
import { createDoublePresses } from '../../pressed.ts';
import { createRecent } from '../../recent.ts';
import { readCommand, readInteraction } from './came.ts';
import type { Incoming, IncomingDeps } from './deps.ts';
import { createGroups } from './groups.ts';
import { createTaking, type Taking } from './taking.ts';
import { onButton } from './on-button.ts';
import { onCommand } from './on-command.ts';
import { type OnForm, onForm } from './on-form.ts';
import { onShortcut } from './on-shortcut.ts';
import { readSentForm } from './read-form.ts';
import { readPress } from './read-press.ts';

/** Another part of the app that people press and fill in, such as its home. */
export type OtherListeners = {
  /** What the names of all its buttons and forms begin with: nobody else answers those. */
  readonly prefix: string;
  readonly register: (app: App, incoming: Incoming, taking: Taking) => void;
};

const anything = /[^]*/u;

/** Everything that people type, press and fill in on Slack. Slack is told first that it was taken, and then it is done. */
export function registerListeners(app: App, deps: IncomingDeps, others: readonly OtherListeners[] = []): void {
  const incoming: Incoming = {
    ...deps,
    forms: createKeptForms(deps),
    groups: createGroups(deps),
    isDoublePress: createDoublePresses(deps.clock),
    postableUntilMs: createRecent(),
    decisionsTold: createRecent(),
    logFailures: createRecent(),
  };
  const taking = createTaking(incoming);
  const isOurs = (name: string): boolean => !others.some(({ prefix }) => name.startsWith(prefix));

  /** Null for what cannot be read: it is closed, and nothing is done. */
  function readForm(body: unknown): OnForm | null {
    try {
      return onForm(readSentForm(body), readInteraction(body), incoming);
    } catch (error) {
      deps.log.error('a form that was sent on Slack could not be read', error);
      return null;
    }
  }

  app.command(anything, async ({ ack, body }) => {
    await ack();
    await taking.take(onCommand(readCommand(body), incoming));
  });

  app.shortcut(anything, async ({ ack, body }) => {
    await ack();
    await taking.take(onShortcut(body, readInteraction(body), incoming));
  });

  app.action(anything, async ({ ack, action, body }) => {
    if ('action_id' in action && !isOurs(action.action_id)) return;
    await ack();
    if (body.type !== 'block_actions') return;
    const press = readPress(body);
    if (!press.isLink) await taking.take(onButton(press, incoming));
  });

  app.view({ type: 'view_submission', callback_id: anything }, async ({ ack, body }) => {
    if (!isOurs(body.view.callback_id)) return;
    const found = readForm(body);
    if (found?.kind === 'errors') return ack({ response_action: 'errors', errors: { ...found.errors } });
    await ack();
    if (found) await taking.take(found.deed);
  });

  app.view({ type: 'view_closed', callback_id: anything }, async ({ ack }) => ack());

  for (const { register } of others) register(app, incoming, taking);
}
