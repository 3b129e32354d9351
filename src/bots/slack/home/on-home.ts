import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Role } from '../../../core/role.ts';
import type { PressId } from '../../button-id.ts';
import type { AdminCommand } from '../../grammar/command.ts';
import type { PersonRef } from '../../grammar/person.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import type { ShownSettings } from '../../set-up.ts';
import { findPressed } from '../../pressed.ts';
import { spoken, type View } from '../../view.ts';
import { whyFailed } from '../../why-failed.ts';
import { askMsMax, askSlack } from '../incoming/ask-slack.ts';
import { type Came, readInteraction } from '../incoming/came.ts';
import type { Incoming } from '../incoming/deps.ts';
import { lookUpNames } from '../incoming/look-up-names.ts';
import { onButton } from '../incoming/on-button.ts';
import { openForm } from '../incoming/open-form.ts';
import { emptyForm } from '../incoming/reply.ts';
import type { Deed } from '../incoming/taking.ts';
import { askerOf, asMember, localeHere, roleOf } from '../incoming/who-asks.ts';
import { externalIdOf, isUserId, type PersonAt, tenantOf } from '../places.ts';
import type { Workspace } from '../workspace.ts';
import { homeIds, readHomeButton } from './home-id.ts';
import { drawSetupForm } from './setup-form.ts';
import { drawQuotaForm, type WhoseQuota } from './quota-form.ts';
import type { ShowHome } from './show-home.ts';

const acted = z.object({
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().nullish(),
        selected_user: z.string().nullish(),
      }),
    )
    .min(1),
});

type Deps = {
  readonly incoming: Incoming;
  readonly show: ShowHome;
  /** How the workspace is set up; null for who does not moderate. */
  readonly settingsOf: (person: PersonAt, role: Role) => Promise<ShownSettings | null>;
};

/** What somebody pressed or chose in their home. What comes of it stands in the home. */
export function onHome(body: unknown, { incoming, show, settingsOf }: Deps): Deed {
  const came = readInteraction(body);
  const [action] = acted.parse(body).actions;
  const actionId = action?.action_id ?? '';
  const shown = (note: View | null) => async (workspace: Workspace) => seen(show(came, workspace, note));
  const decided = (perform: (workspace: Workspace) => Promise<View | null>): Deed => ({
    came,
    mayDecide: true,
    perform: async (workspace) => seen(show(came, workspace, await inWords(() => perform(workspace), incoming))),
  });
  const person = action?.selected_user ?? action?.value ?? '';
  switch (actionId) {
    case homeIds.makeVideo:
      return { came, perform: async () => emptyForm };
    case homeIds.refresh:
      return { came, perform: shown(null) };
    case homeIds.addModerator:
    case homeIds.removeModerator: {
      const kind = actionId === homeIds.addModerator ? 'moderators_add' : 'moderators_remove';
      return decided(async (workspace) => {
        if (!isUserId(person)) return unknownButton();
        return administer({ kind, who: await refOf(person, came, workspace, incoming) }, came, workspace, incoming);
      });
    }
    case homeIds.pause:
    case homeIds.resume: {
      const kind = actionId === homeIds.pause ? 'pause' : 'resume';
      return decided(async (workspace) => administer({ kind, channel: null, reason: null }, came, workspace, incoming));
    }
    case homeIds.setUp:
      return { came, perform: async (workspace) => openSetup(came, workspace, { incoming, show, settingsOf }) };
    case homeIds.changeDefault:
      return { came, perform: async (workspace) => openQuota({ userId: null }, came, workspace, { incoming, show }) };
    case homeIds.memberQuota:
      // What was chosen is taken back.
      if (!isUserId(person)) return { came, perform: shown(null) };
      return { came, perform: async (workspace) => openQuota({ userId: person }, came, workspace, { incoming, show }) };
    default:
      return decided((workspace) => press({ actionId, value: action?.value ?? '' }, came, workspace, incoming));
  }
}

/** Does what a command for moderators does, and gives what it says. */
export async function administer(
  command: AdminCommand,
  came: Came,
  workspace: Workspace,
  incoming: Incoming,
): Promise<View> {
  const asker = await asMember(askerOf(came, await roleOf(came, true, incoming)), false, workspace, incoming);
  const answer = await incoming.answer({ kind: 'admin', command }, asker);
  return answer.kind === 'said' ? answer.view : unknownButton();
}

/** Somebody by their id, with what Slack calls them. */
async function refOf(userId: string, { teamId }: Came, workspace: Workspace, incoming: Incoming): Promise<PersonRef> {
  const names = await lookUpNames(`<@${userId}>`, workspace, 'name', incoming);
  const name = names.get(userId);
  return { kind: 'person', raw: `<@${externalIdOf(teamId, userId)}>`, ...(name === undefined ? {} : { name }) };
}

type HomePress = { readonly actionId: string; readonly value: string };

