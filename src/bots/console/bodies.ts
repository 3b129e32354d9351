import * as z from 'zod';

/**
 * Bodies of messages as they are kept, so that drawing one needs no further query. A view is kept as it was shown; what
 * a later version of it adds is left out when an older one reads it.
 */
const Part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('words'), text: z.string() }),
  z.object({ kind: z.literal('code'), text: z.string() }),
  z.object({ kind: z.literal('option'), name: z.string(), value: z.string().nullable() }),
  z.object({ kind: z.literal('moment'), atMs: z.number(), words: z.string() }),
  z.object({ kind: z.literal('channel'), id: z.string() }),
  z.object({ kind: z.literal('role'), id: z.string() }),
  z.object({ kind: z.literal('untrusted'), text: z.string() }),
]);

const Words = z.array(Part).readonly();

const TypedButton = z.object({
  action: z.enum(['retry', 'confirm']),
  label: z.string(),
  style: z.enum(['plain', 'primary']).default('primary'),
  command: z.string(),
  typed: z.string(),
  /** Null where it starts nothing that has a price. */
  agreedMicroUsd: z.int().min(0).nullable().optional(),
});

/** Asks a moderator for what was typed. */
const AskButton = z.object({
  action: z.literal('ask'),
  label: z.string(),
  style: z.literal('plain'),
  command: z.string(),
  typed: z.string(),
  reason: z.enum(['over_quota', 'over_price']),
});

const ApprovalButton = z.object({
  action: z.enum(['approve', 'approve_with', 'deny']),
  label: z.string(),
  style: z.enum(['plain', 'primary', 'danger']),
  approvalId: z.string(),
});

const PressButton = z.object({
  action: z.string().regex(/^[a-z_]{1,20}$/),
  label: z.string(),
  style: z.enum(['plain', 'primary', 'danger']),
  jobs: z.array(z.string()).readonly(),
  agreedMicroUsd: z.int().min(0).optional(),
});

const ShownView = z.object({
  title: Words,
  lines: z.array(Words).readonly(),
  progress: z.number().nullable(),
  tone: z.enum(['busy', 'good', 'bad', 'note']),
  buttons: z.array(z.union([TypedButton, AskButton, ApprovalButton, PressButton])).readonly(),
});

const ShownClip = z.object({
  id: z.string(),
  width: z.number(),
  height: z.number(),
  mime: z.string(),
  bytes: z.number(),
  /** What it shows, for those who cannot see it. */
  prompt: z.string(),
});

const By = z.object({ name: z.string() });

const Body = z.discriminatedUnion('kind', [
  /** `typed` is shortened: it is shown, and nothing else is made of it. */
  z.object({ kind: z.literal('command'), by: By, typed: z.string(), hasImage: z.boolean() }),
  z.object({ kind: z.literal('pressed'), by: By, label: z.string(), number: z.number().nullable().default(null) }),
  /** `news` is what changes of it are told by: its state without its progress. */
  z.object({ kind: z.literal('status'), view: ShownView, news: z.string() }),
  /** What moderators are asked, or how it ended. */
  z.object({ kind: z.literal('approval'), view: ShownView, news: z.string() }),
  z.object({
    kind: z.literal('result'),
    view: ShownView,
    news: z.string(),
    clip: ShownClip,
    jobNumber: z.number(),
    /** Who asked for it. */
    asker: z.string().nullable(),
  }),
]);

export type Body = z.infer<typeof Body>;
export type ShownView = z.infer<typeof ShownView>;
export type ShownClip = z.infer<typeof ShownClip>;
export type ShownButton = ShownView['buttons'][number];

export function writeBody(body: Body): string {
  return JSON.stringify(body);
}

/** Null for a body that another version wrote and this one cannot read. */
export function readBody(text: string): Body | null {
  try {
    return Body.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
