import type { SlackApi } from './outgoing/api.ts';

/** A workspace that we are installed in, and what we ask of Slack there. */
export type Workspace = {
  readonly teamId: string;
  /** Ourselves, as people mention us there. */
  readonly botUserId: string;
  /** One for each workspace, so that one that has to wait holds up no other. */
  readonly api: SlackApi;
};

export type WorkspaceFound =
  | { readonly kind: 'workspace'; readonly workspace: Workspace }
  /** We are not installed there, or not any more. */
  | { readonly kind: 'none' }
  /** It cannot be told now. */
  | { readonly kind: 'unknown'; readonly detail: string };

export type Workspaces = { of(teamId: string): Promise<WorkspaceFound> };
