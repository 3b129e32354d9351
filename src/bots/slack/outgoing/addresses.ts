import { loopbackHostOf } from '../../loopback.ts';

/**
 * Which addresses that Slack gave, or that came with an event, are Slack's own. Those that a server on this machine
 * gives, which stands in for Slack, lead back to this machine and nowhere else.
 */
export function createAddresses(apiUrl: string) {
  const loopback = loopbackHostOf(apiUrl);

  function read(address: string, isSlacks: (hostname: string) => boolean): URL | null {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null || url.username !== '' || url.password !== '') return null;
    if (loopback !== null) return url.hostname === loopback ? url : null;
    return url.protocol === 'https:' && url.port === '' && isSlacks(url.hostname) ? url : null;
  }

  return {
    /** Where an answer goes: it may say what is for one person alone. */
    ofAnswer: (address: string) => read(address, (hostname) => hostname === 'hooks.slack.com'),
    /** Where a file is: it is asked for with our token. */
    ofFile: (address: string) => read(address, isSlack),
    /** Where a file is sent to. Slack may have others keep it for a moment. */
    ofUpload: (address: string) => read(address, () => true),
  };
}

function isSlack(hostname: string): boolean {
  return hostname === 'slack.com' || hostname.endsWith('.slack.com');
}
