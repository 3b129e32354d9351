import { createHash } from 'node:crypto';
import type { Interaction } from 'discord.js';
import type { AuditLine } from '../../../core/audit.ts';
import { SECOND } from '../../../core/time.ts';
import type { RootName } from '../../commands.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { renderText } from '../../messages/text.ts';
import { contentOf } from '../draw/content.ts';
import { mayModerate } from '../incoming/asker-of.ts';
import type { Incoming } from '../incoming/deps.ts';
import { within } from '../../within.ts';
import { messageBody } from '../outgoing/message-body.ts';
import { discordPlatform, tenantOf } from '../places.ts';

type Deps = Pick<Incoming, 'store' | 'api' | 'clock' | 'log' | 'logFailures' | 'decisionsTold'>;

const decides: RootName = 'video-admin';
/** More than one event ever decides. */
const linesMax = 10;
const postMsMax = 10 * SECOND;

/**
 * Writes what a moderator has decided with this event into the log channel of their server, as it stands in the audit
 * log. Tried once, after they have their answer: the audit log has it in any case.
 */
export async function tellDecisions(interaction: Interaction, sinceMs: number, deps: Deps): Promise<void> {
  const { store, clock, decisionsTold } = deps;
  const { guildId, user } = interaction;
  if (guildId === null || !mayDecide(interaction)) return;
  const tenantId = tenantOf(guildId);
  const by = { kind: 'externalId', text: user.id } as const;
  const [found] = await store.findUser({ platform: discordPlatform, tenantId: null, by });
  if (!found) return;
  const lines = await store.audit({ tenantId, targetUserId: null, limit: linesMax });
  const news = lines.filter(({ atMs, actor }) => {
    return atMs >= sinceMs && actor.kind === 'user' && actor.userId === found.userId;
  });
  if (news.length === 0) return;
  const { settings } = await store.tenant(tenantId, clock.nowMs());
  for (const line of news.toReversed()) {
    // A fingerprint: nobody's words are kept here.
    const name = createHash('sha256')
      .update(JSON.stringify([tenantId, line]))
      .digest('hex');
    if (decisionsTold.has(name)) continue;
    decisionsTold.keep(name, true);
    for (const channelId of placesOf(line, settings.logChannel)) await post(channelId, line, interaction, deps);
  }
}

/** Events that can lead to a line in the audit log. */
function mayDecide(interaction: Interaction): boolean {
  if (interaction.isChatInputCommand()) return interaction.commandName === decides && mayModerate(interaction);
  return (interaction.isMessageComponent() || interaction.isModalSubmit()) && mayModerate(interaction);
}

/** Also where the log was until now: nobody can turn it off unseen. */
function placesOf({ change }: AuditLine, now: string | null): Set<string> {
  const before = change.kind === 'settings' ? change.before.logChannel : null;
  return new Set([before, now].filter((id) => id !== null));
}

async function post(
  channelId: string,
  { about, ...line }: AuditLine,
  { guildLocale, user }: Interaction,
  { api, clock, log, logFailures }: Deps,
): Promise<void> {
  const { admin } = catalogueFor(guildLocale ?? '');
  const decision = admin.decision({ ...line, aboutName: about?.name ?? null });
  const content = contentOf([(style) => `<@${user.id}> · ${renderText(decision, style)}`]);
  const body = messageBody({ content, components: [] });
  const stop = new AbortController();
  const posted = await within(postMsMax, api.postMessage(channelId, body, stop.signal), clock);
  stop.abort();
  if (posted.inTime && posted.value.kind === 'done') {
    logFailures.forget(channelId);
    return;
  }
  const why = posted.inTime && posted.value.kind !== 'done' ? posted.value.detail : 'it took too long';
  if (!logFailures.has(channelId))
    log.warn('a decision could not be written into its channel', { channel: channelId, why });
  logFailures.keep(channelId, true);
}
