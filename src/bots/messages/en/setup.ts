import type { MemberLimit } from '../../../core/policy.ts';
import type { TenantBudget } from '../../../core/tenant.ts';
import { channel, code, joinTexts, say, type Text } from '../text.ts';
import { credits, dollars } from './amounts.ts';
import { limitWithSource } from './quota.ts';

/** How a tenant is set up: each setting as it is, and what that means. */
export function heading(): string {
  return 'How Reelay is set up here';
}

export function changed(): string {
  return 'Changed. This is how Reelay is set up here now';
}

export function where(channels: readonly string[] | null): Text {
  if (channels === null) return say`Channels: all. Videos can be asked for wherever Reelay can post.`;
  return say`Channels: only ${joinTexts(channels.map(channel), ', ')}. Elsewhere, ${code('/video')} only says where to ask.`;
}

/** What everybody may use who has no quota of their own. */
export function allowance(limits: readonly MemberLimit[]): Text {
  const said = limits.length === 0 ? say`no limits` : joinTexts(limits.map(limitWithSource), ', ');
  return say`Allowance for each member: ${said}. Whoever has a quota of their own keeps it.`;
}

/** `maxMicroUsd`: what moderators set; `budget`: what the operator allows. The smaller holds. */
export function cap(maxMicroUsd: number | null, budget: TenantBudget | null): string {
  if (budget === null) {
    const then = maxMicroUsd === null ? '' : ` Once it does, at most ${aDay(maxMicroUsd)} is spent.`;
    return `Cap: the operator does not allow real engines here yet, so the free demo makes the videos and nothing costs anything.${then}`;
  }
  const allowed = aDay(budget.perDayMicroUsd);
  if (maxMicroUsd === null) return `Cap: none of your own. The operator allows ${allowed} here, all together.`;
  if (maxMicroUsd > budget.perDayMicroUsd) return `Cap: ${aDay(maxMicroUsd)}, but the operator allows only ${allowed}.`;
  const more = maxMicroUsd === budget.perDayMicroUsd ? 'allows as much' : `would allow ${allowed}`;
  return `Cap: at most ${aDay(maxMicroUsd)} of real money, all together. The operator ${more}.`;
}

function aDay(microUsd: number): string {
  return `${dollars(microUsd)} (${credits(microUsd)}) a day`;
}

export function log(logChannel: string | null): Text {
  if (logChannel === null) return say`Log: none. ${code('/video-admin audit')} shows what moderators decide.`;
  return say`Log: ${channel(logChannel)} gets a line for each decision of a moderator.`;
}

export function howTo(): Text {
  return say`To change it: ${code('/video-admin setup --cap $5')}, or ${code('/video-admin setup --clear cap')} to take that back. ${code('/video-admin help setup')} explains all of it.`;
}
