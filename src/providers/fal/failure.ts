import { z } from 'zod';
import type { ProviderErrorCode } from '../../core/ports/provider.ts';
import { refusedOnTheWay } from '../create-answer.ts';

/** An error in fal's own envelope. `texts` may hold what people wrote: they are matched, never logged. */
export type FalError = {
  readonly types: readonly string[];
  readonly places: readonly string[];
  readonly texts: readonly string[];
  /** Of the platform rather than the model. */
  readonly errorType: string | null;
};

/** What is looked through of a message: longer ones only repeat what was sent. */
const charsMax = 4_000;

const item = z.object({
  type: z.string().catch(''),
  msg: z
    .string()
    .transform((text) => text.slice(0, charsMax))
    .catch(''),
  loc: z.array(z.union([z.string(), z.number()])).catch([]),
});
const items = z.array(item).min(1);
const envelope = z.object({
  detail: z.union([
    z.string().transform((text) => [{ type: '', msg: text.slice(0, charsMax), loc: [] }]),
    items,
    item.transform((one) => [one]),
  ]),
  error_type: z.string().nullable().catch(null),
});
const body = z.union([envelope, items.transform((detail) => ({ detail, error_type: null }))]);

export function readError(json: unknown): FalError | null {
  const parsed = body.safeParse(json);
  if (!parsed.success) return null;
  const { detail, error_type: errorType } = parsed.data;
  return {
    types: detail.map(({ type }) => type).filter((type) => type !== ''),
    places: detail.map(({ loc }) => loc.join('.')).filter((place) => place !== ''),
    texts: detail.map(({ msg }) => msg),
    errorType,
  };
}

/** What a model's error type means; the others mean that the request could not be used. */
const meanings = new Map<string, ProviderErrorCode>([
  ['content_policy_violation', 'moderation'],
  // It ran and made nothing it would show: other words are what helps.
  ['no_media_generated', 'moderation'],
  ['internal_server_error', 'transient'],
  ['internal_error', 'transient'],
  ['generation_timeout', 'transient'],
  ['downstream_service_error', 'transient'],
  ['downstream_service_unavailable', 'transient'],
]);

const moderationWords = /content[ _-]?(?:policy|checker|moderation)|moderat|safety|nsfw|sensitive|prohibited/i;

/** Moderation goes before everything else, whatever status or prefix it comes with. */
function isModeration({ types, texts }: FalError): boolean {
  if (types.some((type) => meanings.get(type) === 'moderation' || moderationWords.test(type))) return true;
  // A message without a type is all there is to go by; beside a type it only repeats it.
  return types.length === 0 && texts.some((text) => moderationWords.test(text));
}

/** Why a create was certainly not taken. Without an envelope something on the way refused it, not fal. */
export function rejectionCode(status: number, error: FalError | null): ProviderErrorCode {
  if (error === null) return refusedOnTheWay(status);
  if (isModeration(error)) return 'moderation';
  switch (status) {
    case 401:
    case 402:
    case 403:
      return 'out_of_credit';
    case 404:
    case 410:
      return 'model_retired';
    case 429:
      return 'rate_limited';
    case 503:
      return 'transient';
    default:
      return meaningOf(error) ?? 'invalid';
  }
}

/** Why there is no clip of a task that is over. */
export function failureCode(status: number, error: FalError): ProviderErrorCode {
  if (isModeration(error)) return 'moderation';
  const meaning = meaningOf(error);
  if (meaning !== null) return meaning;
  if (status === 404 || status === 410) return 'expired';
  return status >= 500 || error.errorType !== null ? 'transient' : 'invalid';
}

function meaningOf({ types }: FalError): ProviderErrorCode | null {
  return types.map((type) => meanings.get(type)).find((code) => code !== undefined) ?? null;
}

/** For the log: the status, and the words of a closed kind that came with it. */
export function describe(status: number, error: FalError | null): string {
  if (error === null) return `${status} without an error of fal's own`;
  const { types, places, errorType } = error;
  const words = [...types, ...(errorType === null ? [] : [errorType]), ...places].filter((word) =>
    wordPattern.test(word),
  );
  return [`${status}`, ...Array.from(new Set(words)).slice(0, 6)].join(' ');
}

const wordPattern = /^[a-z][\w.-]{0,60}$/i;

/** Whether the account is what refuses: its balance is used up, or it is locked. */
export function isAboutCredit({ texts }: FalError): boolean {
  return texts.some((text) => /exhausted balance|user is locked|top.?up|insufficient/i.test(text));
}
