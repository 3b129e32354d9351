import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../../core/actor.ts';
import type { AuditedChange } from '../../../core/audit.ts';
import { creditsOf } from '../../../core/money.ts';
import type { PolicySubject, SetLimit } from '../../../core/policy.ts';
import type { Drawn, MemberUsage } from '../../../core/quota.ts';
import type { TenantBudget } from '../../../core/tenant.ts';
import type { Pause, TenantSettings } from '../../../core/tenant-settings.ts';
import {
  channel,
  code,
  joinTexts,
  option,
  role,
  say,
  type Text,
  type TextPart,
  typedCommand,
  untrusted,
} from '../text.ts';
import { counted, credits, number, videos, when } from './amounts.ts';
import { limit, limitWithSource, who } from './quota.ts';
import { adultRules, judgingRules, waits } from './settings.ts';

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

export function changedRole(id: string): Text {
  return say`Changed the quota of everybody with the role ${role(id)}`;
}

export function changedBudget(): string {
  return 'Changed what all members together may use';
}

/** Above what would change, for many: nothing was changed yet. */
export function previewHeading(): string {
  return 'This concerns many. Nothing was changed yet';
}

/** Whom it would leave alone. */
export function wouldKeep(exceptions: number): string {
  if (exceptions === 0) return '';
  return `${counted(exceptions, 'person has a limit of their own and would keep it', 'people have limits of their own and would keep them')}.`;
}

/** Below it, beside the button that does it. */
export function previewMeans(): Text {
  return say`The button changes it, or the same command once more with ${option('sure')}.`;
}

export function sameAlready(): string {
  return 'That was set already, so nothing changed';
}

type Held = Parameters<typeof limitWithSource>[0];

/** One limit, before and after. Null where there was none, or is none. */
export function change(before: Held | null, after: Held | null): Text {
  const is = (held: Held | null, other: Held | null): Text =>
    held ? limitWithSource(held) : say`${noLimitBeside(other)}`;
  return say`${is(before, after)} → ${is(after, before)}`;
}

/** The same of what is set for a role, or for all together: where nothing is, others decide. */
export function changeOfSet(before: SetLimit | null, after: SetLimit | null): string {
  return `${before ? limit(before) : 'nothing set'} → ${after ? limit(after) : 'nothing set'}`;
}

function noLimitBeside(other: SetLimit | null): string {
  return other ? limit({ ...other, amount: null }) : '';
}

/** A limit that stayed as it was. */
export function stays(held: Held): Text {
  return say`Still: ${limitWithSource(held)}`;
}

export function staysSet(set: SetLimit): string {
  return `Still: ${limit(set)}`;
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

/** Whom a role's limit is for. */
export function holdsForRole(exceptions: number): string {
  const but =
    exceptions === 0
      ? ''
      : ` ${counted(exceptions, 'person has a limit of their own and keeps it', 'people have limits of their own and keep them')}.`;
  return `It holds from now on, for everybody with the role; of several roles the most generous one holds.${but}`;
}

export function holdsForAll(): string {
  return 'It holds from now on, for all members together. The operator’s ceiling holds beside it.';
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
    case 'quota':
      return quotaChanged(what, aboutName);
    case 'tenant_budget':
      return say`shared budget: ${budgetIs(what.before)} → ${budgetIs(what.after)}`;
    case 'settings':
      return say`settings: ${settingsChanged(what)}`;
    case 'moderator':
      return what.isModerator
        ? say`${who(aboutName)} may moderate here`
        : say`${who(aboutName)} may no longer moderate here`;
    case 'clip_deleted': {
      const whose = aboutName === null ? say`` : say` of ${untrusted(aboutName)}`;
      return say`removed ${what.number === null ? 'a video' : `#${what.number}`}${whose}`;
    }
    case 'grant': {
      const { unit, amount, expiresAtMs } = what;
      const end = expiresAtMs === null ? say`` : say`, until ${at(expiresAtMs)}`;
      return say`gave ${who(aboutName)} ${unit === 'videos' ? videos(amount) : credits(amount)} on top${end}`;
    }
    case 'reset':
      return say`count of ${who(aboutName)} started anew`;
    case 'block':
      return blockChanged(what, aboutName);
    case 'approval': {
      const which = what.number === null ? 'a request' : `#${what.number}`;
      const whose = aboutName === null ? say`` : say` of ${untrusted(aboutName)}`;
      const limited = what.grantedMicroUsd === null ? '' : ` with ${credits(what.grantedMicroUsd)}`;
      return say`${what.verdict} ${which}${whose}${limited}`;
    }
    case 'cool_down':
      return say`${who(aboutName)} pauses until ${at(what.untilMs)}, after several prompts that are not allowed`;
    case 'other':
      return say`${what.what.replaceAll('_', ' ')}`;
  }
}

