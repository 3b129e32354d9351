import type { ApprovalReason } from '../core/approval.ts';
import type { Engines } from '../core/engines.ts';
import type { ApprovalId, JobId } from '../core/ids.ts';
import type { Made } from '../core/offer.ts';
import type { Offers } from '../core/offers.ts';
import type { Catalogue } from './messages/catalogue.ts';
import type { Text } from './messages/text.ts';

/** `busy` while something goes on, `note` where somebody is waited for, `good` and `bad` at the end. */
export type Tone = 'busy' | 'good' | 'bad' | 'note';

/** What a press asks for. `delete` asks back; `delete_now` is the answer to that. */
export type PressAction = 'cancel' | 'again' | 'edit' | 'hd' | 'continue' | 'delete' | 'delete_now';

/** Goes back as a press, with the ids of the jobs that it is about and nothing else. */
export type PressButton = {
  readonly action: PressAction;
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
  readonly jobs: readonly [JobId, ...JobId[]];
  /** The price that its label tells. */
  readonly agreedMicroUsd?: number;
};

/** Opens a form that holds what was typed. */
export type RetryButton = {
  readonly action: 'retry';
  readonly label: string;
  readonly style: 'plain' | 'primary';
  readonly command: string;
  readonly typed: string;
};

/** Does what was typed, which was asked about before it starts. */
export type ConfirmButton = {
  readonly action: 'confirm';
  readonly label: string;
  readonly style: 'primary';
  readonly command: string;
  readonly typed: string;
  /** Null where it has no price: what moderators decide. */
  readonly agreedMicroUsd: number | null;
};

/** Asks a moderator for what was typed, which limits or a price do not allow. */
export type AskButton = {
  readonly action: 'ask';
  readonly label: string;
  readonly style: 'plain';
  readonly command: string;
  readonly typed: string;
  readonly reason: ApprovalReason;
};

/** Goes back with what was typed. */
export type TypedButton = RetryButton | ConfirmButton | AskButton;

export type ApprovalAction = 'approve' | 'approve_with' | 'deny';

/** A moderator's word about a request that waits for it. `approve_with` and `deny` open a form. */
export type ApprovalButton = {
  readonly action: ApprovalAction;
  readonly label: string;
  readonly style: 'plain' | 'primary' | 'danger';
  readonly approvalId: ApprovalId;
};

export type Button = PressButton | TypedButton | ApprovalButton;

export function isTyped(button: Button): button is TypedButton {
  return button.action === 'retry' || button.action === 'confirm' || button.action === 'ask';
}

export function isApproval(button: Button): button is ApprovalButton {
  return 'approvalId' in button;
}

/** What is shown, without a platform: each one draws it in its own way. Who may press a button is decided anew from the stored job. */
export type View = {
  readonly title: Text;
  readonly lines: readonly Text[];
  /** 0 to 1; null where there is no progress to show. */
  readonly progress: number | null;
  /** Set where the title says it in words: a bar beside it needs none, and whoever listens hears it once. */
  readonly isProgressInTitle?: true;
  readonly tone: Tone;
  readonly buttons: readonly Button[];
};

/** In which words and at which moment something is shown. */
export type Showing = {
  readonly words: Catalogue;
  readonly nowMs: number;
  /** What a finished clip can be had as at present: `createOffers(engines, media)`. Without it nothing of it is offered. */
  readonly offers?: (made: Made) => Offers;
  /** The engines by their names and with their prices. Without them engines go by their ids. */
  readonly engines?: Pick<Engines, 'all' | 'find'>;
};

/** A view that only says something. */
export function spoken(title: Text, lines: readonly Text[], tone: Tone, buttons: readonly Button[] = []): View {
  return { title, lines, progress: null, tone, buttons };
}
