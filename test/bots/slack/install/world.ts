import { createInstallations } from '../../../../src/bots/slack/install/installations.ts';
import { createModerators, type NamedModerator } from '../../../../src/bots/slack/install/moderators.ts';
import { createTakeIn } from '../../../../src/bots/slack/install/take-in.ts';
import { createTenants } from '../../../../src/bots/slack/install/tenants.ts';
import { createWorkspaces } from '../../../../src/bots/slack/install/workspaces.ts';
import { createSlackApi } from '../../../../src/bots/slack/outgoing/api.ts';
import type { TokenStanding } from '../../../../src/bots/token-standing.ts';
import { tenantOf } from '../../../../src/bots/slack/places.ts';
import type { Store } from '../../../../src/core/ports/store.ts';
import { createSealing } from '../../../../src/sealing.ts';
import { collectLog } from '../../../core/samples.ts';
import { openService } from '../../../core/service.ts';
import { startSlack } from '../../../doubles/slack/slack.ts';
import type { Workspace } from '../../../doubles/slack/things.ts';

export const live = new AbortController().signal;

/** Everything that knows of installations, on one Slack and the real store; each `start` is a process of its own. */
export async function openInstallWorld() {
  const service = await openService();
  const { clock, random, ids } = service;
  const slack = await startSlack({ clock });
  const log = collectLog();

  function start(
    more: {
      readonly botToken?: string | null;
      readonly named?: readonly NamedModerator[];
      readonly sealingKey?: number;
      readonly store?: Store;
    } = {},
  ) {
    const { store = service.store } = more;
    const deps = { store, clock, random, ids, log };
    const sealing = createSealing({ keys: [new Uint8Array(32).fill(more.sealingKey ?? 1)], random });
    const openApi = (token: string, standing: TokenStanding) =>
      createSlackApi({ settings: slack, token, clock, log, standing });
    const installations = createInstallations({ installations: store.installations, sealing });
    const tenants = createTenants(deps);
    const workspaces = createWorkspaces({ ...deps, botToken: more.botToken ?? null, installations, tenants, openApi });
    const moderators = createModerators({
      ...deps,
      workspaces,
      ownTeamId: workspaces.ownTeamId,
      named: more.named ?? [],
    });
    const takeIn = createTakeIn({ ...deps, installations, tenants, moderators });
    return { installations, workspaces, moderators, takeIn };
  }

  /** Runs what goes on beside everything else, while something is done. */
  async function running<T>({ workspaces }: ReturnType<typeof start>, work: () => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const run = workspaces.run(stop.signal);
    try {
      return await work();
    } finally {
      stop.abort();
      await run;
    }
  }

  let people = 0;

  /** A workspace that has installed us by the link. */
  async function installed({ takeIn }: ReturnType<typeof start>, workspace: Workspace): Promise<string> {
    people += 1;
    const installer = slack.addUser(workspace, { name: `Installer ${people}` });
    const botToken = slack.install(workspace);
    await takeIn({
      teamId: workspace.id,
      teamName: workspace.name,
      botToken,
      botUserId: workspace.botUserId,
      installerId: installer.id,
    });
    return installer.id;
  }

  return {
    ...service,
    slack,
    log,
    start,
    running,
    installed,
    tenant: (workspace: Pick<Workspace, 'id'>) => service.store.tenant(tenantOf(workspace.id), clock.nowMs()),
    at: (workspace: Workspace) => ({
      platform: 'slack',
      tenantId: tenantOf(workspace.id),
      channel: 'C1',
      thread: null,
    }),
    asked: (method: string) => slack.requests.filter((request) => request.method === method).length,
    [Symbol.asyncDispose]: () => slack[Symbol.asyncDispose](),
  };
}
