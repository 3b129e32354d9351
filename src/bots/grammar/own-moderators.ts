/**
 * Of what is only there where we keep who moderates, since the platform has no moderators of its own: elsewhere it is
 * neither registered nor told of, and whoever types it all the same is told why.
 */
export type Marked = { readonly ownModerators?: true };

/** Whether people are told of it. */
export function isTold({ ownModerators }: Marked, keepsModerators: boolean): boolean {
  return keepsModerators || ownModerators !== true;
}
