import { SECOND } from '../../../core/time.ts';
import type { Self, SlackApi } from '../outgoing/api.ts';

/** What Slack says of a token. */
export type TokenVerdict =
  | { readonly kind: 'good'; readonly self: Self }
  /** For good: it never comes to life again. `code` is Slack's own word. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unheard'; readonly detail: string };

const askMsMax = 15 * SECOND;

/** docs.slack.dev/reference/methods/auth.test */
const refusals: ReadonlySet<string> = new Set(['account_inactive', 'invalid_auth', 'token_expired', 'token_revoked']);

/** Asks Slack whether it takes a token. */
export async function checkToken(api: Pick<SlackApi, 'authTest'>, signal?: AbortSignal): Promise<TokenVerdict> {
  const limit = AbortSignal.timeout(askMsMax);
  const asked = await api.authTest(signal ? AbortSignal.any([signal, limit]) : limit);
  if (asked.kind === 'done') return { kind: 'good', self: asked.value };
  const { code, detail } = asked;
  return code !== null && refusals.has(code) ? { kind: 'refused', code } : { kind: 'unheard', detail };
}
