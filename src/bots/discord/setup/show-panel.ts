import { ButtonStyle } from 'discord.js';
import type { By } from '../../../core/role.ts';
import type { Asker } from '../../asker.ts';
import type { SetUp } from '../../grammar/command.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { whyFailed } from '../../why-failed.ts';
import { presentNotAllowed } from '../../present-admin.ts';
import { setUpTenant } from '../../set-up.ts';
import { spoken } from '../../view.ts';
import { drawSaid } from '../draw/draft.ts';
import type { Answerable } from '../incoming/answerable.ts';
import type { Incoming } from '../incoming/deps.ts';
import { type Reply, showingOf } from '../incoming/reply.ts';
import { nothing } from './choices.ts';
import { button, drawPanel, type PanelPage, row } from './draw-panel.ts';

type Wanted = {
  readonly setUp?: SetUp;
  readonly reason?: string | null;
  readonly page?: PanelPage;
  /** Why a choice was not saved. */
  readonly note?: Text | null;
};

const markChars = 6;

/** The panel, after whatever was to be changed. */
export async function showPanel(
  { id, guild }: Answerable,
  { setUp = nothing, reason = null, page = 'first', note = null }: Wanted,
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  const showing = showingOf(asker, deps);
  const result = await setUpTenant({ setUp, reason, by: await byOf(asker, deps) }, deps);
  if (result.kind === 'not_allowed') return { kind: 'said', draft: drawSaid(presentNotAllowed(showing)) };
  const { shown, done } = result;
  const { logChannel } = shown.tenant.settings;
  const logFailed = logChannel !== null && deps.logFailures.has(logChannel);
  const mark = id.slice(-markChars);
  const zone = setUp.settings.timeZone;
  const isZoneRefused = zone !== undefined && zone !== shown.tenant.timeZone;
  const why = isZoneRefused ? partsOf(showing.words.settings.tooManyZones()) : note;
  return { kind: 'said', draft: drawPanel({ shown, page, done, note: why, logFailed, guild, mark }, showing) };
}

/** What `/video-admin setup` answers: the panel, after whatever was to be changed. */
export async function openPanel(
  interaction: Answerable,
  { setUp, reason }: { readonly setUp: SetUp; readonly reason: string | null },
  asker: Asker,
  deps: Incoming,
): Promise<Reply> {
  if (asker.role === 'member') {
    return { kind: 'said', draft: drawSaid(presentNotAllowed(showingOf(asker, deps))) };
  }
  return inPanelWords(interaction, () => showPanel(interaction, { setUp, reason }, asker, deps), deps);
}

/** Who decides, as the core knows them. */
export async function byOf(
  { person, role, destination }: Asker,
  { store, clock, ids }: Pick<Incoming, 'store' | 'clock' | 'ids'>,
): Promise<By> {
  const userId = await store.identify({ ...person, newId: ids.next('user'), nowMs: clock.nowMs() });
  return { userId, role, tenantId: destination.tenantId };
}

/** What goes wrong on our side is said in words, with a way back: what was chosen may or may not be saved. */
export async function inPanelWords(
  { locale, id }: Answerable,
  perform: () => Promise<Reply>,
  { clock, log }: Pick<Incoming, 'clock' | 'log'>,
): Promise<Reply> {
  try {
    return await perform();
  } catch (error) {
    const catalogue = catalogueFor(locale);
    const { discordSetup: words } = catalogue;
    log.error('a choice of setup could not be dealt with', error, { interaction: id });
    const why = whyFailed(error, catalogue, clock.nowMs());
    const said = drawSaid(spoken(why, [partsOf(words.seeWhatIsSaved())], 'bad'));
    return { kind: 'said', draft: { ...said, components: [row(button('open', words.open, ButtonStyle.Secondary))] } };
  }
}
