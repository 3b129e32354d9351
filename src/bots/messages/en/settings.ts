import { approvalDefaults } from '../../../core/approval.ts';
import type { AdultRule, JudgingRule, Pause } from '../../../core/tenant-settings.ts';
import { channel, code, joinTexts, option, say, type Text, untrusted } from '../text.ts';
import { counted, credits, dollars, duration } from './amounts.ts';

/** What holds in a tenant beside limits: each setting as it is, what that means, and what it is by itself. */
export function heading(): string {
  return 'What holds here beside quotas';
}

export function changed(): string {
  return 'Changed. This is what holds here now';
}

export function timeZone(zone: string): Text {
  return zone === 'UTC'
    ? say`Time zone: UTC, as by itself. Days, weeks and months start by it; ${option('time-zone', 'Europe/Berlin')} changes it.`
    : say`Time zone: ${zone}. Days, weeks and months start by it. By itself: UTC.`;
}

export function engines(allowed: readonly string[] | null): string {
  return allowed === null
    ? 'Engines: all that the operator has set up.'
    : `Engines: only ${allowed.join(', ')}. By itself: all.`;
}

/** `maxMicroUsd`: what moderators set, `holds`: what holds then. */
export function priceMax(maxMicroUsd: number | null, holds: number | null): string {
  if (holds === null) {
    return `Price ceiling: none while no channel for approvals is set; with one, ${priceIs(approvalDefaults.aboveMicroUsd)} a request.`;
  }
  const from =
    maxMicroUsd === null
      ? 'That is the usual one'
      : `By itself: ${priceIs(approvalDefaults.aboveMicroUsd)} where there is a channel for approvals`;
  return `Price ceiling: what costs more than ${priceIs(holds)} a request needs a moderator’s yes. ${from}.`;
}

function priceIs(microUsd: number): string {
  return `${dollars(microUsd)} (${credits(microUsd)})`;
}

export function channels(taken: readonly string[] | null): Text {
  if (taken === null) return say`Channels: all, as by itself.`;
  return say`Channels: only ${joinTexts(taken.map(channel), ', ')}. By itself: all.`;
}

export function approvals(asked: string | null): Text {
  if (asked === null)
    return say`Approvals: moderators are not asked, as by itself. ${option('approvals')} with a channel turns it on.`;
  return say`Approvals: moderators are asked in ${channel(asked)}. By itself: not at all.`;
}

export function log(logChannel: string | null): Text {
  if (logChannel === null) return say`Log: none, as by itself. ${code('/video-admin audit')} shows what is decided.`;
  return say`Log: ${channel(logChannel)} gets a line for each decision. By itself: none.`;
}

/** Shown to moderators alone, since whoever knows the list writes around it. */
export function blocklist(entries: readonly string[], shownMax: number): Text {
  if (entries.length === 0)
    return say`Blocklist: empty, as by itself. ${option('blocklist-add')} adds words that no prompt may hold.`;
  const shown = joinTexts(
    entries.slice(0, shownMax).map((entry) => [untrusted(entry)]),
    ', ',
  );
  const more = entries.length > shownMax ? say` and ${counted(entries.length - shownMax, 'other', 'others')}` : say``;
  return say`Blocklist (${counted(entries.length, 'entry', 'entries')}, seen by moderators alone): ${shown}${more}`;
}

export function cache(reusesClips: boolean): string {
  return reusesClips
    ? 'Cache: on, as by itself. Who asks for the very same gets the clip that is there, for free.'
    : 'Cache: off, so everything is made anew. By itself: on.';
}

export const adultRules: Readonly<Record<AdultRule, string>> = {
  nowhere: 'nowhere',
  marked_channels: 'in channels that are marked for adults',
  anywhere: 'anywhere',
};

export function adult(rule: AdultRule): string {
  const usual = rule === 'nowhere' ? ', as by itself' : '. By itself: nowhere';
  return `Prompts of a sexual kind: ${adultRules[rule]}${usual}. Never any with minors.`;
}

export const judgingRules: Readonly<Record<JudgingRule, string>> = {
  off: 'off',
  when_possible: 'when possible',
  required: 'required',
};

/** `hasJudge`: whether this service has something that judges prompts. */
export function judging(rule: JudgingRule, hasJudge: boolean): Text {
  const missing = hasJudge
    ? ''
    : ' This service has nothing that judges prompts yet: the operator sets OPENAI_MODERATION_KEY.';
  switch (rule) {
    case 'off':
      return say`Judging of prompts: off. By itself: when possible.`;
    case 'when_possible':
      return say`Judging of prompts: when possible, as by itself. A prompt that cannot be judged just then is taken.${missing}`;
    case 'required':
      return say`Judging of prompts: required. While none can be judged, nothing is made. By itself: when possible.${missing}`;
  }
}

export function waits(ms: number): string {
  return ms === 0 ? 'do not wait' : `wait ${duration(ms)}`;
}

export function newAccounts(ms: number, usualMs: number): string {
  return `New accounts ${waits(ms)} for their first video${ms === usualMs ? ', as by itself' : `. By itself: ${duration(usualMs)}`}.`;
}

export function newMembers(ms: number, usualMs: number): string {
  return `New members ${waits(ms)} for their first video${ms === usualMs ? ', as by itself' : `. By itself: ${duration(usualMs)}`}.`;
}

/** Only told while something is paused. */
export function paused({ everywhere, channels: stopped }: Pause): Text {
  if (everywhere)
    return say`Paused everywhere: no new videos are taken. ${code('/video-admin resume')} takes them again.`;
  return say`Paused in ${joinTexts(stopped.map(channel), ', ')}: no new videos are taken there. ${code('/video-admin resume')} takes them again.`;
}

export function howTo(): Text {
  return say`To change it: ${code('/video-admin settings --price-max $2')}, or ${code('/video-admin settings --clear price-max')} to take that back. ${code('/video-admin help settings')} explains all of it, ${code('/video-admin setup')} sets limits.`;
}

/** Entries that were to be taken off, and are not on it. */
export function notListed(entries: readonly string[]): Text {
  return say`Not on the blocklist: ${joinTexts(
    entries.map((entry) => [untrusted(entry)]),
    ', ',
  )}`;
}

export function tooManyEntries(max: number): string {
  return `The blocklist holds at most ${counted(max, 'entry', 'entries')}. Take some off first.`;
}

export function tooManyZones(): string {
  return 'The time zone was changed too often lately: each change adds to what counts. Try again in a few weeks.';
}
