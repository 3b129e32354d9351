import type { Interaction } from 'discord.js';
import type { RootName } from '../../commands.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { renderText } from '../../messages/text.ts';
import { type DecisionDeps, type PostDecision, tellDecisions } from '../../tell-decisions.ts';
import { contentOf } from '../draw/content.ts';
import { mayModerate } from '../incoming/asker-of.ts';
import type { Incoming } from '../incoming/deps.ts';
import { messageBody } from '../outgoing/message-body.ts';
import { discordPlatform, tenantOf } from '../places.ts';

type Deps = DecisionDeps & Pick<Incoming, 'api'>;

const decides: RootName = 'video-admin';

/** What a moderator has decided with this event, for the log channel of their server. */
export async function tellDecisionsOf(interaction: Interaction, sinceMs: number, deps: Deps): Promise<void> {
  const { guildId, user } = interaction;
  if (guildId === null || !mayDecide(interaction)) return;
  const deciding = { tenantId: tenantOf(guildId), platform: discordPlatform, externalId: user.id, sinceMs };
  await tellDecisions(deciding, postOf(interaction, deps), deps);
}

/** Events that can lead to a line in the audit log. */
function mayDecide(interaction: Interaction): boolean {
  if (interaction.isChatInputCommand()) return interaction.commandName === decides && mayModerate(interaction);
  return (interaction.isMessageComponent() || interaction.isModalSubmit()) && mayModerate(interaction);
}

function postOf({ guildLocale, user }: Interaction, { api }: Pick<Deps, 'api'>): PostDecision {
  return async (channelId, { about, ...line }, signal) => {
    const { admin } = catalogueFor(guildLocale ?? '');
    const decision = admin.decision({ ...line, aboutName: about?.name ?? null });
    const content = contentOf([(style) => `<@${user.id}> · ${renderText(decision, style)}`]);
    const posted = await api.postMessage(channelId, messageBody({ content, components: [] }), signal);
    return posted.kind === 'done' ? null : posted.detail;
  };
}
