import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import { MINUTE, SECOND } from '../../../core/time.ts';
import { networkFailure } from '../../../core/network-failure.ts';

type PlainKind =
  /** The channel or the person is not there any more, or is hidden from us. */
  | 'gone'
  | 'message_gone'
  | 'file_gone'
  /** We have to be let into the channel first. */
  | 'not_in_channel'
  /** We may not do it there. Asking again changes nothing. */
  | 'not_allowed'
  /** The workspace takes no such files from us. */
  | 'no_uploads'
  | 'too_large'
  /** The address, the trigger or the form of an answer is no good any more. */
  | 'answer_over'
  /** Slack does not understand us: a fault of ours. */
  | 'rejected'
  /** Whether it was done is not known. */
  | 'ambiguous'
  /** Nothing of it was done. */
  | 'not_done';

/**
 * Why Slack did not do what it was asked. `code` is Slack's own word for it, if it said one. `detail` is for the log:
 * never an address, which can hold a token, and never what was sent.
 */
export type ApiProblem = { readonly detail: string; readonly code: string | null } & (
  | { readonly kind: PlainKind }
  | { readonly kind: 'slow'; readonly afterMs: number }
  /** The token of the workspace is refused, or was a moment ago. */
  | { readonly kind: 'token_refused'; readonly afterMs: number }
);

export type ProblemKind = ApiProblem['kind'];

/** How long nothing is asked in a workspace once its token was refused. */
export const refusedPauseMs = MINUTE;

/** Where Slack wants patience and does not say how much. */
export const patienceMs = 30 * SECOND;
/** It may ask for patience, but not silence us for days. */
const askedMsMax = 30 * MINUTE;
/** A workspace that moves into an organization is away for longer. */
const movingMs = 10 * MINUTE;

/** Why something that was asked by the client of Slack's API was not done. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof WebAPIRateLimitedError) return slowFor(Math.min(error.retryAfter * SECOND, askedMsMax));
  if (error instanceof WebAPIPlatformError) return problemOfRefusal(error);
  if (error instanceof WebAPIHTTPError) return problemOfPage(error.statusCode);
  return problemOfNetwork(error instanceof WebAPIRequestError ? error.original : error);
}

/** Slack says in words what it does not allow: a bare status is of something that stands before it, perhaps not for long. */
function problemOfPage(status: number): ApiProblem {
  const problem = problemOfStatus(status);
  return problem.kind === 'not_allowed' ? { kind: 'not_done', detail: problem.detail, code: null } : problem;
}

/** The same for what is asked without it: an upload, a download, an answer. */
export function problemOfStatus(status: number): ApiProblem {
  const problem = { detail: `Slack answered with status ${status}`, code: null };
  if (status === 429) return slowFor(patienceMs);
  if (status === 413) return { kind: 'too_large', ...problem };
  if (status === 401 || status === 403) return { kind: 'not_allowed', ...problem };
  // 408 comes from a server that waited for the rest, and has done what it got or not.
  return { kind: status >= 500 || status === 408 ? 'ambiguous' : 'rejected', ...problem };
}

/** Slack is to be left alone for so long. */
export function slowFor(afterMs: number, code: string | null = null): ApiProblem {
  return { kind: 'slow', afterMs, detail: `Slack asks for patience: ${afterMs} ms`, code };
}

const codePattern = /^[a-z][a-z0-9_]{0,79}$/u;

/** The problem that a word of Slack's stands for; null for what is no such word. */
export function problemOfCode(code: string, where = ''): ApiProblem | null {
  if (!codePattern.test(code)) return null;
  const detail = `Slack answered ${code}${where}`;
  const kind = kindByCode.get(code) ?? (code.startsWith('restricted_action') ? 'not_allowed' : 'rejected');
  if (kind === 'slow') return slowFor(movingCodes.includes(code) ? movingMs : patienceMs, code);
  return kind === 'token_refused' ? { kind, afterMs: refusedPauseMs, detail, code } : { kind, detail, code };
}

/** What the library takes for a refusal of Slack's may be the answer of something that stands before it. */
const refusalShape = z.object({
  error: z.string(),
  response_metadata: z.object({ messages: z.array(z.string()).default([]) }).default({ messages: [] }),
});

