const loopbackHosts: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];

/** The host of an API that stands on this machine, as those that stand in for a platform do; null for any other. */
export function loopbackHostOf(apiUrl: string): string | null {
  const { hostname } = new URL(apiUrl);
  return loopbackHosts.includes(hostname) ? hostname : null;
}
