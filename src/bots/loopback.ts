import { isLoopback } from '../core/loopback.ts';

/** The host of an API that stands on this machine, as those that stand in for a platform do; null for any other. */
export function loopbackHostOf(apiUrl: string): string | null {
  const { hostname } = new URL(apiUrl);
  return isLoopback(hostname) ? hostname : null;
}
