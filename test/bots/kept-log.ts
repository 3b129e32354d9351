import { inspect } from 'node:util';
import type { Log } from '../../src/core/ports/world.ts';

/** Everything that was logged, down to the last property of its errors. */
export function keepLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (...said: unknown[]): void => {
      lines.push(`${level} ${inspect(said, { depth: 10 })}`);
    };
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}
