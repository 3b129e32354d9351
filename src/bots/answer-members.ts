import type { ApprovalId, UserId } from '../core/ids.ts';
import type { Verdict } from '../core/approval.ts';
import { blockMember } from '../core/usecases/block-member.ts';
import { decideApproval } from '../core/usecases/decide-approval.ts';
import { pause } from '../core/usecases/pause.ts';
import { removeAll } from '../core/usecases/remove-all.ts';
import { removeVideo } from '../core/usecases/remove-video.ts';
import { type At, withPerson } from './admin-at.ts';
import { type Answer, said } from './answered.ts';
import type { AdminCommand } from './grammar/command.ts';
import { formatOptions, formatPerson } from './grammar/format-admin.ts';
import type { PersonRef } from './grammar/person.ts';
import { presentNotAllowed, presentRemoved } from './present-admin.ts';
import { presentTogether } from './present-answers.ts';
import { presentBlocked, presentDecided, presentPaused, presentRemovedAll } from './present-deeds.ts';
import type { View } from './view.ts';

type CommandOf<K extends AdminCommand['kind']> = Extract<AdminCommand, { kind: K }>;

export async function answerBlock(command: CommandOf<'block' | 'unblock'>, at: At): Promise<Answer> {
  const { who, reason } = command;
  const block = command.kind === 'block' ? { forMs: command.forMs } : null;
  return withPerson(who, at, async (userId) => said(await blockOf(userId, block, reason, at)));
}

/** `block` null lifts it. */
async function blockOf(
  userId: UserId,
  block: { readonly forMs: number | null } | null,
  reason: string | null,
  at: At,
): Promise<View> {
  const { by, showing } = at;
  const untilMs = block === null || block.forMs === null ? null : showing.nowMs + block.forMs;
  const wanted = { by, tenantId: by.tenantId, userId, block: block && { untilMs }, reason };
  const done = await blockMember(wanted, at);
  return done.kind === 'not_allowed' ? presentNotAllowed(showing) : presentBlocked(done, block !== null, showing);
}

export async function answerPause({ kind, channel, reason }: CommandOf<'pause' | 'resume'>, at: At): Promise<Answer> {
  const { by, showing } = at;
  const isPaused = kind === 'pause';
  const done = await pause({ by, tenantId: by.tenantId, channel, isPaused, reason }, at);
  switch (done.kind) {
    case 'not_allowed':
      return said(presentNotAllowed(showing));
    case 'paused':
      return said(presentPaused(done, { channel, isPaused }, showing));
  }
}

export async function answerRemove({ number, block, reason }: CommandOf<'remove'>, at: At): Promise<Answer> {
  const { by, showing } = at;
  const { tenantId } = by;
  const result = await removeVideo({ by, tenantId, number, reason }, at);
  if (result.kind === 'not_allowed') return said(presentNotAllowed(showing));
  const removed = presentRemoved(result, number, showing);
  const isFound = result.kind !== 'not_found' && result.kind !== 'not_yours';
  if (!block || !isFound) return said(removed);
  return said(presentTogether([removed, await blockOf(result.job.userId, block, reason, at)]));
}

export async function answerRemoveAll(command: CommandOf<'remove_all'>, at: At): Promise<Answer> {
  const { who, lastMs, block, reason, isSure } = command;
  const { by, showing } = at;
  return withPerson(who, at, async (userId) => {
    const sinceMs = showing.nowMs - lastMs;
    // First, so that nothing comes after what is removed.
    if (isSure && block) await blockOf(userId, block, reason, at);
    const done = await removeAll({ by, tenantId: by.tenantId, userId, sinceMs, reason, isPreview: !isSure }, at);
    if (done.kind === 'not_allowed') return said(presentNotAllowed(showing));
    const again = isSure ? null : { command: 'video-admin remove', typed: typedSure(who, command) };
    return said(presentRemovedAll(done, { lastMs, block, again }, showing));
  });
}

function typedSure(who: PersonRef, { lastMs, block, reason }: CommandOf<'remove_all'>): string {
  return `${formatPerson(who.raw)} ${formatOptions({ last: lastMs, block, sure: true, reason })}`;
}

export async function answerVerdict(command: CommandOf<'approve' | 'deny'>, at: At): Promise<Answer> {
  const { number, reason } = command;
  return said(await verdictOn({ number }, verdictOf(command, at), reason, at));
}

function verdictOf(command: CommandOf<'approve' | 'deny'>, { showing: { nowMs } }: At): Verdict {
  if (command.kind === 'deny') return { kind: 'deny' };
  const { limit } = command;
  return { kind: 'approve', limit: limit && { microUsd: limit.microUsd, expiresAtMs: nowMs + limit.expiresMs } };
}

/** A moderator's word about a request that waits for it, by the number of one of its videos or by its own id. */
export async function verdictOn(
  approval: { readonly number: number } | { readonly id: ApprovalId },
  verdict: Verdict,
  reason: string | null,
  at: At,
): Promise<View> {
  const { by, showing } = at;
  const done = await decideApproval({ by, tenantId: by.tenantId, approval, verdict, reason }, at);
  if (done.kind === 'not_allowed') return presentNotAllowed(showing);
  return presentDecided(done, 'number' in approval ? approval.number : null, showing);
}
