/**
 * Every method of Slack's Web API that we call with the token of a bot, and what that token must be allowed for it. Of
 * the methods that take any of several scopes, those for the kinds of conversations that we ask about:
 * docs.slack.dev/reference/methods
 */
export const scopesByMethod = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.delete': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
} as const;

/** Slash commands and shortcuts. */
const commandsScope = 'commands';
/** Images that somebody adds to the form are fetched from Slack. */
const fileScope = 'files:read';

export type BotScope = (typeof scopesByMethod)[keyof typeof scopesByMethod][number] | typeof commandsScope;

/** What we ask a workspace for, and not one scope more. */
export const botScopes: readonly BotScope[] = [
  ...new Set<BotScope>([commandsScope, fileScope, ...Object.values(scopesByMethod).flat()]),
].toSorted();

/** For limits of user groups: workspaces that installed us before we asked for it go on without. */
const optionalScopes: ReadonlySet<string> = new Set<BotScope>(['usergroups:read']);

/** What a token lacks of it, what of that nothing else needs, and what it may beyond it. */
export function compareScopes(granted: readonly string[]): {
  readonly missing: readonly string[];
  readonly missingOptional: readonly string[];
  readonly superfluous: readonly string[];
} {
  const has = new Set(granted);
  const needed = new Set<string>(botScopes);
  const missing = botScopes.filter((scope) => !has.has(scope));
  return {
    missing: missing.filter((scope) => !optionalScopes.has(scope)),
    missingOptional: missing.filter((scope) => optionalScopes.has(scope)),
    superfluous: granted.filter((scope) => !needed.has(scope)),
  };
}
