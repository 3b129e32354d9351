import type { ApiResult } from './api-call.ts';

/** Sends a file with its description. Where Discord does not understand it, once without: it must never cost a clip. */
export async function described<T>(
  altText: string | null,
  send: (altText: string | null) => Promise<ApiResult<T>>,
): Promise<ApiResult<T>> {
  const first = await send(altText);
  return first.kind === 'rejected' && altText !== null ? send(null) : first;
}
