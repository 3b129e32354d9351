/** `{ ok: false, error }`, with what else Slack says. */
export class Refusal extends Error {
  readonly code: string;
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;

  constructor(
    code: string,
    how: { more?: Record<string, unknown>; headers?: Record<string, string>; status?: number } = {},
  ) {
    super(code);
    this.code = code;
    this.more = how.more ?? {};
    this.headers = how.headers ?? {};
    this.status = how.status ?? 200;
  }
}

export function refuse(code: string): Refusal {
  return new Refusal(code);
}

export function invalid(code: string, messages: readonly string[]): Refusal {
  return new Refusal(code, { more: { response_metadata: { messages: messages.map((one) => `[ERROR] ${one}`) } } });
}

export function rateLimited(retryAfterS: number): Refusal {
  return new Refusal('ratelimited', { status: 429, headers: { 'retry-after': String(retryAfterS) } });
}

/** What a correct app never gets to hear. */
const mistakes = new Set([
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_form_data',
  'invalid_json',
  'invalid_post_type',
  'invalid_metadata_format',
  'invalid_trigger_id',
  'invalid_auth_method',
  'missing_argument',
  'metadata_too_large',
  'msg_too_long',
  'no_text',
  'not_allowed_token_type',
  'unknown_method',
  'view_too_large',
  'duplicate_external_id',
  'push_limit_reached',
  'alt_txt_too_large',
  'internal_error',
]);

export function isMistake(refusal: Refusal): boolean {
  return mistakes.has(refusal.code);
}
