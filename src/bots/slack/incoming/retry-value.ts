import { z } from 'zod';
import type { ApprovalReason } from '../../../core/approval.ts';
import type { Destination } from '../../../core/destination.ts';
import { formOf } from '../../grammar/form-of.ts';
import { formOfRetyped } from '../../grammar/retyped.ts';
import type { KeptForm, KeptForms } from '../../kept-forms.ts';
import { isTs } from '../places.ts';
import type { Came } from './came.ts';
import { readPlainJson, writePlainJson } from './plain-json.ts';

/** What Slack takes as the value of a button. */
const charsMax = 2_000;

/** What was typed, and where the button that brings it back stands. */
export type ToKeep = {
  readonly command: string;
  readonly typed: string;
  /** The thread that it was typed in: Slack does not always tell that of an answer for one person. */
  readonly thread: string | null;
  /** The event that it was typed with: a button that does it counts once for each. */
  readonly event: string;
  /** The price that the button tells; 0 where it tells none, null for what has none. */
  readonly agreedMicroUsd: number | null;
  /** Set for a button that asks a moderator. */
  readonly asksModerator: ApprovalReason | null;
  /** Where the video belongs, when that is not where the button is pressed. */
  readonly belongsAt: Destination | null;
  readonly ownerId: string;
};

/**
 * What was typed, in the button itself: so it outlasts a restart. What a button must not be believed is kept here
 * instead, and so is what is too long.
 */
export function writeRetry(
  { command, typed, thread, event, agreedMicroUsd, asksModerator, belongsAt, ownerId }: ToKeep,
  forms: KeptForms,
): string {
  const common = { thread, event, agreedMicroUsd, ...(asksModerator === null ? {} : { asksModerator }) };
  const isOwn = belongsAt !== null || (command === 'video' && formOf(typed).input !== null);
  const text = writePlainJson({ command, typed, ...common });
  if (!isOwn && text.length <= charsMax) return text;
  return writePlainJson({ kept: forms.keep(keptOf(command, typed, belongsAt), ownerId), ...common });
}

/** What a form for it starts from. */
export function keptOf(command: string, typed: string, belongsAt: Destination | null): KeptForm {
  return command === 'video'
    ? { kind: 'video', form: formOfRetyped(typed), at: belongsAt }
    : { kind: 'text', command, typed };
}

const approvalReasons = ['over_quota', 'over_price'] as const satisfies readonly ApprovalReason[];

const thread = z.string().refine(isTs).nullable();
const common = {
  thread,
  /** Left out by earlier versions. */
  event: z.string().max(300).nullable().default(null),
  agreedMicroUsd: z.int().min(0).nullable().default(0),
  asksModerator: z.enum(approvalReasons).nullable().default(null),
};
const written = z.union([
  z.object({ kept: z.string().max(100), ...common }),
  z.object({ command: z.string().max(100), typed: z.string().max(charsMax), ...common }),
]);

export type Retry = {
  readonly thread: string | null;
  readonly event: string | null;
  readonly agreedMicroUsd: number | null;
  readonly asksModerator: ApprovalReason | null;
} & (
  | { readonly kind: 'kept'; readonly name: string }
  | { readonly kind: 'typed'; readonly command: string; readonly typed: string }
);

/** Null for what is no value of ours, or of a version that we no longer know. */
export function readRetry(value: string): Retry | null {
  const read = written.safeParse(readPlainJson(value));
  if (!read.success) return null;
  const { data } = read;
  const { thread: at, event, agreedMicroUsd, asksModerator } = data;
  const told = { thread: at, event, agreedMicroUsd, asksModerator };
  return 'kept' in data
    ? { kind: 'kept', name: data.kept, ...told }
    : { kind: 'typed', command: data.command, typed: data.typed, ...told };
}

/** Slack does not always tell the thread of an answer for one person. */
export function inThread(came: Came, retry: Retry | null): Came {
  const { at } = came;
  return { ...came, at: at && { ...at, thread: at.thread ?? retry?.thread ?? null } };
}
