/** There may have been no connection. */
const unconnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What that means, for people. */
const meanings = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ENOTFOUND', 'no such name'],
  ['EAI_AGAIN', 'no answer about its name'],
  ['EHOSTUNREACH', 'no way there'],
  ['ENETUNREACH', 'no way there'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timed out'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timed out'],
  ['UND_ERR_BODY_TIMEOUT', 'timed out'],
  ['ETIMEDOUT', 'timed out'],
  ['TimeoutError', 'timed out'],
  ['ECONNRESET', 'broken off'],
  ['UND_ERR_SOCKET', 'broken off'],
  ['CERT_HAS_EXPIRED', 'its certificate is over'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not trusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not trusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is of another name'],
]);

/** What became of a call that got no answer: what it is called, and what that means. Never the message of its error: it can name an address. */
export type NetworkFailure = {
  readonly word: string;
  /** Whether nothing of it went out. Else it may have been done. */
  readonly isUnsent: boolean;
};

/** Clients wrap what went wrong in a cause, `fetch` always. */
export function networkFailure(error: unknown): NetworkFailure {
  const word = wordOf(error);
  const meaning = meanings.get(word);
  const isUnsent = unconnected.has(word) && isOfConnecting(error instanceof Error ? (error.cause ?? error) : error);
  return { word: meaning === undefined ? word : `${meaning}: ${word}`, isUnsent };
}

/** What the system was asked to do while there was no connection yet. */
const connecting: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/**
 * A code alone proves nothing: a connection that everything was sent over can end with EHOSTUNREACH or ECONNREFUSED too,
 * once the network says so.
 */
function isOfConnecting(error: unknown): boolean {
  // One for each address that was tried.
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isOfConnecting);
  if (!(error instanceof Error)) return false;
  if ('syscall' in error) return connecting.has(error.syscall);
  return 'code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT';
}

function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  const cause = error.cause instanceof Error ? error.cause : error;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  // Such as `bad port`, of `fetch` itself: no address is in it.
  return cause.name === 'Error' && /^[a-z ]{1,40}$/u.test(cause.message) ? cause.message : cause.name;
}
