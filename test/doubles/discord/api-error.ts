/** What Discord answers when it refuses. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  not_found: [404, 0, '404: Not Found'],
  unknown_channel: [404, 10003, 'Unknown Channel'],
  unknown_guild: [404, 10004, 'Unknown Guild'],
  unknown_member: [404, 10007, 'Unknown Member'],
  unknown_message: [404, 10008, 'Unknown Message'],
  unknown_user: [404, 10013, 'Unknown User'],
  unknown_webhook: [404, 10015, 'Unknown Webhook'],
  unknown_command: [404, 10063, 'Unknown application command'],
  unknown_interaction: [404, 10062, 'Unknown interaction'],
  too_large: [413, 40005, 'Request entity too large'],
  already_acknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missing_access: [403, 50001, 'Missing Access'],
  foreign_message: [403, 50005, 'Cannot edit a message authored by another user'],
  empty_file: [400, 50035, 'Invalid Form Body: a file is empty'],
  empty_message: [400, 50006, 'Cannot send an empty message'],
  direct_messages_closed: [403, 50007, 'Cannot send messages to this user'],
  foreign_application: [403, 20012, 'You are not authorized to perform this action on this application'],
  not_a_text_channel: [400, 50008, 'Cannot send messages in a non-text channel'],
  missing_permissions: [403, 50013, 'Missing Permissions'],
  wrong_channel_type: [400, 50024, 'Cannot execute action on this channel type'],
  invalid_webhook_token: [401, 50027, 'Invalid Webhook Token'],
  invalid_recipient: [400, 50033, 'Invalid Recipient(s)'],
  /** Of a locked one too. */
  thread_archived: [403, 50083, 'Thread is archived'],
  invalid_json: [400, 50109, 'The request body contains invalid JSON.'],
  no_mutual_guilds: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  reply_needs_history: [400, 160002, 'Cannot reply without permission to read message history'],
  automod: [400, 200000, 'Message was blocked by automatic moderation'],
} as const;

export type Refusal = keyof typeof known;

export function refuse(refusal: Refusal): ApiError {
  const [status, code, message] = known[refusal];
  return new ApiError(status, { message, code });
}

/** 50035 with the tree that Discord sends, one leaf for each path. */
export function invalidForm(issues: readonly { path: readonly PropertyKey[]; message: string }[]): ApiError {
  const errors: Record<string, unknown> = {};
  for (const issue of issues) {
    let at = errors;
    for (const key of issue.path) {
      const name = String(key);
      const next = isTree(at[name]) ? at[name] : {};
      at[name] = next;
      at = next;
    }
    const leaves = Array.isArray(at['_errors']) ? at['_errors'] : [];
    at['_errors'] = [...leaves, { code: 'BASE_TYPE_BAD', message: issue.message }];
  }
  return new ApiError(400, { message: 'Invalid Form Body', code: 50035, errors });
}

export function invalidField(path: readonly PropertyKey[], message: string): ApiError {
  return invalidForm([{ path, message }]);
}

/** 429 as Discord sends it, body and headers. */
export function rateLimited(limit: {
  retryAfterMs: number;
  scope: 'user' | 'global' | 'shared';
  code?: number;
}): ApiError {
  const seconds = limit.retryAfterMs / 1000;
  const global = limit.scope === 'global';
  return new ApiError(
    429,
    {
      message: 'You are being rate limited.',
      retry_after: seconds,
      global,
      ...(limit.code === undefined ? {} : { code: limit.code }),
    },
    {
      'Retry-After': String(Math.ceil(seconds)),
      'X-RateLimit-Scope': limit.scope,
      ...(global ? { 'X-RateLimit-Global': 'true' } : {}),
    },
  );
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
