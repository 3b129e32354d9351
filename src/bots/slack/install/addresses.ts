/** Where we are reached, below PUBLIC_URL. */
export const slackPaths = {
  events: '/slack/events',
  install: '/slack/install',
  redirect: '/slack/oauth_redirect',
  installed: '/slack/installed',
} as const;

/** Where somebody allows our app, at Slack or at whoever stands in for it. */
export function authorizeUrl(apiUrl: string): URL {
  return new URL('/oauth/v2/authorize', apiUrl);
}
