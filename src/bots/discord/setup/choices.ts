import { createHash } from 'node:crypto';
import { ChannelType } from 'discord.js';
import { DOLLAR_MICRO_USD } from '../../../core/money.ts';
import type { PolicyChange } from '../../../core/policy.ts';
import { capTo } from '../../cap-to.ts';
import type { SetUp } from '../../grammar/command.ts';
import { judgeZone } from '../../grammar/zone.ts';
import { quotaAmountMax } from '../../grammar/quota-amount.ts';
import { capOf } from '../../present-setup.ts';
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
    setting === 'allowance' ? [videosADay, videosADayOf(shown)] : [capsMicroUsd, capOf(shown.budget)];
  // What was typed can be any amount: it has its place among the usual ones.
  return usual.includes(now) ? usual : [...usual, now].toSorted((a, b) => (a ?? Infinity) - (b ?? Infinity));
}

/** What everybody without limits of their own may make a day. */
export function videosADayOf({ allowance }: ShownSettings): Amount {
  return allowance.lines.find(({ unit, window }) => unit === 'videos' && window === 'day')?.amount ?? null;
}

/** A menu has room for 25, one of which may be another that was typed. */
const usualZones = [
  'UTC',
  'Pacific/Honolulu',
  'America/Anchorage',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Athens',
  'Europe/Istanbul',
  'Africa/Lagos',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Asia/Seoul',
  'Australia/Sydney',
  'Pacific/Auckland',
] as const;

export function zonesOf({ tenant: { timeZone } }: ShownSettings): readonly string[] {
  return usualZones.some((zone) => isSameZone(zone, timeZone)) ? usualZones : [timeZone, ...usualZones];
}

/** Some places have an old and a new name, one of which is kept. */
export function isSameZone(one: string, other: string): boolean {
  const nameOf = (zone: string): string => {
    const judged = judgeZone(zone);
    return judged.kind === 'zone' ? judged.zone : zone;
  };
  return one === other || nameOf(one) === nameOf(other);
}

export function writeAmount(amount: Amount): string {
  return amount === null ? 'none' : String(amount);
}

export const nothing: SetUp = { allowance: null, cap: null, settings: {} };

/** What a choice in a menu changes; null for what no menu of ours offers. */
export function changeOf(setting: PanelSetting, values: readonly string[]): SetUp | null {
  switch (setting) {
    case 'channels':
      return { ...nothing, settings: { channels: values.length === 0 ? null : values } };
    case 'log':
      return { ...nothing, settings: { logChannel: values[0] ?? null } };
    case 'approvals':
      return { ...nothing, settings: { approvalChannel: values[0] ?? null } };
    case 'zone': {
      const zone = judgeZone(values[0] ?? '');
      return zone.kind === 'zone' ? { ...nothing, settings: { timeZone: zone.zone } } : null;
    }
    case 'allowance': {
      const amount = readAmount(values, quotaAmountMax.videos);
      return amount === undefined ? null : { ...nothing, allowance: allowanceOf(amount) };
    }
    case 'cap': {
      const amount = readAmount(values, Number.MAX_SAFE_INTEGER);
      return amount === undefined ? null : { ...nothing, cap: capTo(amount) };
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
  const { settings, timeZone } = shown.tenant;
  const values = {
    channels: settings.channels,
    allowance: videosADayOf(shown),
    cap: capOf(shown.budget),
    log: settings.logChannel,
    approvals: settings.approvalChannel,
    zone: timeZone,
  };
  return createHash('sha256').update(JSON.stringify(values[setting])).digest('hex').slice(0, fingerprintChars);
}
