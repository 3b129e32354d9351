import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuComponent,
  ButtonStyle,
  type ChannelType,
  ComponentType,
  type Guild,
  SelectMenuDefaultValueType,
} from 'discord.js';
import { channelsMax } from '../../../core/tenant-settings.ts';
import { partsOf, type Text } from '../../messages/text.ts';
import { settingLines, setupTitle } from '../../present-setup.ts';
import type { ShownSettings, SetUpResult } from '../../set-up.ts';
import type { Showing } from '../../view.ts';
import { contentOf, textLine, titleLine } from '../draw/content.ts';
import type { Draft } from '../draw/draft.ts';
import {
  amountsOf,
  fingerprintOf,
  logChannelTypes,
  requestChannelTypes,
  videosADayOf,
  writeAmount,
} from './choices.ts';
import { type PanelPress, writeChoiceId, writePressId } from './panel-id.ts';
import { troubleThere } from './trouble-there.ts';

export type PanelShown = {
  readonly shown: ShownSettings;
  readonly done: Extract<SetUpResult, { kind: 'set_up' }>['done'];
  /** What became of a choice that was not saved; null where all was. */
  readonly note: Text | null;
  /** Whether the latest decision could not be written into the log. */
  readonly logFailed: boolean;
  /** Null while Discord has not told us of the server. */
  readonly guild: Guild | null;
  /** Another one each time. */
  readonly mark: string;
};

/** The settings in words, and below them a menu for each, in the same order. */
export function drawPanel(panel: PanelShown, showing: Showing): Draft {
  const { shown, done, note } = panel;
  const { discordSetup: words } = showing.words;
  const title = note ?? setupTitle(done, showing);
  return {
    content: contentOf([
      titleLine(title),
      ...settingLines(shown, showing).map(textLine),
      ...troubleOf(panel, showing).map(textLine),
      textLine(partsOf(words.howTo())),
    ]),
    components: [
      row(channelMenu('channels', shown.tenant.settings.channels ?? [], panel, showing)),
      row(amountMenu('allowance', panel, showing)),
      row(amountMenu('cap', panel, showing)),
      row(
        channelMenu(
          'log',
          [shown.tenant.settings.logChannel].filter((id) => id !== null),
          panel,
          showing,
        ),
      ),
      buttons(panel, showing),
    ],
  };
}

/** The settings alone, when somebody is done with them. */
export function drawClosed(panel: Omit<PanelShown, 'done' | 'note' | 'mark'>, showing: Showing): Draft {
  const { discordSetup: words } = showing.words;
  return {
    content: contentOf([
      titleLine(partsOf(words.closed())),
      ...settingLines(panel.shown, showing).map(textLine),
      ...troubleOf(panel, showing).map(textLine),
      textLine(words.opensAgain()),
    ]),
    components: [],
  };
}

export function button(press: PanelPress, label: string, style: APIButtonComponentWithCustomId['style']) {
  return { type: ComponentType.Button, style, label, custom_id: writePressId(press) } as const;
}

export function row<C extends APIComponentInMessageActionRow>(...components: C[]): APIActionRowComponent<C> {
  return { type: ComponentType.ActionRow, components };
}

function troubleOf(
  { shown, guild, logFailed }: Pick<PanelShown, 'shown' | 'guild' | 'logFailed'>,
  { words }: Showing,
): readonly Text[] {
  const { settings } = shown.tenant;
  const { logChannel } = settings;
  const found = troubleThere(settings, guild, words);
  return found.length === 0 && logFailed && logChannel !== null ? [words.discordSetup.logFailed(logChannel)] : found;
}

function channelMenu(
  setting: 'channels' | 'log',
  chosen: readonly string[],
  { shown, guild, mark }: PanelShown,
  { words: { discordSetup: words } }: Showing,
): APISelectMenuComponent {
  const types: readonly ChannelType[] = setting === 'log' ? logChannelTypes : requestChannelTypes;
  // What a menu cannot offer, it cannot show as chosen: threads, and channels that are gone.
  const there = chosen.filter((id) => {
    const channel = guild?.channels.cache.get(id);
    return channel !== undefined && types.includes(channel.type);
  });
  return {
    type: ComponentType.ChannelSelect,
    custom_id: writeChoiceId(setting, fingerprintOf(setting, shown), mark),
    channel_types: [...types],
    placeholder: words.placeholder[setting],
    min_values: 0,
    max_values: setting === 'log' ? 1 : channelsMax,
    default_values: there.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
  };
}

function amountMenu(
  setting: 'allowance' | 'cap',
  { shown, mark }: PanelShown,
  { words }: Showing,
): APISelectMenuComponent {
  const { allowanceChoice, capChoice, withinCredits } = words.discordSetup;
  const now = setting === 'allowance' ? videosADayOf(shown) : shown.tenant.settings.perDayMaxMicroUsd;
  return {
    type: ComponentType.StringSelect,
    custom_id: writeChoiceId(setting, fingerprintOf(setting, shown), mark),
    options: amountsOf(setting, shown).map((amount) => ({
      label: setting === 'allowance' ? allowanceChoice(amount) : capChoice(amount),
      value: writeAmount(amount),
      default: amount === now,
      ...(setting === 'allowance' && amount === null ? { description: withinCredits } : {}),
    })),
  };
}

/** Not everybody finds out how a menu is emptied. */
function buttons({ shown }: PanelShown, { words: { discordSetup: words } }: Showing) {
  const { channels, logChannel } = shown.tenant.settings;
  return row(
    ...(channels === null ? [] : [button('everywhere', words.everywhere, ButtonStyle.Secondary)]),
    ...(logChannel === null ? [] : [button('no_log', words.noLog, ButtonStyle.Secondary)]),
    button('done', words.done, ButtonStyle.Primary),
  );
}
