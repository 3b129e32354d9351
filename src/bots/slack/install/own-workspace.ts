import type { Clock, Log, Random } from '../../../core/ports/world.ts';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { createPersistence } from '../../persistence.ts';
import type { SlackApi } from '../outgoing/api.ts';
import { createTokenStanding, type TokenStanding } from '../../token-standing.ts';
import type { Workspace, WorkspaceFound } from '../workspace.ts';
import type { SlackTenants } from './tenants.ts';
import { checkToken } from './token-check.ts';

type Deps = {
  readonly token: string;
  readonly openApi: (token: string, standing: TokenStanding) => SlackApi;
  readonly tenants: SlackTenants;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

type State =
  | { readonly kind: 'known'; readonly workspace: Workspace }
  /** `why` is null while it was not asked yet. */
  | { readonly kind: 'not_known'; readonly why: 'refused' | 'org_wide' | 'unheard' | null; readonly detail: string };

/** How long after a failure Slack is asked again, whoever wants to know. */
const pauseMs = 5 * SECOND;
/** Slack that cannot be reached is no trouble yet. */
const patienceMs = MINUTE;

/** The workspace that SLACK_BOT_TOKEN belongs to. Which one that is, Slack tells; until then nothing is done with it. */
export function createOwnWorkspace({ token, openApi, tenants, clock, random, log }: Deps) {
  const standing = createTokenStanding();
  const api = openApi(token, standing);
  const sinceMs = clock.nowMs();
  let state: State = { kind: 'not_known', why: null, detail: 'Slack has not said yet whose SLACK_BOT_TOKEN is' };
  let failedAtMs: number | null = null;
  let asking: Promise<void> | null = null;

  /** Asked apart from everything else, which waits a while once the token was refused. */
  const check = (signal?: AbortSignal) => checkToken(openApi(token, createTokenStanding()), signal);

  async function ask(): Promise<void> {
    const verdict = await check();
    if (verdict.kind !== 'good') {
      const why = verdict.kind;
      state = { kind: 'not_known', why, detail: verdict.kind === 'refused' ? verdict.code : verdict.detail };
      return;
    }
    const { teamId, teamName, userId, isOrgWide } = verdict.self;
    if (isOrgWide) {
      state = { kind: 'not_known', why: 'org_wide', detail: 'SLACK_BOT_TOKEN is of a whole organization' };
      return;
    }
    await tenants.isIn(teamId, teamName);
    state = { kind: 'known', workspace: { teamId, botUserId: userId, api } };
  }

  /** Those who want to know at the same time ask once. Rejects when it could not be kept. */
  async function learn(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = null;
      failedAtMs = state.kind === 'known' ? null : clock.nowMs();
    });
    await asking;
  }

  async function keepLearning(): Promise<void> {
    await learn();
    if (state.kind === 'not_known') throw new Error(state.detail);
  }

  return {
    /** Null while it is not known. */
    teamId: (): string | null => (state.kind === 'known' ? state.workspace.teamId : null),

    /** Null where the token is of another workspace. */
    async of(teamId: string): Promise<WorkspaceFound | null> {
      const mayAsk = failedAtMs === null || clock.nowMs() - failedAtMs >= pauseMs;
      try {
        if (state.kind === 'not_known' && mayAsk) await learn();
      } catch (error) {
        return { kind: 'unknown', detail: String(error) };
      }
      if (state.kind === 'not_known') return { kind: 'unknown', detail: state.detail };
      return state.workspace.teamId === teamId ? { kind: 'workspace', workspace: state.workspace } : null;
    },

    /** Finds out whose the token is, however long that takes. */
    run: (signal: AbortSignal): Promise<void> =>
      createPersistence({ clock, random, log })(
        'learning whose workspace SLACK_BOT_TOKEN is for',
        keepLearning,
        signal,
      ),

    /** Whether the token is, or as far as is known may be, for this workspace. Rejects when Slack has to say first. */
    async mayBe(teamId: string): Promise<boolean> {
      if (state.kind === 'not_known') await learn();
      if (state.kind === 'known') return state.workspace.teamId === teamId;
      if (state.why === 'unheard') throw new Error(state.detail);
      // A token that is no good stands in nobody's way.
      return false;
    },

    /** Whether the token is taken now. */
    check,

    refused: (): void => standing.refused(clock.nowMs()),

    trouble(): string | null {
      const isRefused = standing.refusedAtMs() !== null || (state.kind === 'not_known' && state.why === 'refused');
      if (isRefused) return 'Slack refuses SLACK_BOT_TOKEN; npm run reelay -- doctor slack says what to do';
      if (state.kind === 'known') return null;
      if (state.why === 'org_wide') {
        return 'SLACK_BOT_TOKEN is of a whole organization; npm run reelay -- doctor slack says what to do';
      }
      if (clock.nowMs() - sinceMs <= patienceMs) return null;
      return `Slack has not said whose SLACK_BOT_TOKEN is since ${new Date(sinceMs).toISOString()}`;
    },
  };
}
