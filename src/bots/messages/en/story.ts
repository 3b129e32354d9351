import type { Clip } from '../../../core/clip.ts';
import type { DeliveryState } from '../../../core/delivery.ts';
import type { Job, JobStateKind } from '../../../core/job.ts';
import { say, type Text, untrusted } from '../text.ts';
import { counted, credits, fileSize, size, when } from './amounts.ts';
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

/** Quote, the engine's charge and what the member paid. Null where there is no verdict yet. */
export function money(
  { quoteMicroUsd, playMoney }: Pick<Job, 'quoteMicroUsd' | 'playMoney'>,
  costMicroUsd: number | null,
  chargedMicroUsd: number | null,
): string {
  const parts = [
    `Agreed price ${credits(quoteMicroUsd)}${playMoney ? ' (demo, no real money)' : ''}`,
    costMicroUsd === null ? null : `the engine charged ${credits(costMicroUsd)}`,
    chargedMicroUsd === null ? null : `paid ${credits(chargedMicroUsd)}`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
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
