import { ButtonStyle, type Interaction, MessageFlags } from 'discord.js';
import type { RootName } from '../../commands.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf } from '../../messages/text.ts';
import { spoken } from '../../view.ts';
import { type Draft, drawSaid } from '../draw/draft.ts';
import { answerMsMax, attempt } from '../incoming/attempt.ts';
import { mayModerate } from '../incoming/asker-of.ts';
import { bodyOf } from '../incoming/body-of.ts';
import type { Incoming } from '../incoming/deps.ts';
import { tenantOf } from '../places.ts';
import { button, row } from './draw-panel.ts';

const makesVideos: RootName = 'video';

/**
 * Asks whoever manages a server that nobody has set up yet, once they have their answer to `/video`: once per server and
 * process, and never again once somebody has answered.
 */
export async function offerSetup(
  interaction: Interaction,
  { store, clock, log, offeredTo }: Pick<Incoming, 'store' | 'clock' | 'log' | 'offeredTo'>,
): Promise<void> {
  if (!interaction.isChatInputCommand() || interaction.commandName !== makesVideos) return;
  const { guildId, locale } = interaction;
  // While an answer is only promised, what follows would be taken for it.
  if (guildId === null || !interaction.replied || !mayModerate(interaction) || offeredTo.has(guildId)) return;
  offeredTo.keep(guildId, true);
  let isSeen = false;
  try {
    const { settings, budget } = await store.tenant(tenantOf(guildId), clock.nowMs());
    if (settings.setUpAtMs !== null) {
      isSeen = true;
      return;
    }
    const draft = drawOffer(locale, budget !== null);
    const call = () => interaction.followUp({ ...bodyOf(draft), flags: MessageFlags.Ephemeral });
    const asking = { what: 'offer to set up', withinMs: answerMsMax.later, isTriedOnce: true, call } as const;
    const sent = await attempt(asking, { clock, log });
    isSeen = sent.kind === 'done' || sent.kind === 'unheard';
  } finally {
    if (!isSeen) offeredTo.forget(guildId);
  }
}

function drawOffer(locale: string, isAllowed: boolean): Draft {
  const { discordSetup: words } = catalogueFor(locale);
  const lines = [words.offerMeans(), words.untilThen(isAllowed)].map(partsOf);
  const said = drawSaid(spoken(partsOf(words.offer()), lines, 'note'));
  const buttons = row(
    button('open', words.setUp, ButtonStyle.Primary),
    button('not_now', words.notNow, ButtonStyle.Secondary),
  );
  return { ...said, components: [buttons] };
}
