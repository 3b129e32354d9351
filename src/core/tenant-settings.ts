import { approvalDefaults } from './approval.ts';
import { blocklistProblem } from './blocklist.ts';
import { waitDefaults } from './member.ts';
import { DAY } from './time.ts';
import type { FormerZone } from './window.ts';

/** Where prompts of a sexual kind may be asked for, if at all; never any with minors. */
export type AdultRule = 'nowhere' | 'marked_channels' | 'anywhere';

/** What becomes of a request whose prompt cannot be judged just then, or whether prompts are judged at all. */
export type JudgingRule = 'off' | 'when_possible' | 'required';

/** Where nothing new is taken: everywhere, or in some channels. */
export type Pause = { readonly everywhere: boolean; readonly channels: readonly string[] };

/** What the moderators of a tenant set for it, beside limits. Channels, by the platform's own ids. */
export type TenantSettings = {
  /** Where requests are taken; null for everywhere. */
  readonly channels: readonly string[] | null;
  /** Where a line is posted for each decision; null for nowhere. */
  readonly logChannel: string | null;
  /** Where moderators are asked; null where they are not. */
  readonly approvalChannel: string | null;
  /** A request that costs more needs a moderator's yes, or is refused where none can be asked; null for the usual, see `priceMaxOf`. */
  readonly priceMaxMicroUsd: number | null;
  /** Engines that may be used, by their ids or their providers' names; null for all. */
  readonly engines: readonly string[] | null;
  /** What may not be asked for: words and phrases, in which `*` stands for any letters. */
  readonly blocklist: readonly string[];
  /** Whether a clip that is there is given to who asks for the same. */
  readonly reusesClips: boolean;
  readonly adult: AdultRule;
  readonly judging: JudgingRule;
  /** How long new accounts, and new members, wait; 0 for not at all. */
  readonly accountAgeMsMin: number;
  readonly memberAgeMsMin: number;
  readonly paused: Pause;
  /** When somebody set something up first; null while nobody has. */
  readonly setUpAtMs: number | null;
};

export const nothingPaused: Pause = { everywhere: false, channels: [] };

export const nothingSetUp: TenantSettings = {
  channels: null,
  logChannel: null,
  approvalChannel: null,
  priceMaxMicroUsd: null,
  engines: null,
  blocklist: [],
  reusesClips: true,
  adult: 'nowhere',
  judging: 'when_possible',
  accountAgeMsMin: waitDefaults.accountMs,
  memberAgeMsMin: waitDefaults.memberMs,
  paused: nothingPaused,
  setUpAtMs: null,
};

/** What is to be changed; what is left out stays. The zone is the tenant's own, beside its settings. */
export type SettingsChange = Partial<Omit<TenantSettings, 'setUpAtMs'>> & { readonly timeZone?: string };

export const channelsMax = 25;
export const blocklistMax = { entries: 200, chars: 80 } as const;

/** The settings after a change. Any call of it, also one that changes nothing, is somebody who set the tenant up. */
export function changedSettings(before: TenantSettings, change: SettingsChange, nowMs: number): TenantSettings {
  const { timeZone: _, ...settings } = change;
  const { priceMaxMicroUsd: max, channels, blocklist, accountAgeMsMin, memberAgeMsMin } = settings;
  if (typeof max === 'number' && (!Number.isSafeInteger(max) || max < 0)) {
    throw new RangeError(`expected a price in micro-dollars as a whole number from 0, got ${max}`);
  }
  for (const [name, ms] of Object.entries({ accountAgeMsMin, memberAgeMsMin })) {
    if (ms !== undefined && (!Number.isSafeInteger(ms) || ms < 0)) {
      throw new RangeError(`expected ${name} as a whole number of milliseconds from 0, got ${ms}`);
    }
  }
  if (channels && (channels.length === 0 || channels.length > channelsMax)) {
    throw new RangeError(`expected 1 to ${channelsMax} channels, got ${channels.length}`);
  }
  if (
    blocklist &&
    (blocklist.length > blocklistMax.entries || blocklist.some((one) => one.length > blocklistMax.chars))
  ) {
    throw new RangeError(`expected at most ${blocklistMax.entries} entries of ${blocklistMax.chars} characters`);
  }
  const isUnusable = (entry: string): boolean => blocklistProblem(entry) !== null;
  if (blocklist?.some(isUnusable))
    throw new RangeError('expected a blocklist of words and phrases that can be looked for');
  return { ...before, ...settings, setUpAtMs: before.setUpAtMs ?? nowMs };
}

/** What a request may cost without a moderator's yes; null where it is not asked for. */
export function priceMaxOf({ priceMaxMicroUsd, approvalChannel }: TenantSettings): number | null {
  return priceMaxMicroUsd ?? (approvalChannel === null ? null : approvalDefaults.aboveMicroUsd);
}

/** Whether a request may come from there: the channel itself, or the one that its thread belongs to. */
export function isTakenIn({ channels }: Pick<TenantSettings, 'channels'>, ...at: readonly string[]): boolean {
  return channels === null || at.some((channel) => channels.includes(channel));
}

export function isPausedIn({ paused }: Pick<TenantSettings, 'paused'>, at: readonly string[]): boolean {
  return paused.everywhere || at.some((channel) => paused.channels.includes(channel));
}

/** Zones that a tenant had, with what a change from one adds. Those of the last weeks count, see `openWindowStartsMs`. */
export function withFormerZone(former: readonly FormerZone[], zone: FormerZone): FormerZone[] {
  return [...former.filter(({ untilMs }) => untilMs > zone.untilMs - formerZonesDefaults.keptMs), zone];
}

/** The longest window is a month. */
export const formerZonesDefaults = { keptMs: 40 * DAY, max: 10 } as const;
