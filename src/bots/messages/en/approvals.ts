import type { Approval, ApprovalReason } from '../../../core/approval.ts';
import type { JobStateKind } from '../../../core/job.ts';
import type { Earlier } from '../../../core/ports/approvals.ts';
import type { Allowance } from '../../../core/request.ts';
import { code, joinTexts, person, say, type Text, untrusted } from '../text.ts';
import { both, counted, credits, creditsLeft, videos, when } from './amounts.ts';
import { states } from './status.ts';

/** Who asks, where their name is not kept any more. */
const somebody = 'Somebody';

type Asker = { readonly name: string | null; readonly externalId: string | null };

/** To moderators: who asks for what. */
export function asks(asker: Asker, numbers: readonly number[]): Text {
  return say`${called(asker)} asks a moderator about ${list(numbers)}`;
}

/** The same once it is over. */
export function isOver(numbers: readonly number[], state: Exclude<Approval['state'], { kind: 'open' }>): Text {
  const which = list(numbers);
  switch (state.kind) {
    case 'approved':
      return say`${which}: ${state.grantedMicroUsd === null ? 'approved' : `${credits(state.grantedMicroUsd)} given`}${by(state.byName)}`;
    case 'denied':
      return say`${which}: declined${by(state.byName)}`;
    case 'expired':
      return say`${which}: no moderator decided in time`;
    case 'withdrawn':
      return say`${which}: no longer asked for`;
  }
}

function by(name: string | null): Text {
  return name === null ? say` by a moderator` : say` by ${untrusted(name)}`;
}

/** Whose it was, once it is over. */
export function askedBy(asker: Asker): Text {
  return say`Asked by ${called(asker)}`;
}

function called({ name, externalId }: Asker): Text {
  return name === null ? say`${somebody}` : [person(name, externalId)];
}

function list(numbers: readonly number[]): string {
  return both(numbers.map((each) => `#${each}`));
}

/** Stands for a prompt that is the asker's alone. */
export const isPrivate = 'Asked in private: its words are not shown here.';

/** "1 video · 5 s · Runway gen4.5 · 300 credits". */
export function costs(amount: number, engine: string, quoteMicroUsd: number, playMoney: boolean): string {
  const price = credits(quoteMicroUsd);
  return [videos(amount), engine, playMoney ? `${price} (demo, no real money)` : price].join(' · ');
}

/** Why it needs a yes. */
export const because: Readonly<Record<ApprovalReason, string>> = {
  over_quota: 'It is more than they have left.',
  over_price: 'It costs more than is started here without a moderator’s yes.',
};

/** What the asker could still start by themselves; empty where nothing is limited. */
export function theyHave({ leftMicroUsd, videosLeft }: Allowance): string {
  const credit = leftMicroUsd === null ? null : counted(creditsLeft(leftMicroUsd), 'credit', 'credits');
  const more = videosLeft === null ? null : videos(Math.max(0, videosLeft));
  const parts = [credit, more].filter((part) => part !== null);
  return parts.length === 0 ? '' : `They have ${both(parts)} left.`;
}

/** What they asked for before: "Before: #409 ready, #405 failed". */
export function before(lately: readonly Pick<Earlier, 'number' | 'state'>[]): string {
  if (lately.length === 0) return 'They have asked for nothing here before.';
  return `Before: ${lately.map(({ number, state }) => `#${number} ${inAWord(state)}`).join(', ')}.`;
}

function inAWord(state: JobStateKind): string {
  return states[state];
}

/** When it ends by itself. */
export function endsAt(expiresAtMs: number, nowMs: number): Text {
  return say`Nothing is set aside or paid before a yes. It ends by itself ${when(expiresAtMs, nowMs)}.`;
}

/** How it is decided without the buttons. */
export function typed(number: number): Text {
  const yes = code(`/video-admin approve #${number}`);
  return say`${yes} or ${code(`/video-admin deny #${number}`)} do the same as the buttons.`;
}

export function why(reason: string): Text {
  return say`Why: ${untrusted(reason)}`;
}

export const buttons = { approve: 'Approve', approveWith: 'Approve with limit…', deny: 'Deny' };

/** To the asker: somebody agreed. */
export function saidYes({
  byName,
  reason,
}: Pick<Extract<Approval['state'], { kind: 'approved' }>, 'byName' | 'reason'>): Text {
  const who = byName === null ? say`A moderator` : say`${untrusted(byName)}`;
  const yes = say`${who} said yes.`;
  return reason === null ? yes : joinTexts([yes, why(reason)], ' ');
}

/** To the asker: nobody agreed. */
export function saidNo({
  byName,
  reason,
}: Pick<Extract<Approval['state'], { kind: 'denied' }>, 'byName' | 'reason'>): Text {
  const who = byName === null ? say`A moderator` : say`${untrusted(byName)}`;
  const no = say`${who} declined it. You pay nothing.`;
  return reason === null ? no : joinTexts([no, why(reason)], ' ');
}

/** To the asker: they got something, and less than it costs. */
export function gaveLess(grantedMicroUsd: number, quoteMicroUsd: number, reason: string | null): Text {
  const gave = say`A moderator gave you ${credits(grantedMicroUsd)}, and this costs ${credits(quoteMicroUsd)}, so it was not started. You pay nothing. Ask for something shorter or smaller: ${code('/videos quota')} says what you have.`;
  return reason === null ? gave : joinTexts([gave, why(reason)], ' ');
}
