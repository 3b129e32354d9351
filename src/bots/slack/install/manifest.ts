import type { AppsManifestCreateArguments } from '@slack/web-api';
import { commands } from '../../commands.ts';
import { type CommandNode, isGroup } from '../../grammar/command.ts';
import { isHelpKey } from '../../grammar/find-command.ts';
import type { Catalogue } from '../../messages/catalogue.ts';
import { shortcutIds } from '../callback-ids.ts';
import { slackPaths } from './addresses.ts';
import { slackEvents } from './events.ts';
import { botScopes } from './scopes.ts';

export type SlackManifest = AppsManifestCreateArguments['manifest'];

/** Behind our name, where Slack tells about us. */
const backgroundColor = '#3f49b8';

/** Over HTTP Slack calls us, for which it needs an address; over Socket Mode we call Slack. */
export type ManifestAsk =
  | { readonly socketMode: false; readonly publicUrl: string }
  | { readonly socketMode: true; readonly publicUrl: string | null };

/**
 * The app as Slack makes it from a file: docs.slack.dev/reference/app-manifest. Made from what the code does, so that
 * nothing in it has to be kept in step by hand.
 */
export function slackManifest(
  ask: ManifestAsk,
  { slackInstall, help }: Pick<Catalogue, 'slackInstall' | 'help'>,
): SlackManifest {
  const { app, shortcuts } = slackInstall;
  const { publicUrl, socketMode } = ask;
  const events = ask.socketMode ? null : `${ask.publicUrl}${slackPaths.events}`;
  const requestUrl = events === null ? {} : { request_url: events };
  return {
    _metadata: { major_version: 2 },
    display_information: { name: app.name, description: app.description, background_color: backgroundColor },
    features: {
      // Not read-only: people type commands in their direct messages with us as well.
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: app.botName, always_online: true },
      shortcuts: [
        { type: 'message', callback_id: shortcutIds.makeVideoFromThis, ...shortcuts.makeVideoFromThis },
        { type: 'message', callback_id: shortcutIds.removeClip, ...shortcuts.removeClip },
        { type: 'global', callback_id: shortcutIds.makeVideo, ...shortcuts.makeVideo },
      ],
      slash_commands: Object.entries(commands).map(([name, node]) => ({
        command: `/${name}`,
        ...(events === null ? {} : { url: events }),
        description: isHelpKey(name) ? help.describe(name, node.help) : node.help,
        usage_hint: usageHint(node),
        // So that mentions of people and channels come with their ids.
        should_escape: true,
      })),
    },
    oauth_config: {
      ...(publicUrl === null ? {} : { redirect_urls: [`${publicUrl}${slackPaths.redirect}`] }),
      scopes: { bot: [...botScopes] },
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: [...slackEvents] },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      // There is no way back from it.
      token_rotation_enabled: false,
    },
  };
}

/** What stands in the empty field while somebody types the command. */
function usageHint(node: CommandNode): string {
  if (isGroup(node)) return Object.keys(node.commands).join(' | ');
  const [example = ''] = node.examples;
  return `[${example}] | help`;
}
