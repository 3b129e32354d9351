import type { Engines } from '../core/engines.ts';

/**
 * What else people call engines, in lower case: also those that take nothing now, since they are told so. A name that
 * several go by stands for itself; which of them it is, is chosen when it is asked for.
 */
export function engineAliases(engines: Pick<Engines, 'known'>): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const { capabilities } of engines.known()) {
    const { id, provider, model, label, also } = capabilities;
    for (const name of new Set([id, provider, model, label, ...also].map((each) => each.toLowerCase()))) {
      aliases.set(name, aliases.has(name) ? name : id);
    }
  }
  return aliases;
}
