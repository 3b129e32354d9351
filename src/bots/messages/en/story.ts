import type { Approval, ApprovalReason } from '../../../core/approval.ts';
import type { Clip } from '../../../core/clip.ts';
import type { DeliveryState } from '../../../core/delivery.ts';
import type { Job, JobStateKind } from '../../../core/job.ts';
import { SECOND } from '../../../core/time.ts';
import type { Phase, Receipt } from '../../../core/receipt.ts';
import type { DrawnGrant } from '../../../core/story.ts';
import { say, type Text, untrusted } from '../text.ts';
import { counted, credits, exact, fileSize, size, videos, when } from './amounts.ts';
import { states } from './status.ts';
import { undeliverable } from './endings.ts';

/** Lines of `/videos show`: everything that is known about one video. */
export function asked(name: string | null, atMs: number, nowMs: number): Text {
  return say`Asked ${name === null ? '' : say`by ${untrusted(name)} `}${when(atMs, nowMs)}`;
}

export function step(state: JobStateKind, atMs: number, nowMs: number): Text {
  return say`${when(atMs, nowMs)}: ${states[state]}`;
}

export function attempts(amount: number): string {
  return `Sent to the engine ${counted(amount, 'time', 'times')}`;
}

/** What was agreed, what is held or was paid of it, and what came back. */
export function money(
  { playMoney, funding }: Pick<Job, 'playMoney' | 'funding'>,
  { quoteMicroUsd, heldMicroUsd, paidMicroUsd, costMicroUsd, backMicroUsd }: Receipt,
): string {
  const from = funding.kind === 'allowance' ? ' from the allowance' : '';
  const agreed = `Agreed price ${credits(quoteMicroUsd)}${playMoney ? ' (demo, no real money)' : ''}`;
  if (heldMicroUsd > 0) return `${agreed}, held${from} until the engine is done`;
  // More than was agreed is nothing that its member pays.
  const charged = Math.min(costMicroUsd, quoteMicroUsd);
  const parts = [
    agreed,
    costMicroUsd === 0 ? null : `the engine charged ${credits(charged)}`,
    costMicroUsd === 0 && paidMicroUsd === 0 && backMicroUsd === 0
      ? null
      : `paid ${credits(paidMicroUsd)}${paidMicroUsd > 0 ? from : ''}`,
    backMicroUsd === 0 ? null : `${credits(backMicroUsd)} went back`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

export function free(): string {
  return 'Free: it is a copy of a video that was there';
}

/** A grant that pays it. */
export function grant(
  { unit, amount, by, byName }: Pick<DrawnGrant, 'unit' | 'amount' | 'by' | 'byName'>,
  decided: Pick<Approval, 'state'> | null,
): Text {
  const what = unit === 'videos' ? videos(amount) : credits(amount);
  const decision = decided?.state.kind === 'approved' ? decided.state : null;
  const giver = by === null ? decision?.byName : byName;
  const whose =
    by?.kind === 'operator'
      ? say` by the operator`
      : giver === null || giver === undefined
        ? say``
        : say` by ${untrusted(giver)}`;
  return say`${what} of it from what was given${whose}`;
}

/** To moderators: what is paid by others than the member. */
export function others({ tenantMicroUsd, overrunMicroUsd, setAsideMicroUsd }: Receipt): string[] {
  const more = overrunMicroUsd === 0 ? '' : ` (${credits(overrunMicroUsd)} more than agreed)`;
  return [
    ...(tenantMicroUsd === 0 ? [] : [`The shared budget pays ${credits(tenantMicroUsd)}${more}`]),
    ...(setAsideMicroUsd === 0 ? [] : [`${credits(setAsideMicroUsd)} set aside: the engine may still bill them`]),
  ];
}

const askedFor: Readonly<Record<ApprovalReason, string>> = {
  over_quota: 'it was more than the quota allows',
  over_price: 'it costs more than is made without a yes',
};

/** Why a moderator was asked, and what they said. */
export function approval(
  { reason, state, askedAtMs }: Pick<Approval, 'reason' | 'state' | 'askedAtMs'>,
  nowMs: number,
): Text {
  const why = askedFor[reason];
  switch (state.kind) {
    case 'open':
      return say`A moderator was asked ${when(askedAtMs, nowMs)}, since ${why}`;
    case 'approved':
    case 'denied': {
      const by = state.byName === null ? say`a moderator` : say`${untrusted(state.byName)}`;
      const said = state.reason === null ? say`` : say`: ${untrusted(state.reason)}`;
      const done = state.kind === 'approved' ? 'Approved' : 'Declined';
      return say`${done} by ${by} ${when(state.atMs, nowMs)} (${why})${said}`;
    }
    case 'expired':
      return say`No moderator decided in time (${why})`;
    case 'withdrawn':
      return say`It was taken back before a moderator decided (${why})`;
  }
}

const phases: Readonly<Record<Phase, string>> = {
  asked: 'asked for a yes',
  waited: 'waited',
  rendered: 'rendered',
  fetched: 'fetched',
};

/** "Took 1 min 10 s: waited 5 s · rendered 1 min · fetched 3 s · posted 2 s". */
export function took(
  parts: readonly { readonly phase: Phase; readonly ms: number }[],
  postedMs: number | null,
): string {
  const all = parts.reduce((sum, { ms }) => sum + ms, postedMs ?? 0);
  const each = parts.map(({ phase, ms }) => `${phases[phase]} ${finely(ms)}`);
  const posted = postedMs === null ? [] : [`posted ${finely(postedMs)}`];
  return `Took ${finely(all)}: ${[...each, ...posted].join(' · ')}`;
}

/** Short times to a tenth of a second, so that they add up. */
function finely(ms: number): string {
  return ms < 9_950 ? `${(ms / SECOND).toFixed(1)} s` : exact(ms);
}

export function file(clip: Pick<Clip, 'file' | 'facts'>): string {
  const { facts } = clip;
  const seconds = Math.round(facts.durationMs / 100) / 10;
  return `File: ${size(facts.size)} · ${seconds} s · ${Math.round(facts.fps * 100) / 100} fps · ${facts.codec} · ${fileSize(clip.file.bytes)}`;
}

export function delivery(state: DeliveryState): string {
  switch (state.kind) {
    case 'pending':
      return 'Waiting to be posted';
    case 'sending':
      return 'Being posted';
    case 'sent':
      return 'Posted';
    case 'undeliverable':
      return undeliverable[state.reason];
  }
}