/** A button that stands elsewhere as well, or answers what was asked back. Null where nothing has to be said. */
async function press(
  { actionId, value }: HomePress,
  came: Came,
  workspace: Workspace,
  incoming: Incoming,
): Promise<View | null> {
  const id = readHomeButton(actionId);
  const bare = { actionId, blockId: '', value, isLink: false, isForOne: true, message: null, hasFile: false };
  switch (id?.kind) {
    case 'jobs':
    case 'request': {
      const there = await whereAskedFor(id, came, incoming);
      if (there === null) return spoken(catalogueFor(localeHere).answers.gone(), [], 'note');
      return outcomeOf(onButton({ ...bare, came: there, id }, incoming), workspace, incoming);
    }
    case 'approval':
    case 'confirm':
      return outcomeOf(onButton({ ...bare, came, id }, incoming), workspace, incoming);
    case 'retry':
    case 'ask':
    case undefined:
      return unknownButton();
  }
}

/** A button of a video does as where its request was asked for. Null for one that is not known here. */
async function whereAskedFor(id: PressId, came: Came, { store }: Incoming): Promise<Came | null> {
  const pressed = await findPressed(id, store);
  if (pressed?.request.tenantId !== tenantOf(came.teamId)) return null;
  const { channel: channelId, thread } = pressed.request.destination;
  return { ...came, at: { channelId, thread } };
}

async function outcomeOf({ came, perform }: Deed, workspace: Workspace, incoming: Incoming): Promise<View | null> {
  const reply = await perform(workspace);
  switch (reply.kind) {
    case 'seen':
      return null;
    case 'said':
    case 'clip':
    case 'file':
      return reply.view;
    case 'form':
      await openForm(reply.kept, { came, workspace, inPlace: false, belongsAt: null }, incoming);
      return null;
  }
}

/** Opens the form of a quota. The home is shown anew: the same person can be chosen in its menu again then. */
async function openQuota(
  whose: WhoseQuota,
  came: Came,
  workspace: Workspace,
  { incoming, show }: Pick<Deps, 'incoming' | 'show'>,
) {
  const note = await inWords(() => tryToOpen(whose, came, workspace, incoming), incoming);
  return seen(show(came, workspace, note));
}

async function tryToOpen(
  whose: WhoseQuota,
  came: Came,
  workspace: Workspace,
  incoming: Incoming,
): Promise<View | null> {
  const words = catalogueFor(localeHere);
  const { triggerId } = came;
  if (triggerId === null) throw new TypeError('expected a trigger for a form');
  const quota =
    whose.userId === null ? ({ kind: 'everybody' } as const) : await refOf(whose.userId, came, workspace, incoming);
  const shown = await administer({ kind: 'quota_show', whose: quota }, came, workspace, incoming);
  if (shown.tone === 'bad') return shown;
  return openModal(drawQuotaForm(whose, shown, words), triggerId, workspace, incoming);
}

/** Null once it is open. */
async function openModal(
  view: ModalView,
  triggerId: string,
  workspace: Workspace,
  incoming: Incoming,
): Promise<View | null> {
  const open = (signal: AbortSignal) => workspace.api.openView(triggerId, view, signal);
  const opened = await askSlack(askMsMax.form, open, incoming.clock);
  if (opened.kind === 'done') return null;
  incoming.log.warn('a form could not be opened', { why: opened.detail, kind: opened.kind });
  return spoken(catalogueFor(localeHere).slackHome.formNotOpened(), [], 'bad');
}

/** Opens the form that sets the workspace up, with all of it as it is now. */
async function openSetup(came: Came, workspace: Workspace, { incoming, show, settingsOf }: Deps) {
  const open = async (): Promise<View | null> => {
    const { triggerId } = came;
    if (triggerId === null) throw new TypeError('expected a trigger for a form');
    const role = await roleOf(came, true, incoming, askMsMax.name);
    const shown = await settingsOf(came, role);
    if (shown === null)
      return administer({ kind: 'setup', setUp: nothingAsked, reason: null }, came, workspace, incoming);
    const { clock, engines } = incoming;
    const showing = { words: catalogueFor(localeHere), nowMs: clock.nowMs(), engines };
    return openModal(drawSetupForm(shown, showing), triggerId, workspace, incoming);
  };
  const note = await inWords(open, incoming);
  // Nothing changed by it: what the home shows stays as it is, but for why it did not open.
  return note === null ? ({ kind: 'seen' } as const) : seen(show(came, workspace, note));
}

/** Tells how it is set up, or why somebody may not see it. */
const nothingAsked = { allowance: null, cap: null, settings: {} };

function unknownButton(): View {
  return spoken(partsOf(catalogueFor(localeHere).taking.unknownButton()), [], 'note');
}

/** What goes wrong stands in the home as well. */
export async function inWords<T>(
  work: () => Promise<T>,
  { log, clock }: Pick<Incoming, 'log' | 'clock'>,
): Promise<T | View> {
  try {
    return await work();
  } catch (error) {
    log.error('what somebody did in their home on Slack could not be done', error);
    return spoken(whyFailed(error, catalogueFor(localeHere), clock.nowMs()), [], 'bad');
  }
}

async function seen(work: Promise<void>): Promise<{ readonly kind: 'seen' }> {
  await work;
  return { kind: 'seen' };
}
