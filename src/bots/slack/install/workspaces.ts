import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { MINUTE } from '../../../core/time.ts';
import { createTurns } from '../../in-turn.ts';
import { createPersistence } from '../../persistence.ts';
import type { SlackApi } from '../outgoing/api.ts';
import { createTokenStanding, type TokenStanding } from '../../token-standing.ts';
import type { Workspace, WorkspaceFound, Workspaces } from '../workspace.ts';
import type { SlackInstallation, SlackInstallations } from './installations.ts';
import { createOwnWorkspace } from './own-workspace.ts';
import { createSuspicions } from './suspicions.ts';
import type { SlackTenants } from './tenants.ts';
import { checkToken } from './token-check.ts';

type Deps = {
  /** SLACK_BOT_TOKEN; null where workspaces install us themselves and there is no other. */
  readonly botToken: string | null;
  readonly installations: SlackInstallations;
  readonly tenants: SlackTenants;
  readonly openApi: (token: string, standing: TokenStanding) => SlackApi;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

/** How far Slack's clock and ours may be apart. */
const clocksApartMs = 10 * MINUTE;

/** The workspaces that we may act in: that of our own token, and all that have installed us. */
export function createWorkspaces(deps: Deps) {
  const { botToken, installations, tenants, openApi, log } = deps;
  const own = botToken === null ? null : createOwnWorkspace({ ...deps, token: botToken });
  const opened = new Map<string, { readonly token: string; readonly workspace: Workspace }>();
  const unreadable = new Set<string>();
  const inTurn = createTurns();
  const suspicions = createSuspicions({ keepTrying: createPersistence(deps), judge });

  function open(teamId: string, { botToken: token, botUserId }: SlackInstallation): Workspace {
    const known = opened.get(teamId);
    if (known?.token === token) return known.workspace;
    const standing = createTokenStanding();
    const watched: TokenStanding = {
      ...standing,
      refused(atMs) {
        standing.refused(atMs);
        suspicions.about(teamId);
      },
    };
    const workspace = { teamId, botUserId, api: openApi(token, watched) };
    opened.set(teamId, { token, workspace });
    return workspace;
  }

  async function installedIn(teamId: string): Promise<WorkspaceFound> {
    const found = await installations.of(teamId);
    if (found.kind !== 'installed') opened.delete(teamId);
    if (found.kind !== 'unreadable') unreadable.delete(teamId);
    switch (found.kind) {
      case 'installed':
        return { kind: 'workspace', workspace: open(teamId, found.installation) };
      case 'none':
        return { kind: 'none' };
      case 'unreadable':
        if (!unreadable.has(teamId)) {
          log.warn('the token of a workspace was sealed with another SECRET_KEY', { workspace: teamId });
        }
        unreadable.add(teamId);
        return { kind: 'unknown', detail: 'its token was sealed with another SECRET_KEY' };
    }
  }

  /** Whether Slack takes its token, asked apart from everything else. Rejects when that cannot be told now. */
  async function isRefused({ botToken: token }: SlackInstallation, signal: AbortSignal): Promise<boolean> {
    const verdict = await checkToken(openApi(token, createTokenStanding()), signal);
    if (verdict.kind === 'unheard') throw new Error(verdict.detail);
    return verdict.kind === 'refused';
  }

  /** Whether our own token is for this workspace, and still good. Rejects when that cannot be told now. */
  async function isStillOurs(teamId: string, signal: AbortSignal): Promise<boolean> {
    if (!own || !(await own.mayBe(teamId))) return false;
    const verdict = await own.check(signal);
    if (verdict.kind === 'unheard') throw new Error(verdict.detail);
    if (verdict.kind === 'refused') own.refused();
    return verdict.kind === 'good' && verdict.self.teamId === teamId;
  }

  /** In this order: what is left by a crash in between, the next refusal finds. */
  async function forget(teamId: string, installedBeforeMs: number): Promise<void> {
    await tenants.isOut(teamId);
    await installations.remove(teamId, installedBeforeMs);
    // They have installed us again meanwhile.
    if ((await installations.of(teamId)).kind !== 'none') await tenants.isIn(teamId, null);
  }

  /** A token was refused. If it is so for good, the installation is over. */
  function judge(teamId: string, signal: AbortSignal): Promise<void> {
    return inTurn(teamId, async () => {
      const found = await installations.of(teamId);
      if (found.kind !== 'installed' || !(await isRefused(found.installation, signal))) return;
      log.warn('Slack refuses the token of a workspace for good, so it is forgotten', { workspace: teamId });
      await forget(teamId, found.installation.installedAtMs + 1);
    });
  }

  return {
    async of(teamId: string): Promise<WorkspaceFound> {
      try {
        const ours = own && (await own.of(teamId));
        if (ours?.kind === 'workspace') return ours;
        const found = await installedIn(teamId);
        // While it is not known whose our own token is, it may be theirs.
        return found.kind === 'none' && ours ? ours : found;
      } catch (error) {
        return { kind: 'unknown', detail: String(error) };
      }
    },

    /** The workspace of our own token; null without one, or while it is not known. */
    ownTeamId: (): string | null => own?.teamId() ?? null,

    /**
     * Slack says that it was removed from a workspace. That may come late, twice, or after they have installed us again: what
     * is not clearly older than the news is over only if Slack refuses its token. Rejects when that cannot be told now.
     */
    removed: (teamId: string, newsAtMs: number, signal: AbortSignal): Promise<void> =>
      inTurn(teamId, async () => {
        if (await isStillOurs(teamId, signal)) return;
        const found = await installations.of(teamId);
        const isOlder = found.kind !== 'installed' || found.installation.installedAtMs < newsAtMs - clocksApartMs;
        if (isOlder) await forget(teamId, newsAtMs);
        else if (await isRefused(found.installation, signal)) {
          await forget(teamId, found.installation.installedAtMs + 1);
        }
      }),

    /** Until `signal` aborts: learns whose our own token is, and forgets workspaces that have thrown us out. Never rejects. */
    async run(signal: AbortSignal): Promise<void> {
      await Promise.all([own?.run(signal), suspicions.run(signal)]);
    },

    /** Null when all is well, else what is wrong and what the operator can do about it. */
    trouble(): string | null {
      const ours = own?.trouble() ?? null;
      if (ours !== null || unreadable.size === 0) return ours;
      return 'The tokens of workspaces were sealed with another SECRET_KEY; npm run reelay -- doctor slack says what to do';
    },
  } satisfies Workspaces & Record<string, unknown>;
}

export type SlackWorkspaces = ReturnType<typeof createWorkspaces>;