function problemOfRefusal({ data }: WebAPIPlatformError): ApiProblem {
  const unread: ApiProblem = { kind: 'ambiguous', detail: 'the answer of Slack could not be read', code: null };
  const read = refusalShape.safeParse(data);
  if (!read.success) return unread;
  const { error, response_metadata: said } = read.data;
  // Where in our call it is wrong, and nothing of what stood there.
  const pointers = Array.from(
    said.messages.join(' ').matchAll(/json-pointer:[\w/-]{1,100}/gu),
    ({ 0: pointer }) => pointer,
  );
  const where = [error === 'missing_scope' ? (neededScope(data) ?? '') : '', ...pointers.slice(0, 3)].join(' ');
  return problemOfCode(error, where.trimEnd() && ` ${where.trim()}`) ?? unread;
}

function neededScope(data: object): string | null {
  const needed = 'needed' in data ? data.needed : null;
  return typeof needed === 'string' && /^[\w:,.]{1,100}$/u.test(needed) ? `(it needs ${needed})` : null;
}

/** docs.slack.dev/reference/methods, each with its errors. */
const codes: readonly (readonly [ProblemKind, readonly string[]])[] = [
  [
    'gone',
    [
      'channel_not_found',
      'is_archived',
      'user_not_found',
      'users_not_found',
      'user_disabled',
      'thread_not_found',
      'invalid_thread_ts',
      'cannot_reply_to_message',
    ],
  ],
  ['message_gone', ['message_not_found']],
  ['file_gone', ['file_not_found', 'file_deleted']],
  ['not_in_channel', ['not_in_channel']],
  [
    'not_allowed',
    [
      'access_denied',
      'accesslimited',
      'cannot_dm_bot',
      'cant_delete_file',
      'cant_delete_message',
      'cant_update_message',
      'compliance_exports_prevent_deletion',
      'edit_window_closed',
      'ekm_access_denied',
      'enterprise_is_restricted',
      'messages_tab_disabled',
      'method_not_supported_for_channel_type',
      'missing_scope',
      'no_permission',
      'plan_upgrade_required',
      'not_allowed_token_type',
      'is_inactive',
      'not_enabled',
      'posting_to_channel_denied',
      'team_access_not_granted',
      'two_factor_setup_required',
      'user_not_in_channel',
    ],
  ],
  [
    'no_uploads',
    [
      'file_type_not_allowed',
      'file_upload_size_restricted',
      'file_uploads_disabled',
      'file_uploads_except_images_disabled',
      'slack_connect_file_upload_sharing_blocked',
      'storage_limit_reached',
    ],
  ],
  ['too_large', ['file_too_large']],
  [
    'answer_over',
    [
      'exchanged_trigger_id',
      'expired_trigger_id',
      'expired_url',
      'hash_conflict',
      'invalid_trigger_id',
      'not_found',
      'trigger_exchanged',
      'trigger_expired',
      'used_url',
      'view_not_found',
    ],
  ],
  [
    'slow',
    [
      'external_channel_migrating',
      'message_limit_exceeded',
      'org_login_required',
      'rate_limited',
      'ratelimited',
      'team_added_to_org',
    ],
  ],
  ['token_refused', ['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']],
  // "Some aspect of the operation may have succeeded."
  ['ambiguous', ['fatal_error', 'internal_error', 'service_unavailable']],
  // What was sent came to Slack in part or not at all.
  ['not_done', ['request_timeout']],
];

const kindByCode = new Map(codes.flatMap(([kind, all]) => all.map((code) => [code, kind] as const)));

const movingCodes: readonly string[] = ['external_channel_migrating', 'org_login_required', 'team_added_to_org'];

/** Slack was asked, and nothing was heard of it. */
export function problemOfNetwork(error: unknown): ApiProblem {
  const { word, isUnsent } = networkFailure(error);
  return isUnsent
    ? { kind: 'not_done', detail: `no connection to Slack (${word})`, code: null }
    : { kind: 'ambiguous', detail: `no answer from Slack (${word})`, code: null };
}
