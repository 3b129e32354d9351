import type { Interaction, Workspace } from '../things.ts';
import type { World } from '../world.ts';

export interface EventOptions {
  /** When it happened, by its own account; default: now. */
  readonly atMs?: number;
}

/** An event of the Events API, in its envelope. */
export function makeEvent(
  world: World,
  workspace: Workspace,
  event: Readonly<Record<string, unknown>>,
  options: EventOptions = {},
): Interaction {
  const atMs = options.atMs ?? world.clock.nowMs();
  const id = world.ids.next('Ev');
  return {
    id,
    kind: 'event',
    workspace,
    person: null,
    channel: null,
    atMs: world.clock.nowMs(),
    payload: {
      token: world.verificationToken,
      team_id: workspace.id,
      context_team_id: workspace.id,
      context_enterprise_id: null,
      api_app_id: world.appId,
      event: { event_ts: `${Math.floor(atMs / 1000)}.000000`, ...event },
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(atMs / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.id,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    },
    trigger: null,
    responseUrl: null,
    source: null,
    afterTs: '',
    view: null,
    acknowledgement: null,
    late: false,
    sentAtRealMs: performance.now(),
    acknowledgedAtRealMs: null,
    wire: null,
  };
}
