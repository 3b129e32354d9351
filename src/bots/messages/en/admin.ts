import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../../core/actor.ts';
import type { AuditedChange } from '../../../core/audit.ts';
import { creditsOf } from '../../../core/money.ts';
import type { SetLimit } from '../../../core/policy.ts';
import type { Drawn, MemberUsage } from '../../../core/quota.ts';
import type { TenantBudget } from '../../../core/tenant.ts';
import type { TenantSettings } from '../../../core/tenant-settings.ts';
import { channel, code, joinTexts, say, type Text, typedCommand, untrusted } from '../text.ts';
import { counted, credits, dollars, number, videos, when } from './amounts.ts';
import { limit, limitWithSource, who } from './quota.ts';

export function notAllowed(): Text {
  return say`Only moderators can do that here. Ask one of them; ${code('/videos quota')} shows your own quota.`;
}

export function nobody(typed: string): Text {
  return say`Nobody here is known as ${untrusted(typed)}. Whoever has made a video here can be named.`;
}

export function several(typed: string, ids: readonly (string | null)[]): Text {
  const ways = ids.flatMap((id) => (id === null ? [] : [code(`<@${id}>`)]));
  return say`${number(ids.length)} people are known as ${untrusted(typed)}. Name one by id: ${joinTexts(ways, ', ')}.`;
}

/** An amount behind whom a quota was asked for. */
export function meantSet(whom: string, amount: string): Text {
  const command = 'video-admin quota set';
  const named = [['who', whom] as const, ['amount', amount] as const];
  return say`Did you mean ${typedCommand({ command, text: `${whom} ${amount}`, named })}?`;
}

export function nothingDone(): string {
  return 'Nothing was done';
}

/** Above what changed. */
export function changed(name: string | null): Text {
  return say`Changed the quota of ${who(name)}`;
}

export function changedEverybody(): string {
  return 'Changed the quota of everybody here who has none of their own';
}

export function sameAlready(): string {
  return 'That was set already, so nothing changed';
}

type Held = Parameters<typeof limitWithSource>[0];

/** One limit, before and after. Null where there was none, or is none. */
export function change(before: Held | null, after: Held | null): string {
  return `${before ? limitWithSource(before) : noLimitBeside(after)} → ${after ? limitWithSource(after) : noLimitBeside(before)}`;
}

function noLimitBeside(other: SetLimit | null): string {
  return other ? limit({ ...other, amount: null }) : '';
}

/** A limit that stayed as it was. */
export function stays(held: Held): string {
  return `Still: ${limitWithSource(held)}`;
}

export function holdsAtOnce(): string {
  return 'It holds from now on. What was used already still counts.';
}

/** Whom a changed default is for. */
export function holdsForEverybody(exceptions: number): string {
  const whom =
    exceptions === 0
      ? 'It holds from now on, for everybody here.'
      : `It holds from now on. ${counted(exceptions, 'person has a limit of their own and keeps it', 'people have limits of their own and keep them')}.`;
  return `${whom} What was used already still counts.`;
}

export function usageHeading(): string {
  return 'Who used how much';
}

export function noUsage(): string {
  return 'Nobody asked for a video this month.';
}

export function usageTotal(today: Drawn, thisMonth: Drawn): string {
  return `All together: ${drawn(today)} today, ${drawn(thisMonth)} this month`;
}

/** Real money against what the operator allows here. */
export function usageBudget(
  paidTodayMicroUsd: number,
  paidThisMonthMicroUsd: number,
  budget: TenantBudget | null,
): string {
  if (budget === null) return 'The operator allows only the demo here, for no real money.';
  const { perDayMicroUsd, perMonthMicroUsd } = budget;
  const ofDay = `${number(creditsOf(paidTodayMicroUsd))} of ${credits(perDayMicroUsd)} today`;
  return `Of the shared budget: ${ofDay}, ${number(creditsOf(paidThisMonthMicroUsd))} of ${credits(perMonthMicroUsd)} this month`;
}

export function usageMember({ name, today, thisMonth, newestAtMs }: MemberUsage, nowMs: number): Text {
  return say`${who(name)}: ${drawn(today)} today, ${drawn(thisMonth)} this month · latest ${when(newestAtMs, nowMs)}`;
}

export function usageOthers(others: number): string {
  return `and ${counted(others, 'other person', 'other people')}`;
}

function drawn(of: Drawn): string {
  return `${videos(of.videos)} and ${credits(of.microUsd)}`;
}

export function auditHeading(): string {
  return 'What was decided here, newest first';
}

