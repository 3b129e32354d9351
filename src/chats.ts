import type { ConnectedChat } from './bots/connected-chat.ts';
import type { DiscordDeps } from './bots/discord/discord.ts';
import type { SlackDeps } from './bots/slack/slack.ts';
import type { Config, Secrets } from './config.ts';
import { deriveKey } from './core/derived-key.ts';
import type { ClipId } from './core/ids.ts';
import type { Mount } from './http/create-http.ts';
import { takeOwnFetch } from './own-fetch.ts';

type Surface = Omit<DiscordDeps, 'settings' | 'clipUrl'> & Omit<SlackDeps, 'settings' | 'clipUrl'>;

export type Chats = {
  readonly connected: readonly ConnectedChat[];
  /** What they answer over HTTP. */
  readonly mounts: readonly Mount[];
};

/** The chats that are configured. Their SDKs take their time to load, which commands and services without them are spared. */
export async function openChats(
  { config, secrets }: { readonly config: Config; readonly secrets: Secrets },
  surface: Surface,
  { secretKey, clipPath }: { readonly secretKey: string; readonly clipPath: (clipId: ClipId) => string },
): Promise<Chats> {
  const { publicUrl, discord, slack } = config;
  const deps = {
    ...surface,
    clipUrl: (clipId: ClipId) => (publicUrl === null ? null : `${publicUrl}${clipPath(clipId)}`),
  };
  const connected: ConnectedChat[] = [];
  const mounts: Mount[] = [];
  if (discord !== null && secrets.discordToken !== null) {
    const { createDiscord } = await import('./bots/discord/discord.ts');
    connected.push(createDiscord({ ...deps, settings: { ...discord, token: secrets.discordToken } }));
  }
  if (slack !== null) {
    takeOwnFetch();
    const { createSlack } = await import('./bots/slack/slack.ts');
    const { clientId } = slack;
    const { clientSecret, ...keys } = secrets.slack;
    const stateSecret = keys.stateSecret ?? Buffer.from(deriveKey(secretKey, 'slack-state')).toString('hex');
    const oauth = clientId === null || clientSecret === null ? null : { clientId, clientSecret, stateSecret };
    const chat = createSlack({ ...deps, settings: { ...slack, ...keys, publicUrl, oauth } });
    connected.push(chat);
    mounts.push({ path: '/slack', app: chat.app, isMachine: true, bodyBytesMax: chat.bodyBytesMax });
  }
  return { connected, mounts };
}
