import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Role } from '../../../core/role.ts';
import { showSettings } from '../../../core/usecases/show-settings.ts';
import { knownUserId } from '../../known-user.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { type Came, readInteraction } from '../incoming/came.ts';
import type { Incoming } from '../incoming/deps.ts';
import { formErrors } from '../incoming/form-errors.ts';
import { parseContext } from '../incoming/parse-context.ts';
import type { OtherListeners } from '../incoming/register-listeners.ts';
import type { ShownSettings } from '../../set-up.ts';
import type { Taking } from '../incoming/taking.ts';
import { localeHere } from '../incoming/who-asks.ts';
import { externalIdOf, isTeamId, isUserId, type PersonAt, slackPlatform, tenantOf } from '../places.ts';
import { homeIds, homePrefix } from './home-id.ts';
import { administer, inWords, onHome } from './on-home.ts';
import { labelOf, readQuotaForm } from './quota-form.ts';
import { readSetupForm, setupLabelOf } from './setup-form.ts';
import { createShowHome, type HomeDeps, type ShowHome } from './show-home.ts';

const openedHome = z.object({
  team_id: z.string().refine(isTeamId),
  event_id: z.string().min(1).max(300),
  authorizations: z.array(z.object({ is_enterprise_install: z.boolean().nullish() })).nullish(),
  event: z.object({ user: z.string().refine(isUserId), tab: z.string().nullish() }),
});

const ofQuotas = new RegExp(`^${homeIds.quotaForm}$`, 'u');
const ofSetup = new RegExp(`^${homeIds.setupForm}$`, 'u');
const ofHome = new RegExp(`^${homePrefix}`, 'u');

/** The page of the app in Slack, one for each person: what they may use, their latest videos, and what they moderate. */
export function createHome(own: HomeDeps): OtherListeners {
  return { prefix: homePrefix, register: (app, incoming, taking) => register(app, own, incoming, taking) };
}

function register(app: App, own: HomeDeps, incoming: Incoming, taking: Taking): void {
  const show = createShowHome(own, incoming);

  async function settingsOf({ teamId, userId }: PersonAt, role: Role): Promise<ShownSettings | null> {
    const tenantId = tenantOf(teamId);
    const known = await knownUserId(slackPlatform, externalIdOf(teamId, userId), own.store);
    if (known === null) return null;
    const { clock, rules } = incoming;
    const shown = await showSettings(
      { by: { userId: known, tenantId, role }, tenantId },
      { store: own.store, clock, rules },
    );
    return shown.kind === 'settings' ? shown : null;
  }

  app.event('app_home_opened', async ({ body }) => {
    const read = openedHome.safeParse(body);
    if (!read.success) {
      incoming.log.warn('Slack sent an event that is not known', { why: z.prettifyError(read.error) });
      return;
    }
    // The other tab holds our direct messages.
    if (read.data.event.tab === 'messages') return;
    const came = openedBy(read.data);
    await taking.take({
      came,
      perform: async (workspace) => {
        await show(came, workspace, null);
        return { kind: 'seen' };
      },
    });
  });

  app.action(ofHome, async ({ ack, body }) => {
    await ack();
    if (body.type === 'block_actions') await taking.take(onHome(body, { incoming, show, settingsOf }));
  });

  listenForSetup(app, incoming, taking, show);

  /** Nothing for what cannot be read: it is closed, and nothing is done. */
  function readForm(body: unknown) {
    try {
      const of = readInteraction(body);
      return { of, form: readQuotaForm(body, of.teamId, parseContext(incoming)) };
    } catch (error) {
      incoming.log.error('a form that was sent from a home on Slack could not be read', error);
      return { of: null, form: null };
    }
  }

  app.view({ type: 'view_submission', callback_id: ofQuotas }, async ({ ack, body }) => {
    const { of, form } = readForm(body);
    const command = form?.command ?? null;
    if (form && command?.kind === 'mistake') {
      const words = catalogueFor(localeHere);
      const errors = formErrors(command.problems, form.fields, words, (field) => labelOf(field, words));
      return ack({ response_action: 'errors', errors: { ...errors } });
    }
    await ack();
    if (!of || !form || command?.kind !== 'admin') return;
    const came: Came = { ...of, name: form.viewId };
    await taking.take({
      came,
      mayDecide: true,
      perform: async (workspace) => {
        await show(
          came,
          workspace,
          await inWords(() => administer(command.command, came, workspace, incoming), incoming),
        );
        return { kind: 'seen' };
      },
    });
  });
}

/** A form in which all of the settings stand. */
function listenForSetup(app: App, incoming: Incoming, taking: Taking, show: ShowHome): void {
  /** Null for what cannot be read: it is closed, and nothing is done. */
  function readForm(body: unknown) {
    try {
      const form = readSetupForm(body, parseContext(incoming));
      return form && { of: readInteraction(body), form };
    } catch (error) {
      incoming.log.error('a form that was sent from a home on Slack could not be read', error);
      return null;
    }
  }

  app.view({ type: 'view_submission', callback_id: ofSetup }, async ({ ack, body }) => {
    const read = readForm(body);
    if (read === null) return ack();
    const { command, fields, viewId } = read.form;
    if (command.kind === 'mistake') {
      const words = catalogueFor(localeHere);
      const errors = formErrors(command.problems, fields, words, (field) => setupLabelOf(field, words));
      return ack({ response_action: 'errors', errors: { ...errors } });
    }
    await ack();
    const came: Came = { ...read.of, name: viewId };
    await taking.take({
      came,
      mayDecide: true,
      perform: async (workspace) => {
        await show(came, workspace, await inWords(() => administer(command, came, workspace, incoming), incoming));
        return { kind: 'seen' };
      },
    });
  });
}

/** Slack tells nothing of them but their id. */
function openedBy({ team_id: teamId, event_id: name, authorizations, event }: z.infer<typeof openedHome>): Came {
  return {
    name,
    teamId,
    userId: event.user,
    userName: null,
    userTeamId: null,
    isOrgWide: authorizations?.some(({ is_enterprise_install: isIt }) => isIt === true) ?? false,
    triggerId: null,
    at: null,
    channelName: null,
    responseUrl: null,
  };
}