function quotaChanged(
  { subject, before, after }: Extract<AuditedChange, { kind: 'quota' }>,
  aboutName: string | null,
): Text {
  const [unset, whose] = subjectIs(subject, aboutName);
  return say`${whose}: ${limits(before, unset)} → ${limits(after, unset)}`;
}

/** What is told where nothing is set for it, and whose it is. */
function subjectIs(subject: PolicySubject, aboutName: string | null): readonly [unset: string, whose: Text] {
  if (subject === 'default') return ['service default', say`default quota`];
  if (subject === 'budget') return ['nothing set', say`budget of all together`];
  const [, id] = /^role:(.+)$/su.exec(subject) ?? [];
  return id === undefined
    ? ['default', say`quota of ${who(aboutName)}`]
    : ['nothing set', say`quota of the role ${role(id)}`];
}

function blockChanged({ after }: Extract<AuditedChange, { kind: 'block' }>, aboutName: string | null): Text {
  if (after === null) return say`unblocked ${who(aboutName)}`;
  const end = after.untilMs === null ? say`` : say` until ${at(after.untilMs)}`;
  return say`blocked ${who(aboutName)}${end}`;
}

/** A moment that is told by itself, in a line that stays. */
function at(atMs: number): TextPart {
  return { kind: 'moment', atMs, words: `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC` };
}

function settingsChanged({ before, after, zoneBefore, zoneAfter }: Extract<AuditedChange, { kind: 'settings' }>): Text {
  const [was, is] = [settingsIn(before), settingsIn(after)];
  const changes = is.flatMap((text, index) =>
    isDeepStrictEqual(text, was[index]) ? [] : [say`${was[index] ?? []} → ${text}`],
  );
  const zone = zoneBefore === null || zoneAfter === null ? [] : [say`time zone ${zoneBefore} → ${zoneAfter}`];
  const [added, takenOff] = [entriesMissing(after, before), entriesMissing(before, after)];
  // What stands on it is told to nobody who reads along.
  const listed = [
    ...(added === 0 ? [] : [say`blocklist: ${counted(added, 'entry', 'entries')} added`]),
    ...(takenOff === 0 ? [] : [say`blocklist: ${counted(takenOff, 'entry', 'entries')} taken off`]),
  ];
  return joinTexts([...zone, ...changes, ...listed], ', ');
}

function entriesMissing({ blocklist }: TenantSettings, other: TenantSettings): number {
  return blocklist.filter((entry) => !other.blocklist.includes(entry)).length;
}

function settingsIn(of: TenantSettings): readonly Text[] {
  const { channels, logChannel, approvalChannel, priceMaxMicroUsd, engines, paused } = of;
  return [
    channels === null ? say`everywhere` : joinTexts(channels.map(channel), ' '),
    logChannel === null ? say`no log` : say`log in ${channel(logChannel)}`,
    approvalChannel === null ? say`nobody is asked for approval` : say`approvals in ${channel(approvalChannel)}`,
    priceMaxMicroUsd === null ? say`the usual price ceiling` : say`price ceiling ${credits(priceMaxMicroUsd)}`,
    engines === null ? say`all engines` : say`engines ${engines.join(', ')}`,
    say`cache ${of.reusesClips ? 'on' : 'off'}`,
    say`adult prompts ${adultRules[of.adult]}`,
    say`judging ${judgingRules[of.judging]}`,
    say`new accounts ${waits(of.accountAgeMsMin)}`,
    say`new members ${waits(of.memberAgeMsMin)}`,
    pauseIs(paused),
  ];
}

function pauseIs({ everywhere, channels }: Pause): Text {
  if (everywhere) return say`paused everywhere`;
  return channels.length === 0 ? say`not paused` : say`paused in ${joinTexts(channels.map(channel), ' ')}`;
}

/** Of videos and credits, in each window. */
const countedLimits = 8;

function limits(set: readonly SetLimit[], unset: string): string {
  if (set.length === 0) return unset;
  if (set.length >= countedLimits && set.every(({ amount }) => amount === null)) return 'no limits';
  return set.map(limit).join(', ');
}

function budgetIs(budget: TenantBudget | null): string {
  return budget === null
    ? 'demo only'
    : `${credits(budget.perDayMicroUsd)} a day, ${credits(budget.perMonthMicroUsd)} a month`;
}

export function removed(videoNumber: number): string {
  return `#${videoNumber} is removed: its file and its links are gone, and its post is being taken down. Nobody is given a copy of it. What was paid stays paid.`;
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
  return say`Amounts: ${code('10/day')}, ${code('200 credits/week')}, ${code('2 at once')}, ${code('unlimited')}, or ${code('default')} to take back what was set. Times: ${code('24h')}, ${code('2d')}. ${code('/video-admin help quota set')} explains one command.`;
}
