import { createHash } from 'node:crypto';
import { ChannelType } from 'discord.js';
import { DOLLAR_MICRO_USD } from '../../../core/money.ts';
import type { PolicyChange } from '../../../core/policy.ts';
import type { SetUp } from '../../grammar/command.ts';
import { quotaAmountMax } from '../../grammar/quota-amount.ts';
import type { ShownSettings } from '../../set-up.ts';
import type { PanelSetting } from './panel-id.ts';

/** Null: no limit. */
type Amount = number | null;

const videosADay: readonly Amount[] = [1, 3, 5, 10, 20, null];
const dollarsADay = [1, 5, 20, 50];
const capsMicroUsd: readonly Amount[] = [...dollarsADay.map((dollars) => dollars * DOLLAR_MICRO_USD), null];

/** Where requests can come from. A forum stands for its posts, every channel for its threads. */
export const requestChannelTypes = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
  ChannelType.GuildVoice,
] as const;
/** Where we can write a line. */
export const logChannelTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

export function amountsOf(setting: 'allowance' | 'cap', shown: ShownSettings): readonly Amount[] {
  const [usual, now] =
    setting === 'allowance'
      ? [videosADay, videosADayOf(shown)]
      : [capsMicroUsd, shown.tenant.settings.perDayMaxMicroUsd];
  // What was typed can be any amount: it has its place among the usual ones.
  return usual.includes(now) ? usual : [...usual, now].toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity));
}

/** What everybody without limits of their own may make a day. */
export function videosADayOf({ allowance }: ShownSettings): Amount {
  return allowance.lines.find(({ unit, window }) => unit === 'videos' && window === 'day')?.amount ?? null;
}

export function writeAmount(amount: Amount): string {
  return amount === null ? 'none' : String(amount);
}

/** What a choice in a menu changes; null for what no menu of ours offers. */
export function changeOf(setting: PanelSetting, values: readonly string[]): SetUp | null {
  switch (setting) {
    case 'channels':
      return { allowance: null, settings: { channels: values.length === 0 ? null : values } };
    case 'log':
      return { allowance: null, settings: { logChannel: values[0] ?? null } };
    case 'allowance': {
      const amount = readAmount(values, quotaAmountMax.videos);
      return amount === undefined ? null : { allowance: allowanceOf(amount), settings: {} };
    }
    case 'cap': {
      const perDayMaxMicroUsd = readAmount(values, Number.MAX_SAFE_INTEGER);
      return perDayMaxMicroUsd === undefined ? null : { allowance: null, settings: { perDayMaxMicroUsd } };
    }
  }
}

/** Without a limit on videos, the one on credits still holds: it is about money. */
function allowanceOf(amount: Amount): PolicyChange {
  return amount === null
    ? { kind: 'unlimited', unit: 'videos' }
    : { kind: 'set', limit: { unit: 'videos', window: 'day', amount } };
}

function readAmount([text = '', ...more]: readonly string[], max: number): Amount | undefined {
  if (more.length > 0) return undefined;
  if (text === 'none') return null;
  const amount = /^\d{1,16}$/u.test(text) ? Number(text) : undefined;
  return amount !== undefined && amount <= max ? amount : undefined;
}

const fingerprintChars = 8;

/** What a menu shows, in a few characters: tells whether it was changed since by somebody else. */
export function fingerprintOf(setting: PanelSetting, shown: ShownSettings): string {
  const { channels, perDayMaxMicroUsd, logChannel } = shown.tenant.settings;
  const values = { channels, allowance: videosADayOf(shown), cap: perDayMaxMicroUsd, log: logChannel };
  return createHash('sha256').update(JSON.stringify(values[setting])).digest('hex').slice(0, fingerprintChars);
}
