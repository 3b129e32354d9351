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
import { capOf, settingLines, setupTitle } from '../../present-setup.ts';
import type { ShownSettings, SetUpResult } from '../../set-up.ts';
import type { Showing } from '../../view.ts';
import { contentOf, textLine, titleLine } from '../draw/content.ts';
import type { Draft } from '../draw/draft.ts';
import {
  amountsOf,
  fingerprintOf,
  isSameZone,
  logChannelTypes,
  requestChannelTypes,
  videosADayOf,
  writeAmount,
  zonesOf,
} from './choices.ts';
import { type PanelPress, type PanelSetting, writeChoiceId, writePressId } from './panel-id.ts';
import { troubleThere } from './trouble-there.ts';

/** Discord has room for four menus in a message. */
export type PanelPage = 'first' | 'more';

/** Where the menu of a setting is. */
export function pageOf(setting: PanelSetting): PanelPage {
  return setting === 'approvals' || setting === 'zone' ? 'more' : 'first';
}

export type PanelShown = {
  readonly shown: ShownSettings;
  readonly page: PanelPage;
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
  const { shown, page, done, note } = panel;
  const { discordSetup: words } = showing.words;
  const title = note ?? setupTitle(done, showing);
  return {
    content: contentOf([
      titleLine(title),
      ...(page === 'first' ? settingLines(shown, showing) : moreLines(shown, showing)).map(textLine),
      ...troubleOf(panel, showing).map(textLine),
      textLine(partsOf(words.howTo())),
      ...(page === 'first' ? [] : [textLine(words.moreSettings())]),
    ]),
    components: [...menusOf(panel, showing).map((menu) => row(menu)), buttons(panel, showing)],
  };
}

/** What the first page has no room for. */
function moreLines({ tenant }: ShownSettings, { words: { discordSetup: words } }: Showing): readonly Text[] {
  return [words.approvals(tenant.settings.approvalChannel), partsOf(words.zone(tenant.timeZone))];
}

function menusOf(panel: PanelShown, showing: Showing): readonly APISelectMenuComponent[] {
  const { channels, logChannel, approvalChannel } = panel.shown.tenant.settings;
  const one = (id: string | null): readonly string[] => (id === null ? [] : [id]);
  if (panel.page === 'more') {
    return [channelMenu('approvals', one(approvalChannel), panel, showing), zoneMenu(panel, showing)];
  }
  return [
    channelMenu('channels', channels ?? [], panel, showing),
    amountMenu('allowance', panel, showing),
    amountMenu('cap', panel, showing),
    channelMenu('log', one(logChannel), panel, showing),
  ];
}

/** The settings alone, when somebody is done with them. */
export function drawClosed(panel: Omit<PanelShown, 'page' | 'done' | 'note' | 'mark'>, showing: Showing): Draft {
  const { discordSetup: words } = showing.words;
  return {
    content: contentOf([
      titleLine(partsOf(words.closed())),
      ...settingLines(panel.shown, showing).map(textLine),
      ...moreLines(panel.shown, showing).map(textLine),
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
  setting: 'channels' | 'log' | 'approvals',
  chosen: readonly string[],
  { shown, guild, mark }: PanelShown,
  { words: { discordSetup: words } }: Showing,
): APISelectMenuComponent {
  const types: readonly ChannelType[] = setting === 'channels' ? requestChannelTypes : logChannelTypes;
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
    max_values: setting === 'channels' ? channelsMax : 1,
    default_values: there.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
  };
}

function amountMenu(
  setting: 'allowance' | 'cap',
  { shown, mark }: PanelShown,
  { words }: Showing,
): APISelectMenuComponent {
  const { allowanceChoice, capChoice, withinCredits } = words.discordSetup;
  const now = setting === 'allowance' ? videosADayOf(shown) : capOf(shown.budget);
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

function zoneMenu({ shown, mark }: PanelShown, { words }: Showing): APISelectMenuComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: writeChoiceId('zone', fingerprintOf('zone', shown), mark),
    options: zonesOf(shown).map((zone) => ({
      label: words.discordSetup.zoneChoice(zone),
      value: zone,
      default: isSameZone(zone, shown.tenant.timeZone),
    })),
  };
}

/** Not everybody finds out how a menu is emptied. */
function buttons({ shown, page }: PanelShown, { words: { discordSetup: words } }: Showing) {
  const { channels, logChannel, approvalChannel } = shown.tenant.settings;
  const takesBack = (press: PanelPress, label: string, isSet: boolean) =>
    isSet ? [button(press, label, ButtonStyle.Secondary)] : [];
  const done = button('done', words.done, ButtonStyle.Primary);
  if (page === 'more') {
    const none = takesBack('no_approvals', words.noApprovals, approvalChannel !== null);
    return row(...none, button('open', words.back, ButtonStyle.Secondary), done);
  }
  return row(
    ...takesBack('everywhere', words.everywhere, channels !== null),
    ...takesBack('no_log', words.noLog, logChannel !== null),
    button('more', words.more, ButtonStyle.Secondary),
    done,
  );
}
