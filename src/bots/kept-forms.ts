import type { ApprovalReason } from '../core/approval.ts';
import type { Destination } from '../core/destination.ts';
import type { Clock, Random } from '../core/ports/world.ts';
import { MINUTE } from '../core/time.ts';
import type { VideoForm } from './grammar/form-of.ts';
import { createRecent } from './recent.ts';

/** What a button tells beside what was typed. */
type Told = {
  /** Its price. Null where it has none. */
  readonly agreedMicroUsd?: number | null;
  /** Set for a button that asks a moderator. */
  readonly asksModerator?: ApprovalReason;
};

/** What a button or a form remembers of what somebody typed. */
export type KeptForm =
  /** `at` is where the video belongs, when that is not where the form is filled in. */
  | (Told & { readonly kind: 'video'; readonly form: VideoForm; readonly at: Destination | null })
  /** Any other command. */
  | (Told & { readonly kind: 'text'; readonly command: string; readonly typed: string });

/** Why what was typed is not there any more: a restart counts as time. */
export type LostForm = { readonly kind: 'too_old' | 'pushed_out' };

export function isLost(form: KeptForm | LostForm): form is LostForm {
  return form.kind === 'too_old' || form.kind === 'pushed_out';
}

/** Keeps what was typed for whoever typed it, in memory only: it is lost with a restart, and that is said then. */
export type KeptForms = {
  /** Names it. */
  keep(form: KeptForm, ownerId: string): string;
  /** For anybody else it is too old. */
  of(name: string, ownerId: string): KeptForm | LostForm;
};

const keptMs = 15 * MINUTE;
const nameBytes = 8;

export type KeptFormsLimits = { readonly formsMax: number; readonly ownFormsMax: number; readonly charsMax: number };
/** It takes dozens of people to push out what others typed. */
const usualLimits: KeptFormsLimits = { formsMax: 10_000, ownFormsMax: 20, charsMax: 8_000_000 };

type Kept = { readonly form: KeptForm; readonly ownerId: string; readonly untilMs: number; readonly chars: number };

export function createKeptForms(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  { formsMax, ownFormsMax, charsMax }: KeptFormsLimits = usualLimits,
): KeptForms {
  /** In the order they were kept, so that the first are the oldest. */
  const kept = new Map<string, Kept>();
  const namesByOwner = new Map<string, Set<string>>();
  /** Whose they were. */
  const pushedOut = createRecent<string>();
  let chars = 0;

  function drop(name: string, { ownerId, chars: own }: Kept): void {
    kept.delete(name);
    chars -= own;
    const names = namesByOwner.get(ownerId);
    names?.delete(name);
    if (names?.size === 0) namesByOwner.delete(ownerId);
  }

  function add(name: string, form: Kept): void {
    kept.set(name, form);
    chars += form.chars;
    const names = namesByOwner.get(form.ownerId) ?? new Set();
    namesByOwner.set(form.ownerId, names.add(name));
  }

  function pushOut(name: string, form: Kept): void {
    drop(name, form);
    pushedOut.keep(name, form.ownerId);
  }

  function pushOutOldestOf(ownerId: string): void {
    const names = namesByOwner.get(ownerId);
    const [oldest] = names ?? [];
    const form = oldest === undefined ? undefined : kept.get(oldest);
    if (oldest !== undefined && form && names && names.size > ownFormsMax) pushOut(oldest, form);
  }

  function sweep(): void {
    const nowMs = clock.nowMs();
    for (const [name, oldest] of kept) {
      if (oldest.untilMs <= nowMs) drop(name, oldest);
      else if (kept.size > formsMax || chars > charsMax) pushOut(name, oldest);
      else return;
    }
  }

  return {
    keep(form, ownerId) {
      const name = random.secretHex(nameBytes);
      add(name, { form, ownerId, untilMs: clock.nowMs() + keptMs, chars: charsOf(form) });
      pushOutOldestOf(ownerId);
      sweep();
      return name;
    },
    of(name, ownerId) {
      sweep();
      const found = kept.get(name);
      if (found?.ownerId === ownerId) return found.form;
      return { kind: pushedOut.get(name) === ownerId ? 'pushed_out' : 'too_old' };
    },
  };
}

function charsOf(form: KeptForm): number {
  if (form.kind === 'text') return form.typed.length;
  const { prompt, options, input } = form.form;
  return prompt.length + options.length + (input?.source.length ?? 0);
}
