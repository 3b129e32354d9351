import type { App } from '@slack/bolt';
import { Hono } from 'hono';
import { once } from 'node:events';
import type { Sealing } from '../../core/ports/sealing.ts';
import type { EndedSessions } from '../../core/ports/sessions.ts';
import type { Metrics } from '../../core/ports/world.ts';
import { noteAnswer } from '../../core/usecases/note-answer.ts';
import type { ConnectedChat, ConnectedChatDeps } from '../connected-chat.ts';
import { catalogueFor } from '../messages/catalogue.ts';
import { createHome } from './home/create-home.ts';
import { registerListeners } from './incoming/register-listeners.ts';
import { createInstallations } from './install/installations.ts';
import { createModerators, type NamedModerator } from './install/moderators.ts';
import { createOauth } from './install/oauth.ts';
import { createTakeIn } from './install/take-in.ts';
import { createTellOperator } from './outgoing/tell-operator.ts';
import { createTenants } from './install/tenants.ts';
import { listenForUninstalls } from './install/uninstalled.ts';
import { createWorkspaces } from './install/workspaces.ts';
import { createSlackApi } from './outgoing/api.ts';
import { createSlackChat } from './outgoing/chat.ts';
import { everyMsMin } from './outgoing/status-pace.ts';
import { createTokenStanding, type TokenStanding } from '../token-standing.ts';
import { tenantOf } from './places.ts';
import { createRequestUrl } from './receive/http.ts';
import { createSocket } from './receive/socket.ts';
import { createTaker } from './receive/taker.ts';
import { socketTrouble } from './receive/socket-trouble.ts';

export type SlackSettings = {
  readonly apiUrl: string;
  /** Where Slack and people reach us from outside; null when they cannot. */
  readonly publicUrl: string | null;
  readonly botToken: string | null;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  /** With it workspaces install us themselves. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string } | null;
  readonly moderators: readonly NamedModerator[];
};

export type SlackDeps = ConnectedChatDeps & {
  readonly store: { readonly endedSessions: EndedSessions };
  readonly metrics: Metrics;
  readonly sealing: Sealing;
  readonly settings: SlackSettings;
};

/** Slack, which calls us at `app` or is connected to, and the installations of its workspaces. */
export type Slack = ConnectedChat & {
  /** To be mounted at `/slack`. */
  readonly app: Hono;
  /** What is too large is refused, and counted, here. */
  readonly bodyBytesMax: null;
};

/** Slack: what people type and press comes in over HTTP or Socket Mode, everything that we say goes out over its Web API. */
export function createSlack(deps: SlackDeps): Slack {
  const { settings, store, clock, log } = deps;
  const stopping = new AbortController();
  const openApi = (token: string, standing: TokenStanding) => createSlackApi({ settings, token, clock, log, standing });
  const installations = createInstallations({ installations: store.installations, sealing: deps.sealing });
  const tenants = createTenants(deps);
  const workspaces = createWorkspaces({ ...deps, botToken: settings.botToken, installations, tenants, openApi });
  const moderators = createModerators({
    ...deps,
    workspaces,
    ownTeamId: workspaces.ownTeamId,
    named: settings.moderators,
  });

  /** Addresses of answers take no token. */
  const addressed = openApi('', createTokenStanding());

  function listen(app: App): void {
    registerListeners(
      app,
      {
        ...deps,
        workspaces,
        roleOf: (person, how) => moderators.roleOf(person, how),
        respond: (...said) => addressed.respond(...said),
        noteAnswer: (requestId, message) => noteAnswer({ requestId, message, statusEveryMs: everyMsMin }, deps),
      },
      [createHome(deps)],
    );
    listenForUninstalls(app, { ...deps, workspaces, stopping: stopping.signal });
  }

  const taker = createTaker({ log, listen });
  const { signingSecret, appToken, oauth, publicUrl } = settings;
  const socket = appToken === null ? null : createSocket({ ...deps, taker, settings: { ...settings, appToken } });

  const app = new Hono();
  if (signingSecret !== null) app.route('/', createRequestUrl({ ...deps, taker, signingSecret }));
  if (oauth !== null && publicUrl !== null) {
    app.route(
      '/',
      createOauth({
        ...deps,
        settings: { ...settings, ...oauth, publicUrl },
        endedSessions: store.endedSessions,
        takeIn: createTakeIn({ ...deps, installations, tenants, moderators }),
        teamOf: async (teamId) => {
          const { name, budget } = await store.tenant(tenantOf(teamId), clock.nowMs());
          return { name, isAllowed: budget !== null };
        },
        words: catalogueFor('en'),
      }),
    );
  }

  async function stop(signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await once(signal, 'abort');
    stopping.abort();
  }

  return {
    chat: createSlackChat({ ...deps, workspaces }),
    app,
    bodyBytesMax: null,
    async run(signal) {
      await Promise.all([stop(signal), workspaces.run(signal), socket?.run(signal)]);
      await taker.idle();
    },
    tellOperator: createTellOperator({ workspaces, store }),
    trouble: () => workspaces.trouble() ?? (socket && socketTrouble(socket.state(), clock.nowMs())),
  };
}
