/**
 * Slack's SDK brings an HTTP client of a later version than Node's own, and whichever is there first serves all calls of the
 * process: were it that one, discord.js could upload no file. Looking at this name loads Node's own.
 */
export function takeOwnFetch(): void {
  if (typeof globalThis.FormData !== 'function') throw new TypeError('expected the fetch of Node, found none');
}
