import type { Watch } from '../watch.ts';
import type { EventOptions } from './people/event.ts';
import type { Post } from './people/post.ts';
import { sentOf, type Sent } from './people/sent.ts';
import type { Person, Token, Workspace } from './things.ts';
import type { World } from './world.ts';

/** The part of the language for what happens to the app itself in a workspace. */
export function createStanding(world: World, watch: Watch, post: Post) {
  const tell = (workspace: Workspace, event: Readonly<Record<string, unknown>>, options?: EventOptions): Sent =>
    sentOf(world, watch, post.event(workspace, event, options));

  function end(workspace: Workspace, state: Token['state']): void {
    if (workspace.token?.state !== 'good') throw new Error(`The app is not installed in ${workspace.name}`);
    workspace.token.state = state;
  }

  const revoked = (workspace: Workspace): Sent =>
    tell(workspace, { type: 'tokens_revoked', tokens: { oauth: [], bot: [workspace.botUserId] } });
  const uninstalled = (workspace: Workspace): Sent => tell(workspace, { type: 'app_uninstalled' });

  return {
    /** Which events the app gets; null: all. */
    subscribe(events: readonly string[] | null): void {
      world.events = events;
    },
    /** An event of any kind, as late as it likes. */
    event: tell,
    /** What waits for its second, third or fourth try is sent now. */
    retryNow(): void {
      post.retryNow();
    },

    /**
     * The app is removed from a workspace: its token is dead (`account_inactive`), it is in no channel any more, and
     * both events come, in the order that is asked for, or none where it is silent.
     */
    uninstall(
      workspace: Workspace,
      how: { readonly order?: 'revoked_first' | 'uninstalled_first'; readonly silent?: boolean } = {},
    ): Sent[] {
      end(workspace, 'inactive');
      for (const channel of workspace.channels.values()) if (channel.kind !== 'dm') channel.botIsMember = false;
      workspace.homes.clear();
      if (how.silent === true) return [];
      const events = how.order === 'uninstalled_first' ? [uninstalled, revoked] : [revoked, uninstalled];
      return events.map((event) => event(workspace));
    },
    /** The token is revoked (`token_revoked`), and tokens_revoked comes, unless it is silent. */
    revokeToken(workspace: Workspace, how: { readonly silent?: boolean } = {}): Sent | null {
      end(workspace, 'revoked');
      return how.silent === true ? null : revoked(workspace);
    },
    /** A person's own token is revoked, which the app never had: tokens_revoked without a bot's. */
    revokeUserToken: (person: Person): Sent =>
      tell(person.workspace, { type: 'tokens_revoked', tokens: { oauth: [person.id], bot: [] } }),
    /** The app's token for Socket Mode is replaced; the new one is `appToken`. */
    replaceAppToken(): void {
      world.appToken = `${world.appToken}-again`;
    },
  };
}
