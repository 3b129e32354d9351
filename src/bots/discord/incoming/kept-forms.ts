import type { Destination } from '../../../core/destination.ts';
import type { Clock, Random } from '../../../core/ports/world.ts';
import { MINUTE } from '../../../core/time.ts';
import type { VideoForm } from '../../grammar/form-of.ts';

/** What a button or a form remembers of what somebody typed. */
export type KeptForm =
  /** `at` is where the video belongs, when that is not where the form is filled in. */
  | { readonly kind: 'video'; readonly form: VideoForm; readonly at: Destination | null }
  /** Any other command. */
  | { readonly kind: 'text'; readonly command: string; readonly typed: string };

/** Keeps what was typed for whoever typed it, in memory only: it is lost with a restart, and that is said then. */
export type KeptForms = {
  /** Names it. */
  keep(form: KeptForm, ownerId: string): string;
  /** Null once it is too old or was pushed out, and for anybody else. */
  of(name: string, ownerId: string): KeptForm | null;
};

const keptMs = 15 * MINUTE;
const nameBytes = 8;

export type KeptFormsLimits = { readonly formsMax: number; readonly charsMax: number };
const usualLimits: KeptFormsLimits = { formsMax: 10_000, charsMax: 8_000_000 };

type Kept = { readonly form: KeptForm; readonly ownerId: string; readonly untilMs: number; readonly chars: number };

export function createKeptForms(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  { formsMax, charsMax }: KeptFormsLimits = usualLimits,
): KeptForms {
  /** In the order they were kept, so that the first are the oldest. */
  const kept = new Map<string, Kept>();
  let chars = 0;

  function sweep(): void {
    const nowMs = clock.nowMs();
    for (const [name, oldest] of kept) {
      if (oldest.untilMs > nowMs && kept.size <= formsMax && chars <= charsMax) return;
      kept.delete(name);
      chars -= oldest.chars;
    }
  }

  return {
    keep(form, ownerId) {
      const name = random.secretHex(nameBytes);
      const own = charsOf(form);
      kept.set(name, { form, ownerId, untilMs: clock.nowMs() + keptMs, chars: own });
      chars += own;
      sweep();
      return name;
    },
    of(name, ownerId) {
      sweep();
      const found = kept.get(name);
      return found?.ownerId === ownerId ? found.form : null;
    },
  };
}

function charsOf(form: KeptForm): number {
  if (form.kind === 'text') return form.typed.length;
  const { prompt, options, input } = form.form;
  return prompt.length + options.length + (input?.source.length ?? 0);
}
