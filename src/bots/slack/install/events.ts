/** What Slack tells us of by itself. Commands, buttons and forms come without being asked for. */
export const slackEvents = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'] as const;
