import { engineAliases } from '../../engine-aliases.ts';
import type { ParseContext } from '../../grammar/parse-value.ts';
import type { Incoming } from './deps.ts';
import type { Names } from './read-text.ts';

/** What can be named in a workspace. `names` are Slack's own, by the ids that we know people by. */
export function parseContext(
  { engineNames, engines }: Pick<Incoming, 'engineNames' | 'engines'>,
  names: Names = new Map(),
): ParseContext {
  return {
    engines: engineNames(),
    engineAliases: engineAliases(engines),
    nameOf: (externalId) => names.get(externalId) ?? null,
    keepsModerators: true,
    filesInFormAlone: true,
  };
}
