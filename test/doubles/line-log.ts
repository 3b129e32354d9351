import type { Log } from '../../src/core/ports/world.ts';

/** A log of everything, word for word, to look for secrets in. */
export function lineLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const note = (message: string, ...rest: readonly unknown[]): void => {
    const told = rest.map((each) => (each instanceof Error ? (each.stack ?? each.message) : JSON.stringify(each)));
    lines.push([message, ...told].join(' '));
  };
  return { lines, log: { debug: note, info: note, warn: note, error: note } };
}