export function auditOfOne(): string {
  return 'What was decided about this person, newest first';
}

export function noAudit(): string {
  return 'Nothing was decided yet.';
}

/** Who did what, when, and why. */
export function auditLine(
  line: {
    readonly atMs: number;
    readonly actor: Actor;
    readonly actorName: string | null;
    readonly aboutName: string | null;
    readonly change: AuditedChange;
    readonly reason: string | null;
  },
  nowMs: number,
): Text {
  const { atMs, actor, actorName } = line;
  return joinTexts([say`${when(atMs, nowMs)}`, actorIs(actor, actorName), decision(line)], ' · ');
}

/** What was done, and why. */
export function decision(line: {
  readonly aboutName: string | null;
  readonly change: AuditedChange;
  readonly reason: string | null;
}): Text {
  const { aboutName, change: what, reason } = line;
  return joinTexts([changeIs(what, aboutName), reason === null ? '' : say`“${untrusted(reason)}”`], ' · ');
}

function actorIs(actor: Actor, name: string | null): Text {
  switch (actor.kind) {
    case 'user':
      return name === null ? say`somebody` : say`${untrusted(name)}`;
    case 'operator':
      return say`the operator`;
    case 'system':
    case 'webhook':
      return say`the service`;
  }
}

function changeIs(what: AuditedChange, aboutName: string | null): Text {
  switch (what.kind) {
    case 'quota': {
      const isDefault = what.subject === 'default';
      const nothingSet = isDefault ? 'service default' : 'default';
      const whose = isDefault ? say`default quota` : say`quota of ${who(aboutName)}`;
      return say`${whose}: ${limits(what.before, nothingSet)} → ${limits(what.after, nothingSet)}`;
    }
    case 'tenant_budget':
      return say`shared budget: ${budgetIs(what.before)} → ${budgetIs(what.after)}`;
    case 'settings':
      return say`setup: ${settingsChanged(what.before, what.after)}`;
    case 'moderator':
      return what.isModerator
        ? say`${who(aboutName)} may moderate here`
        : say`${who(aboutName)} may no longer moderate here`;
    case 'clip_deleted': {
      const whose = aboutName === null ? say`` : say` of ${untrusted(aboutName)}`;
      return say`removed ${what.number === null ? 'a video' : `#${what.number}`}${whose}`;
    }
    case 'other':
      return say`${what.what.replaceAll('_', ' ')}`;
  }
}

function settingsChanged(before: TenantSettings, after: TenantSettings): Text {
  const pairsOf = ({ channels, perDayMaxMicroUsd, logChannel }: TenantSettings): readonly Text[] => [
    channels === null ? say`everywhere` : joinTexts(channels.map(channel), ' '),
    say`${perDayMaxMicroUsd === null ? 'no cap' : `at most ${dollars(perDayMaxMicroUsd)} a day`}`,
    logChannel === null ? say`no log` : say`log in ${channel(logChannel)}`,
  ];
  const [was, is] = [pairsOf(before), pairsOf(after)];
  const changes = is.flatMap((text, index) =>
    isDeepStrictEqual(text, was[index]) ? [] : [say`${was[index] ?? []} → ${text}`],
  );
  return joinTexts(changes, ', ');
}

const pairs = 4;

function limits(set: readonly SetLimit[], nothingSet: string): string {
  if (set.length === 0) return nothingSet;
  if (set.length === pairs && set.every(({ amount }) => amount === null)) return 'no limits';
  return set.map(limit).join(', ');
}

function budgetIs(budget: TenantBudget | null): string {
  return budget === null
    ? 'demo only'
    : `${credits(budget.perDayMicroUsd)} a day, ${credits(budget.perMonthMicroUsd)} a month`;
}

export function removed(videoNumber: number): string {
  return `#${videoNumber} is removed: its file and its links are gone, and its post is being taken down. What was paid stays paid.`;
}

export function removedBefore(videoNumber: number): string {
  return `#${videoNumber} was removed before.`;
}

export function nothingToRemove(videoNumber: number): string {
  return `#${videoNumber} has no video: not yet, or there never will be one. Nothing was removed.`;
}

export function noSuchVideo(videoNumber: number): string {
  return `There is no video #${videoNumber} here that a moderator can remove. Private ones are not among them.`;
}

export function helpHeading(): string {
  return 'What moderators can type';
}

export function helpMore(): Text {
  return say`Amounts: ${code('10/day')}, ${code('200 credits/month')}, ${code('unlimited')}, or ${code('default')} to take back what was set. ${code('/video-admin help quota set')} explains one command.`;
}
